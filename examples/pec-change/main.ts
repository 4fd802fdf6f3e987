/**
 * The change of a PEC, twice, as seed 003 has it: the link works until 24:00 of the day after it was received, and when that was the
 * provider's receipt says. Asked for before midnight and delivered after it, the link has a day more than its sending alone would give.
 * At 23:59:59.999 it is confirmed; at 24:00:00.000 it is over and the subscriber asks again. `node --import tsx examples/pec-change/main.ts`
 */
import { strict as assert } from 'node:assert'
import PostalMime from 'postal-mime'
import { type Instant, type Mail, refusalText, unwrap } from 'sportello'
import { confirmationDeadline, endOfDayText, type PecReceiptVerifier, parseReceipt } from 'sportello/pec'
import { type Transcript, transcript } from '../demo/transcript.ts'
import { romeMoment } from './rome.ts'
import { openTown, type Town } from './subscriber.ts'

const privateMail = 'anna.verdi@example.it'
const oldPec = 'anna.verdi@pec.example.it'
const newPec = 'anna.verdi@pec.example.org'

const minute = 60_000
// Asked for on a Friday at 23:50, delivered on the Saturday at 00:10. The Sunday that the link ends with has 23 hours.
const registeredAt = Date.UTC(2026, 2, 20, 9)
const requestedAt = Date.UTC(2026, 2, 27, 22, 50)
const deliveredAt = Date.UTC(2026, 2, 27, 23, 10, 20)

/**
 * Takes whatever comes for what a provider has signed, which is right only here, where the mailbox has nobody else's messages. An office
 * hands in a verifier that checks the S/MIME signature (a library of its choice), finds the certificate in the directory of providers and
 * gives back the bytes that were signed; without one, the policy `pecChange.unverifiedReceipts` says what receipts may do.
 */
const trustingOurMailbox: PecReceiptVerifier = { verify: async (mime) => ({ signature: 'trusted', signed: mime }) }

const roles = { citizen: 'CITTADINO', counter: 'SPORTELLO', office: 'UFFICIO', post: 'POSTA' }

/** In a scene `inFull` the letter with the link and the receipt are shown whole. */
type Scene = { readonly town: Town; readonly page: Transcript; readonly inFull: boolean }

/** Opens the scene on a counter of its own. */
async function openScene(name: string, text: string, inFull: boolean): Promise<Scene> {
  const page = transcript(process.stdout, roles, process.env)
  page.title(name, text, ['Tutti gli orari sono quelli di Roma'])
  return { town: await openTown(registeredAt, oldPec), page, inFull }
}

/** What has gone where. */
function showMails({ page }: Scene, mails: readonly Mail[]): void {
  for (const { channel, to, subject } of mails) {
    const way = channel === 'pec' ? 'via PEC' : 'via mail'
    page.row([
      { text: way, width: 8, faint: true },
      { text: to.address, width: 26 },
      { text: subject, width: subject.length },
    ])
  }
}

async function showPecInForce({ town, page }: Scene, expected: string): Promise<void> {
  const pec = await town.pecInForce()
  assert.equal(pec, expected)
  page.fields([['PEC in vigore', expected]])
}

/** The form, and the mail that follows; gives the token of the link. */
async function ask(scene: Scene, at: Instant): Promise<string> {
  const { town, page, inFull } = scene
  town.clock.set(at)
  page.step('citizen', `${romeMoment(at)} · Chiede di cambiare la PEC`)
  const { until } = unwrap(
    await town.sportello.pecChange.request({ ...(await town.signIn()), pec: newPec, confirmation: newPec }),
  )
  page.done(`Richiesta accolta: se il link arriva oggi, vale fino alle ${endOfDayText(until, 'it')}`)
  await showPecInForce(scene, oldPec)

  page.step('post', 'Parte la posta')
  const mails = await town.post()
  showMails(scene, mails)
  assert.deepEqual(mails.map(({ to }) => to.address).sort(), [privateMail, oldPec, newPec])
  const withLink = mails.filter(({ text }) => text.includes('pec-change#token='))
  assert.deepEqual([withLink.length, withLink[0]?.to.address, withLink[0]?.channel], [1, newPec, 'pec'])
  const { to, subject, text } = withLink[0] ?? assert.fail('no link was mailed')
  const head = [
    ['A', to.address],
    ['Oggetto', subject],
  ] as const
  if (inFull) page.letter(head, text, [])
  return /pec-change#token=(\S+)/.exec(text)?.[1] ?? assert.fail('the letter has no link')
}

