/** Lives of people and offices, each step drawn: what is usual mostly, what is clumsy or hostile now and then. */
import { setTimeout } from 'node:timers/promises'
import type { Operator, Sportello } from 'sportello'
import { minimalPdf } from '../identity/minimal-pdf.ts'
import { codeOf, type MadeUpPerson } from '../identity/people.ts'
import { anna } from '../support/counter.ts'
import type { City } from './city.ts'
import type { Clerk } from './clerk.ts'

export type Ways = {
  readonly city: City
  readonly clerk: Clerk
  readonly draw: (below: number) => number
  readonly person: () => MadeUpPerson
}

type Draft = { readonly counter: Sportello; readonly id: string; readonly ticket: string; readonly shown: string }
type Applicant = { readonly codiceFiscale: string; readonly mail: string }

const papers = Array.from({ length: 12 }, (_, n) => minimalPdf(`Paper ${n}`))

const operatorOf = (n: number): Operator => ({ id: `operator-${n}`, codiceFiscale: 'RSSMRA70A01H501S' })

/** True in `parts` of a hundred. */
const chance = ({ draw }: Ways, parts: number): boolean => draw(100) < parts

const item = <Item>({ draw }: Ways, items: readonly Item[]): Item => items[draw(items.length)] as Item

const requestKey = ({ draw }: Ways): string => `load-${draw(2_147_483_647)}-${draw(2_147_483_647)}`

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
  const applicant = { codiceFiscale, mail: `${mailbox}.${codiceFiscale.toLowerCase()}.${draw(1_000_000)}@example.it` }
  const draft = await openDraft(ways, counter, applicant)
  if (draft === undefined || chance(ways, 8)) return
  // Somebody else, or the same person once more, asks on the same code.
  if (chance(ways, 10)) {
    const other = await openDraft(ways, counter, { codiceFiscale, mail: `open.other.${draw(1_000_000)}@example.it` })
    if (other !== undefined && (await fill(ways, other))) await complete(ways, other)
  }
  if (!(await fill(ways, draft)) || !(await complete(ways, draft))) return
  await beDecided(ways, draft)
  const secrets = await letterOf(ways, draft.id, 'completed', /(?:first 4 digits|prime 4 cifre): (\d{4})/)
  const [, password = ''] = /(?:Temporary password|Password temporanea): (\S+)/.exec(secrets?.text ?? '') ?? []
  if (secrets !== undefined) await hold(ways, counter, { codiceFiscale, pin: secrets.found + draft.shown, password })
}

