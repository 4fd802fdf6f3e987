/** What the office does with its queue. */
import type { Sportello } from 'sportello'
import { chance, item, operatorOf, requestKey, type Ways } from './ways.ts'

/** A worker of the office takes something from the queue. */
export async function decideOnAny(ways: Ways, counter: Sportello): Promise<void> {
  const { clerk } = ways
  const page = await clerk.ask('pending', () => counter.approval.pending({ limit: 20 }))
  if (page !== undefined && page.length > 0) await decide(ways, counter, item(ways, page).id)
}

const decidedMeanwhile = [
  'approval/already-decided',
  'approval/void',
  'approval/dossier-changed',
  'approval/erased',
  'approval/document-missing',
]

/** Looks and decides; `awaiting-correction` when the applicant is asked for more. */
export async function decide(ways: Ways, { approval }: Sportello, id: string): Promise<'decided' | 'awaiting-correction'> {
  const { clerk, draw } = ways
  const operator = operatorOf(ways)
  const dossier = await clerk.ask('dossier', () => approval.dossier({ operator, id }), ['approval/not-found'])
  if (dossier === undefined) return 'decided'
  const document = dossier.documents[0]?.id ?? 1
  if (chance(ways, 60))
    await clerk.ask('document', () => approval.document({ operator, id, document }), [
      'approval/document-missing',
      'approval/not-found',
    ])
  const dossierDigest = chance(ways, 3) ? 'x'.repeat(43) : dossier.digest
  const kind = draw(100)
  const despiteUndelivered = kind % 10 < 7
  const options = chance(ways, 20) ? { requestKey: requestKey(ways) } : {}
  if (kind < 12) {
    const given = { operator, id, dossierDigest, reason: 'Il documento non si legge.' }
    const requested = await clerk.ask('request correction', () => approval.requestCorrection(given, options), decidedMeanwhile)
    return requested === undefined ? 'decided' : 'awaiting-correction'
  }
  if (kind < 22)
    await clerk.ask(
      'reject',
      () => approval.reject({ operator, id, dossierDigest, reason: 'Non è residente.' }, options),
      decidedMeanwhile,
    )
  else
    await clerk.ask('approve', () => approval.approve({ operator, id, dossierDigest, despiteUndelivered }, options), [
      ...decidedMeanwhile,
      'credential/already-issued',
      ...(despiteUndelivered ? [] : ['approval/letter-not-delivered']),
    ])
  return 'decided'
}

/** A worker of the office takes a request for assistance from the queue. */
export async function helpAny(ways: Ways, counter: Sportello): Promise<void> {
  const { clerk } = ways
  const page = await clerk.ask('pending help', () => counter.assistance.pending({ limit: 20 }))
  if (page !== undefined && page.length > 0) await decideOnHelp(ways, counter, item(ways, page).id)
}

const helpedMeanwhile = [
  'assistance/already-decided',
  'assistance/withdrawn',
  'assistance/dossier-changed',
  'assistance/erased',
  'assistance/not-found',
]

// Then nothing was decided, and it is to be refused.
const unhelpable = ['assistance/no-account', 'assistance/document-missing', 'addresses/same-pec', 'pec-claim/taken']

/** Looks and decides; the change that was begun when it is accepted. */
export async function decideOnHelp(
  ways: Ways,
  { assistance }: Sportello,
  id: string,
): Promise<{ readonly changeId: string } | undefined> {
  const { clerk } = ways
  const operator = operatorOf(ways)
  const dossier = await clerk.ask('dossier of help', () => assistance.dossier({ operator, id }), ['assistance/not-found'])
  if (dossier === undefined) return undefined
  if (chance(ways, 60))
    await clerk.ask('document of help', () => assistance.document({ operator, id, document: 1 }), [
      'assistance/document-missing',
      'assistance/not-found',
    ])
  const dossierDigest = chance(ways, 3) ? 'x'.repeat(43) : dossier.digest
  const options = chance(ways, 20) ? { requestKey: requestKey(ways) } : {}
  if (chance(ways, 70)) {
    const accept = () => assistance.approve({ operator, id, dossierDigest }, options)
    const begun = await clerk.ask('accept help', accept, [...helpedMeanwhile, ...unhelpable])
    if (begun !== undefined) return begun
  }
  const refuse = () => assistance.reject({ operator, id, dossierDigest, reason: 'La carta non si legge.' })
  await clerk.ask('refuse help', refuse, helpedMeanwhile)
  return undefined
}