/** The provider puts the message into the mailbox and says so; the counter reads what it says. Gives the end of the term. */
async function receive({ town, page, inFull }: Scene, token: string, at: Instant): Promise<Instant> {
  const { clock, provider, sportello } = town
  const before = unwrap(await sportello.pecChange.inspectByLink(token)).until
  clock.set(at)
  page.step('post', `${romeMoment(at)} · Il gestore mette il messaggio nella casella`)
  const receipts = provider.deliver(newPec)
  assert.equal(receipts.length, 1)
  const mime = receipts[0] ?? assert.fail('no receipt came')
  const [head = ''] = new TextDecoder().decode(mime).split('\r\n\r\n')
  if (inFull) page.letter([['Ricevuta', `${mime.length} byte`]], head, [])

  page.step('counter', 'Legge la ricevuta nella casella PEC dell’ente')
  const receipt = unwrap(await parseReceipt(mime, { parser: PostalMime, verifier: trustingOurMailbox }))
  page.fields([
    ['Esito', receipt.kind],
    ['Consegna', `${romeMoment(receipt.at)} a ${receipt.recipient}`],
    ['Messaggio', receipt.reference ?? ''],
  ])
  assert.deepEqual(unwrap(await sportello.pecChange.receive(receipt)), { effect: 'recorded', why: null })
  const { until, untilText } = unwrap(await sportello.pecChange.inspectByLink(token))
  assert.equal(until, confirmationDeadline(receipt.at))
  const isLonger = before !== null && before < until
  page.done(isLonger ? 'Il termine si allunga: corre dalla consegna' : 'Il termine resta quello dell’invio')
  page.fields([
    ['Dall’invio', before === null ? '' : endOfDayText(before, 'it')],
    ['Dalla consegna', untilText?.it ?? ''],
  ])
  return until
}

/** The page behind the link, which only shows, and its button, which confirms. */
async function confirm(scene: Scene, token: string, at: Instant): Promise<void> {
  const { town, page } = scene
  town.clock.set(at)
  page.step('citizen', `${romeMoment(at)} · Apre il link e preme «Conferma»`)
  const view = unwrap(await town.sportello.pecChange.inspectByLink(token))
  assert.equal(view.canConfirm, true)
  await showPecInForce(scene, oldPec)
  assert.deepEqual(unwrap(await town.sportello.pecChange.confirm(token)), { status: 'confirmed', pec: newPec })
  page.done('Nuova PEC confermata')
  await showPecInForce(scene, newPec)
  page.step('post', 'Parte la posta')
  const mails = await town.post()
  showMails(scene, mails)
  assert.deepEqual(mails.map(({ to }) => to.address).sort(), [privateMail, oldPec])
}

/** What a link that no longer works says. */
async function refused(scene: Scene, token: string, at: Instant, code: string): Promise<void> {
  const { town, page } = scene
  town.clock.set(at)
  const answer = await town.sportello.pecChange.confirm(token)
  if (answer.ok) assert.fail('the link still works')
  assert.equal(answer.refusal.code, code)
  page.refused(refusalText(answer.refusal, 'it') ?? code)
  await showPecInForce(scene, oldPec)
}

const inTime = await openScene('Scena 1', 'L’ultimo millisecondo', true)
const link = await ask(inTime, requestedAt)
const end = await receive(inTime, link, deliveredAt)
assert.equal(end, Date.UTC(2026, 2, 29, 22))
await confirm(inTime, link, end - 1)

process.stdout.write('\n\n')
const tooLate = await openScene('Scena 2', 'Un millisecondo dopo', false)
const lateLink = await ask(tooLate, requestedAt)
assert.equal(await receive(tooLate, lateLink, deliveredAt), end)
tooLate.page.step('citizen', `${romeMoment(end)} · Apre il link e preme «Conferma», alle ${endOfDayText(end, 'it')}`)
await refused(tooLate, lateLink, end, 'pec-change/expired')

const nextMorning = end + 9 * 60 * minute
const newLink = await ask(tooLate, nextMorning)
await receive(tooLate, newLink, nextMorning + minute)
tooLate.page.step('citizen', `${romeMoment(nextMorning + 2 * minute)} · Apre per sbaglio il link di prima`)
await refused(tooLate, lateLink, nextMorning + 2 * minute, 'pec-change/expired')
await confirm(tooLate, newLink, nextMorning + 3 * minute)