async function openDraft(ways: Ways, counter: Sportello, { codiceFiscale, mail }: Applicant): Promise<Draft | undefined> {
  const { clerk } = ways
  const { registration } = counter
  const form = { ...anna, codiceFiscale, mail, locale: item(ways, ['it', 'it', 'en']) }
  if (chance(ways, 5))
    await clerk.ask('open, malformed', () => registration.open({ ...form, mail: 'nobody' }), ['registration/form'])
  const keyed = chance(ways, 30)
  const options = keyed ? { requestKey: requestKey(ways), requester: mail } : {}
  const open = () => clerk.ask('open', () => registration.open(form, options), answered)
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
    await clerk.ask('add document, none', () => registration.addDocument(ticket, { type: 'identity-card' }, new Uint8Array(9)), [
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
    await clerk.ask('complete, not mine', () => registration.complete(`${ticket.slice(0, -1)}!`), ['registration/not-found'])
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

/** The office decides on some requests, at last on this one; its applicant completes it again when it is given back. */
async function beDecided(ways: Ways, draft: Draft): Promise<void> {
  const { counter, id } = draft
  for (let others = ways.draw(3); others > 0; others -= 1) await decideOnAny(ways, counter)
  for (let rounds = 0; rounds < 3; rounds += 1) {
    if ((await decide(ways, counter, id)) !== 'returned') return
    const link = await letterOf(ways, id, 'returned', /#ticket=(\S+)/)
    if (link === undefined) return
    const returned = { ...draft, ticket: link.found }
    if (!(await fill(ways, returned)) || !(await complete(ways, returned))) return
  }
}

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

async function decide(ways: Ways, { approval }: Sportello, id: string): Promise<'decided' | 'returned'> {
  const { clerk, draw } = ways
  const operator = operatorOf(draw(40))
  const dossier = await clerk.ask('dossier', () => approval.dossier({ operator, id }), ['approval/not-found'])
  if (dossier === undefined) return 'decided'
  const document = dossier.documents[0]?.id ?? 1
  if (chance(ways, 60))
    await clerk.ask('document', () => approval.document({ operator, id, document }), [
      'approval/document-missing',
      'approval/not-found',
    ])
  const seen = chance(ways, 3) ? 'x'.repeat(43) : dossier.digest
  const kind = draw(100)
  const options = chance(ways, 20) ? { requestKey: requestKey(ways) } : {}
  if (kind < 12) {
    const given = { operator, id, seen, reason: 'Il documento non si legge.' }
    const returned = await clerk.ask('give back', () => approval.giveBack(given, options), decidedMeanwhile)
    return returned === undefined ? 'decided' : 'returned'
  }
  if (kind < 22)
    await clerk.ask(
      'reject',
      () => approval.reject({ operator, id, seen, reason: 'Non è residente.' }, options),
      decidedMeanwhile,
    )
  else
    await clerk.ask('approve', () => approval.approve({ operator, id, seen }, options), [
      ...decidedMeanwhile,
      'credential/already-issued',
    ])
  return 'decided'
}

/** Waits a moment for a letter in which this is found; undefined when the mailbox is full, or gone, or the letter void. */
async function letterOf({ city, clerk }: Ways, record: string, purpose: string, pattern: RegExp) {
  for (let left = 40; left > 0; left -= 1) {
    for (const text of await clerk.tell('read the mailbox', () => city.letters(record, purpose))) {
      const [, found] = pattern.exec(text) ?? []
      if (found !== undefined) return { text, found }
    }
    await setTimeout(25)
  }
  return undefined
}

type Credentials = { readonly codiceFiscale: string; readonly pin: string; readonly password: string }

const nobody = ['session/sign-in-refused']
const ended = ['session/not-active']

/** The life of a credential. */
async function hold(ways: Ways, counter: Sportello, first: Credentials): Promise<void> {
  const { clerk, draw } = ways
  const { session, credential } = counter
  const signIn = (given: Credentials) => clerk.ask('sign in', () => session.signIn(given), nobody)
  const wrong = (given: Credentials) =>
    clerk.ask(
      'sign in, wrong',
      () => session.signIn({ ...given, ...item(ways, [{ pin: '000000000' }, { password: 'Sbagliata.1' }, { pin: 'nove' }]) }),
      nobody,
    )
  if (chance(ways, 40)) await wrong(first)
  const temporary = await signIn(first)
  // Not approved, or held meanwhile.
  if (temporary === undefined) return
  const chosen = `Gelato.Turchese${10 + draw(80)}x`
  if (chance(ways, 15)) {
    const weak = { token: temporary.token, current: first.password, next: 'corta', confirmation: 'corta' }
    await clerk.ask('change password, weak', () => credential.changePassword(weak), [...ended, 'credential/new-password'])
  }
  const changed = await change(ways, counter, temporary.token, first.password, chosen)
  const own = changed ? { ...first, password: chosen } : first
  for (let visits = 1 + draw(4); visits > 0; visits -= 1) await visit(ways, counter, own, signIn, wrong)
  if (chance(ways, 20)) await beHeld(ways, counter, own)
  if (chance(ways, 25)) await leave(ways, counter, own)
}

async function change(
  { clerk }: Ways,
  { credential }: Sportello,
  token: string,
  current: string,
  next: string,
): Promise<boolean> {
  const given = { token, current, next, confirmation: next }
  const codes = [
    ...ended,
    'credential/wrong-password',
    'credential/held',
    'credential/revoked',
    'credential/expired',
    'credential/new-password',
  ]
  return (await clerk.ask('change password', () => credential.changePassword(given), codes)) !== undefined
}

type SignIn = (given: Credentials) => Promise<{ readonly token: string } | undefined>

async function visit(
  ways: Ways,
  counter: Sportello,
  own: Credentials,
  signIn: SignIn,
  wrong: (given: Credentials) => Promise<unknown>,
): Promise<void> {
  const { clerk, draw } = ways
  const { session, credential } = counter
  if (chance(ways, 20)) await wrong(own)
  const signed = await signIn(own)
  if (signed === undefined) return
  const { token } = signed
  for (let looks = draw(5); looks > 0; looks -= 1) await clerk.ask('check', () => session.check(token), ended)
  if (chance(ways, 50)) await clerk.ask('end', () => session.end(token), ended)
  else if (chance(ways, 20))
    await clerk.ask('end sessions', () => credential.endSessions({ token }), [...ended, 'credential/held'])
}

/** Five wrong PINs with the right password, until the office lets the holder in again. */
async function beHeld(ways: Ways, { session, credential }: Sportello, own: Credentials): Promise<void> {
  const { clerk, draw } = ways
  for (let guesses = 0; guesses < 7; guesses += 1) {
    await clerk.ask('sign in, guessed', () => session.signIn({ ...own, pin: '123456789' }), nobody)
    // In this time the delays are short.
    await setTimeout(2)
  }
  const operator = operatorOf(draw(40))
  const { codiceFiscale } = own
  await clerk.ask('inspect credential', () => credential.inspect({ operator, codiceFiscale }), ['credential/not-found'])
  await clerk.ask('release', () => credential.release({ operator, codiceFiscale, reason: 'Riconosciuta.' }), [
    'credential/not-held',
    'credential/not-found',
    'credential/revoked',
    'credential/expired',
  ])
  await clerk.ask('sign in', () => session.signIn(own), nobody)
}

/** The credential ends, by its holder or by the office, and the person wants to see and then to erase what is kept. */
async function leave(ways: Ways, { session, credential, subject }: Sportello, own: Credentials): Promise<void> {
  const { clerk, draw } = ways
  const operator = operatorOf(draw(40))
  const { codiceFiscale } = own
  const gone = ['credential/revoked', 'credential/expired', 'credential/not-found']
  if (chance(ways, 50)) {
    await clerk.ask('revoke', () => credential.revoke({ operator, codiceFiscale, reason: 'Su richiesta.' }), gone)
  } else {
    const signed = await clerk.ask('sign in', () => session.signIn(own), nobody)
    if (signed === undefined) return
    await clerk.ask('revoke own', () => credential.revokeOwn({ token: signed.token, reason: 'Non mi serve.' }), [
      ...ended,
      ...gone,
    ])
  }
  if (chance(ways, 70)) await clerk.ask('export', () => subject.export({ operator, codiceFiscale }), ['subject/not-found'])
  if (chance(ways, 70)) {
    const given = { operator, codiceFiscale, reason: 'Lettera 12 del protocollo.' }
    await clerk.ask('erase', () => subject.erase(given), [
      'subject/not-found',
      'subject/credential-in-force',
      'subject/open-request',
    ])
  }
}
