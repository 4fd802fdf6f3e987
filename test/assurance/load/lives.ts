/** Lives of applicants, each step drawn: what is usual mostly, what is clumsy or hostile now and then. */
import type { Sportello } from 'sportello'
import { minimalPdf } from '../../rules/identity/minimal-pdf.ts'
import { codeOf } from '../../rules/identity/people.ts'
import { anna } from '../../support/counter.ts'
import { askForHelp } from './help.ts'
import { decide, decideOnAny } from './office.ts'
import { hold } from './subscriber.ts'
import { chance, item, letterOf, requestKey, type Ways } from './ways.ts'

type Draft = { readonly counter: Sportello; readonly id: string; readonly ticket: string; readonly shown: string }
type Applicant = { readonly codiceFiscale: string; readonly email: string }

const papers = Array.from({ length: 12 }, (_, n) => minimalPdf(`Paper ${n}`))

// Of a draft that its applicant, the term or an approval of somebody else's on the same code may have closed.
const closed = ['registration/closed', 'registration/lapsed', 'registration/not-found']
const answered = ['request/answer-expired']

/** One person from the form to the end of the credential, or to wherever the office or chance stops. */
export async function life(ways: Ways): Promise<void> {
  const { city, draw } = ways
  const counter = item(ways, city.counters)
  const codiceFiscale = codeOf(ways.person())
  const box = draw(100)
  const mailbox = box < 5 ? 'full' : box < 8 ? 'gone' : 'open'
  const applicant = { codiceFiscale, email: `${mailbox}.${codiceFiscale.toLowerCase()}.${draw(1_000_000)}@example.it` }
  // A person without a credential has nothing that could be changed.
  if (chance(ways, 3)) await askForHelp(ways, counter, codiceFiscale)
  const draft = await openDraft(ways, counter, applicant)
  if (draft === undefined || chance(ways, 8)) return
  // Somebody else, or the same person once more, asks on the same code.
  if (chance(ways, 10)) {
    const other = await openDraft(ways, counter, { codiceFiscale, email: `open.other.${draw(1_000_000)}@example.it` })
    if (other !== undefined && (await fill(ways, other))) await complete(ways, other)
  }
  if (!(await fill(ways, draft)) || !(await complete(ways, draft))) return
  await beDecided(ways, draft)
  const secrets = await letterOf(ways, draft.id, 'completed', /(?:first 4 digits|prime 4 cifre): (\d{4})/)
  const [, password = ''] = /(?:Temporary password|Password temporanea): (\S+)/.exec(secrets?.text ?? '') ?? []
  if (secrets !== undefined) await hold(ways, counter, { codiceFiscale, pin: secrets.found + draft.shown, password })
}

async function openDraft(ways: Ways, counter: Sportello, { codiceFiscale, email: mail }: Applicant): Promise<Draft | undefined> {
  const { clerk } = ways
  const { registration } = counter
  const form = { ...anna, codiceFiscale, email: mail, locale: item(ways, ['it', 'it', 'en']) }
  if (chance(ways, 5))
    await clerk.deny('open, malformed', () => registration.open({ ...form, email: 'nobody' } as never), ['registration/form'])
  const keyed = chance(ways, 30)
  const options = keyed ? { requestKey: requestKey(ways), requester: mail } : {}
  const open = () => clerk.ask('open', () => registration.open(form as never, options), answered)
  const [opened, twin] = await Promise.all([open(), keyed && chance(ways, 50) ? open() : undefined])
  const again = keyed && chance(ways, 50) ? await open() : undefined
  for (const other of [twin, again]) {
    if (other !== undefined && opened !== undefined && other.id !== opened.id) clerk.fault('open: a repeat opened another one')
  }
  const first = opened ?? twin
  return first === undefined ? undefined : { counter, id: first.id, ticket: first.ticket, shown: first.pinSecondHalf }
}

/** Documents and second thoughts. True when the draft can be completed. */
async function fill(ways: Ways, { counter: { registration }, ticket }: Draft): Promise<boolean> {
  const { clerk, draw } = ways
  const again = [...closed, 'registration/duplicate-document', 'registration/already-completed']
  const add = (paper: number) =>
    clerk.ask(
      'add document',
      () => registration.addDocument(ticket, { type: 'identity-card', name: `${paper}.pdf` }, papers[paper] ?? new Uint8Array()),
      again,
    )
  const first = draw(papers.length)
  if (chance(ways, 3)) {
    await clerk.deny('add document, none', () => registration.addDocument(ticket, { type: 'identity-card' }, new Uint8Array(9)), [
      ...closed,
      'registration/document-refused',
    ])
  }
  const added = await add(first)
  for (let more = draw(3); more > 0; more -= 1) {
    const second = await add(draw(papers.length))
    if (second !== undefined && chance(ways, 30)) {
      await clerk.ask('remove document', () => registration.removeDocument(ticket, second.id), [
        ...closed,
        'registration/unknown-document',
      ])
    }
  }
  if (chance(ways, 10))
    await clerk.deny('complete, not mine', () => registration.complete(`${ticket.slice(0, -1)}!`), ['registration/not-found'])
  if (chance(ways, 40)) await clerk.ask('inspect', () => registration.inspect(ticket), closed)
  if (chance(ways, 5)) {
    await clerk.ask('withdraw', () => registration.withdraw(ticket), closed)
    return false
  }
  return added !== undefined
}

/** True when the office has the request. */
async function complete(ways: Ways, { counter: { registration }, ticket }: Draft): Promise<boolean> {
  const { clerk } = ways
  const call = () => clerk.ask('complete', () => registration.complete(ticket), [...closed, 'registration/already-completed'])
  const [first, twin] = await Promise.all([call(), chance(ways, 15) ? call() : undefined])
  return first !== undefined || twin !== undefined
}

/** The office decides on some requests, at last on this one; its applicant completes it again when a correction is requested. */
async function beDecided(ways: Ways, draft: Draft): Promise<void> {
  const { counter, id } = draft
  for (let others = ways.draw(3); others > 0; others -= 1) await decideOnAny(ways, counter)
  for (let rounds = 0; rounds < 3; rounds += 1) {
    if ((await decide(ways, counter, id)) !== 'awaiting-correction') return
    const link = await letterOf(ways, id, 'awaiting-correction', /#ticket=(\S+)/)
    if (link === undefined) return
    const reopened = { ...draft, ticket: link.found }
    if (!(await fill(ways, reopened)) || !(await complete(ways, reopened))) return
  }
}
