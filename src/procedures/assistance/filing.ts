/** Asking for assistance without signing in: the questionnaire and one identity document, in one call (seed 003 §2.2). */

import { contentDigest } from '../../crypto/index.ts'
import { type Actor, accept, type Result, refuse } from '../../kernel/index.ts'
import { readForm } from '../../runtime/command.ts'
import { type CommandOptions, formRefusal, type ProblemCode, readRequest, readRequester } from '../../runtime/input.ts'
import { mailNobody, mailPerson } from '../../runtime/person-mail.ts'
import type { CommandRefusal } from '../../runtime/request.ts'
import { drawToken } from '../../runtime/token-command.ts'
import { type Operation, transact, type Unit } from '../../runtime/transact.ts'
import { notChosenOr } from '../../runtime/upload-faults.ts'
import { copyBytes, type DocumentFinding, readUpload, settleUpload, storeUpload, type Upload } from '../../runtime/uploads.ts'
import { currentPec, subscriberOf, tellSubscriber } from '../addresses/addresses/context.ts'
import { addressesMachine } from '../addresses/addresses/schema.ts'
import { codeOf, readAccount } from '../binding/account-of.ts'
import type { QuotaRefusal } from '../quota/model.ts'
import { countOpening, judgeOpening, type Opening, openingOf, openingRecords } from '../quota/openings.ts'
import { mayWarn, warningIds, warningRecords } from '../quota/warnings.ts'
import type { AssistanceContext, AssistanceFormRefusal } from './context.ts'
import { isListed } from './documents.ts'
import { filedLetter, subscriberWarningLetter } from './letters.ts'
import { isInCourse } from './machine.ts'
import type { AssistancePersonal, AssistanceRefusal } from './model.ts'
import { fillIn, personalOf } from './questionnaire.ts'
import type { AssistanceFormData } from './schema.ts'
import { outcomeOf } from './topics.ts'

/** What the applicant gets when the request is filed, once. */
export type AssistanceOpened = {
  /** The id of the record. It names no person. */
  readonly id: string
  /** For `inspect` and `withdraw`. A secret of the applicant: never log it. */
  readonly ticket: string
}

/** What goes along with the form. */
export type AssistanceOpenOptions = CommandOptions & {
  /** Whom the quota counts by: `requesterOf` of the address, or another text of 1 to 256 characters. An empty text names nobody. */
  readonly requester?: string | undefined
  /**
   * The pass that a mail to the mailbox of the form has brought: lets one request through although too many were opened with that mailbox.
   * Whatever else comes in its place changes nothing. A secret of the person: never log it.
   */
  readonly pass?: string | undefined
}

/**
 * Why a file was not taken: the content is not an acceptable PDF, for the reason that it says. `infected`, with the finding
 * `scanner/infected`: the host's scanner has found malware.
 */
export type AssistanceUploadRefusal = {
  readonly code: 'assistance/document-refused'
  readonly reason: string
  readonly findings: readonly DocumentFinding[]
}

/** Why no request was filed. */
export type AssistanceOpenRefusal =
  | AssistanceFormRefusal
  | AssistanceRefusal
  | AssistanceUploadRefusal
  | QuotaRefusal
  | CommandRefusal

const by: Actor = { kind: 'anonymous' }
const name = 'assistance/open'

/**
 * What was answered before, or null where there is something to be done. A request over the limit, or with a document that has
 * expired, is refused before any file is read.
 */
function look(
  context: AssistanceContext,
  request: Operation['request'],
  opening: Opening,
  expiresOn: string,
): Promise<Result<AssistanceOpened | null, AssistanceOpenRefusal>> {
  const operation = { name, by, request, journalsRefusals: false }
  return transact<AssistanceOpened | null, AssistanceOpenRefusal>(context.runtime, operation, async (unit) => {
    if (!isInCourse(expiresOn, unit.now())) return refuse({ code: 'assistance/document-expired' })
    await unit.preload(openingRecords(opening))
    const judged = await judgeOpening(context, unit, opening)
    return judged.ok ? accept(null) : judged
  })
}

/**
 * Tells the subscriber of a credential for the codice fiscale, at the addresses in force, at most once a day. Where there is none to be told, nobody
 * is told at the same cost. The request is filed all the same.
 */
async function warnSubscriber(
  { runtime, credential }: AssistanceContext,
  unit: Unit,
  id: string,
  accountId: string,
): Promise<void> {
  const subscriber = subscriberOf(await unit.state(credential, accountId))
  const ids = warningIds(runtime, 'assistance', accountId)
  const isDue = await mayWarn(unit, ids, subscriber === null ? 'nobody' : 'subscriber')
  const addresses = await unit.state(addressesMachine, accountId)
  const pec = currentPec(addresses)
  const personal = isDue && subscriber !== null ? subscriber.personal : null
  const letter = subscriberWarningLetter(runtime.office, unit.now())
  const notice = { topic: { kind: 'assistance', id }, purpose: 'subscriber-warning', letter }
  tellSubscriber(unit, personal, pec, notice)
  // As many letters as to a subscriber with a mailbox and a PEC, whoever there is.
  if (personal === null || personal.email === null) mailNobody(unit, runtime.office.locale, notice)
  if (personal === null || pec === null) {
    mailNobody(unit, runtime.office.locale, { ...notice, purpose: 'subscriber-warning-pec', channel: 'pec' })
  }
}

/**
 * Files a request for a change of PEC: an `AssistanceForm`, or whatever came in its place, and one PDF, as bytes or as a stream of which
 * never more than the limit is read. The bytes are durable before the request names them. Nothing changes by it; the subscriber of a
 * credential for the codice fiscale is told, and the answer is the same where there is none. Repeated under its request key, no stream is read.
 */
export async function open(
  context: AssistanceContext,
  form: unknown,
  content: Uint8Array | AsyncIterable<Uint8Array>,
  options?: AssistanceOpenOptions,
): Promise<Result<AssistanceOpened, AssistanceOpenRefusal>> {
  const { runtime, rules } = context
  const read = readForm(context.form, form, 'assistance/form')
  if (!read.ok) return read
  // Copied before anything is awaited: what the caller does to the array later changes nothing.
  const given = copyBytes(content, rules.bytesMax)
  const { path, email, documentExpiresOn } = read.value
  const outcome = outcomeOf(context.topics, path)
  if (outcome?.kind !== 'questionnaire') return problem('path', 'no-questionnaire')
  const filled = fillIn(outcome, read.value)
  if (!filled.ok) return refuse(formRefusal('assistance/form', filled.refusal))
  const requester = readRequester(options)
  const fileOf = given === null || typeof given === 'string' ? given : await contentDigest(given)
  const request = readRequest(options, { name, by, input: [read.value, fileOf], secret: true })
  if (!request.ok) return request
  const opening = openingOf(runtime, 'assistance', { email: email.address, requester, options, passLink: 'assistancePass' })
  const before = await look(context, request.value, opening, documentExpiresOn)
  if (!before.ok) return before
  if (before.value !== null) return accept(before.value)
  const upload = await readUpload(runtime, given, content, rules)
  if (!upload.ok)
    return refuse({ code: 'assistance/document-refused', ...notChosenOr(upload.refusal, read.value.fileName, content) })
  const personal = personalOf(read.value, filled.value, runtime.office.locale)
  return file(context, { form: read.value, personal, upload: upload.value, opening, request: request.value })
}

function problem(field: string, code: ProblemCode): Result<never, AssistanceFormRefusal> {
  return refuse(formRefusal('assistance/form', [{ field, code }]))
}

type Filing = {
  readonly form: AssistanceFormData
  readonly personal: Omit<AssistancePersonal, 'reason'>
  readonly upload: Upload
  readonly opening: Opening
  readonly request: Operation['request']
}

/** Stores the bytes, then the request that names them. */
async function file(context: AssistanceContext, filing: Filing): Promise<Result<AssistanceOpened, AssistanceOpenRefusal>> {
  const { runtime, assistance } = context
  const { ring, office } = runtime
  const { form, personal, opening, request } = filing
  const { documentType: type, noticeVersion, path } = form
  const { digest, size, findings } = filing.upload
  const id = runtime.ulid(runtime.now())
  const { token, digest: ticket } = drawToken(runtime, 'assistance', id)
  await storeUpload(runtime, id, filing.upload)
  const operation = { name, by, request }
  const answer = await transact<AssistanceOpened, AssistanceOpenRefusal>(runtime, operation, async (unit) => {
    const accountId = await readAccount(runtime, unit, codeOf(ring, personal.codiceFiscale), (account) => [
      { kind: 'assistance', id },
      { kind: 'credential', id: account },
      { kind: 'addresses', id: account },
      ...openingRecords(opening),
      ...warningRecords(warningIds(runtime, 'assistance', account)),
    ])
    const counted = await countOpening(context, unit, opening)
    if (!counted.ok) return counted
    const document = { type, digest, size, findings }
    const asked = { accountId, ticket, noticeVersion, path, document, personal }
    const opened = await unit.run(assistance, id, { type: 'OpenAssistance', ...asked })
    if (!opened.ok) return opened
    const letter = filedLetter(office, { id, when: unit.now() })
    mailPerson(unit, personal, { topic: { kind: 'assistance', id }, purpose: 'filed', letter })
    await warnSubscriber(context, unit, id, accountId)
    return accept({ id, ticket: token.text })
  })
  // An answer of another call under the same request key names another request.
  const isNamed = answer.ok && answer.value.id === id
  await settleUpload(runtime, id, filing.upload, isNamed, () => isListed(context, id, digest))
  return answer
}
