/** Persons of every standing, and the commands that somebody can give about them who is not signed in. */
import type { AssistanceForm, Sportello } from 'sportello'
import { createKeyRing } from '../../src/crypto/index.ts'
import { romeDay } from '../../src/rules/civil/index.ts'
import { birthDateCandidates, parseCodiceFiscale } from '../../src/rules/identity/index.ts'
import { questionnaire } from '../procedures/assistance/asking.ts'
import { minimalPdf } from '../rules/identity/minimal-pdf.ts'
import { omocodiaOf } from '../rules/identity/people.ts'
import { accepted, anna, approve, type Counter, completed, drafted, keys, newPassword, operator, subscribed } from './counter.ts'
import { identityOf } from './federation.ts'

export const standings = [
  ...(['subscriber', 'subscriber with a PEC', 'suspended', 'suspended by the office', 'revoked'] as const),
  ...(['subscriber who had another code', 'subscriber who has another code now'] as const),
  ...(['subscriber who signs in elsewhere too', 'signs in elsewhere alone', 'of another state, with a code by now'] as const),
  ...(['approved', 'pending', 'rejected', 'nobody'] as const),
] as const

export type Standing = (typeof standings)[number]

const formOf = (codiceFiscale: string) => ({ ...anna, codiceFiscale, email: `${codiceFiscale.toLowerCase()}@example.it` })

/** Brings the person of a codice fiscale so far. */
export async function bring(counter: Counter, standing: Standing, codiceFiscale: string): Promise<void> {
  if (standing === 'nobody') return
  const { sportello } = counter
  const form = formOf(codiceFiscale)
  if (standing === 'subscriber who had another code') return move(counter, omocodiaOf(codiceFiscale, 127), codiceFiscale)
  if (standing === 'subscriber who has another code now') return move(counter, codiceFiscale, omocodiaOf(codiceFiscale, 127))
  if (standing === 'signs in elsewhere alone') return signInElsewhere(counter, codiceFiscale, bornOn(codiceFiscale))
  if (standing === 'of another state, with a code by now') return joinTo(counter, codiceFiscale)
  if (!['approved', 'pending', 'rejected'].includes(standing)) {
    const { credentials } = await subscribed(counter, form)
    const act = { operator, codiceFiscale, reason: 'Su richiesta' }
    if (standing === 'suspended') {
      const { token } = accepted(await sportello.session.signIn(credentials))
      accepted(await sportello.credential.suspendOwn({ token, reason: 'Furto' }))
    }
    if (standing === 'suspended by the office') accepted(await sportello.credential.suspend(act))
    if (standing === 'revoked') accepted(await sportello.credential.revoke(act))
    if (standing === 'subscriber who signs in elsewhere too') await signInElsewhere(counter, codiceFiscale, null)
    const pec = `${codiceFiscale.toLowerCase()}@pec.example.it`
    if (standing === 'subscriber with a PEC')
      accepted(await sportello.addresses.setPec({ operator, codiceFiscale, pec, reason: 'Dal registro' }))
  } else {
    const { id } = await completed(counter, form)
    if (standing === 'approved') await approve(counter, id)
    if (standing !== 'rejected') return
    const { digest: dossierDigest } = accepted(await sportello.approval.dossier({ operator, id }))
    accepted(await sportello.approval.reject({ operator, id, dossierDigest, reason: 'Documento illeggibile' }))
  }
  await sportello.relay()
}

/** A subscriber whose account has gone from one codice fiscale to another. */
async function move(counter: Counter, from: string, to: string): Promise<void> {
  await subscribed(counter, formOf(from))
  const document = { kind: 'tax-code-certificate', number: 'AE202617', issuedOn: '2026-01-01' } as const
  const form = { operator, codiceFiscale: from, newCodiceFiscale: to, document, despiteMismatch: true, reason: 'Omocodia' }
  accepted(await counter.sportello.rebinding.rebind(form))
  await counter.sportello.relay()
}

/** The first day of birth that the code can mean: many mean two, a hundred years apart. */
function bornOn(codiceFiscale: string): string | null {
  return birthDateCandidates(accepted(parseCodiceFiscale(codiceFiscale)), romeDay(Date.now()))[0] ?? null
}

/** Somebody who has signed in with SPID. To an account that there is nothing is told that could differ. */
async function signInElsewhere({ sportello, clock }: Counter, codiceFiscale: string, birthDate: string | null): Promise<void> {
  const subject = { scheme: 'spid-code', value: codiceFiscale } as const
  const said = { at: clock.now(), subject, person: { codiceFiscale, sex: null, birthDate } }
  accepted(await sportello.federation.signIn(identityOf('readSpidSaml', said)))
}

/** Somebody who has signed in with eIDAS, and has got a codice fiscale since. */
async function joinTo({ sportello, clock }: Counter, codiceFiscale: string): Promise<void> {
  const value = `ES/IT/${codiceFiscale}`
  const subject = { scheme: 'person-identifier', value } as const
  const said = { at: clock.now(), subject, person: { personIdentifier: value } }
  const { token } = accepted(await sportello.federation.signIn(identityOf('readEidas', said)))
  const [own] = accepted(await sportello.federation.inspectOwn({ token }))
  const document = { kind: 'tax-code-certificate', number: 'AE202617', issuedOn: '2026-01-01' } as const
  const form = { operator, id: own?.id ?? '', codiceFiscale, document, despiteMismatch: true, reason: 'Codice attribuito' }
  accepted(await sportello.federation.join(form))
}

/** A command, ready to be given: what leads to it is done by then. */
type Ready = () => Promise<unknown>

/** Whom it is about, and a number that no other call has. */
export type About = { readonly codiceFiscale: string; readonly n: number }

export type OutsiderCommand = {
  readonly name: string
  readonly prepare: (sportello: Sportello, about: About) => Promise<Ready>
}

const elsewhere = (n: number): string => `stranger.${n}@example.it`

const paper = (n: number) => minimalPdf(`Paper ${n}`)

const asking = ({ codiceFiscale, n }: About): AssistanceForm => ({ ...questionnaire, codiceFiscale, email: elsewhere(n) })

const wrong = ({ codiceFiscale }: About) => ({ codiceFiscale, pin: '000000000', password: 'Sbagliata.1' })

/** A stranger's draft on the codice fiscale. */
const draft = (sportello: Sportello, { codiceFiscale, n }: About) =>
  drafted(sportello, { ...formOf(codiceFiscale), email: elsewhere(n) })

const filed = async ({ assistance }: Sportello, about: About) => accepted(await assistance.open(asking(about), paper(about.n)))

/** Well formed, and of nothing that exists. */
const madeUpLink = ({ n }: About): string => `k1~01K${String(n).padStart(23, '0')}~${'a'.repeat(43)}`

/** As a link of a notice about that very account would be, but for its secret. Whoever has no key cannot make this much of it. */
const forgedLink = ({ codiceFiscale }: About): string =>
  `k1~${createKeyRing(keys).pseudonym('codice-fiscale', codiceFiscale)}${'z'.repeat(11)}~${'a'.repeat(43)}`

/** Opens requests on the codice fiscale until the mailbox is at its limit and has its pass. */
async function beyondTheLimit({ registration }: Sportello, { codiceFiscale, n }: About) {
  const form = { ...formOf(codiceFiscale), email: elsewhere(n) }
  while ((await registration.open(form)).ok);
  return form
}

export const outsiderCommands: readonly OutsiderCommand[] = [
  {
    name: 'registration.open',
    prepare: async ({ registration }, { codiceFiscale, n }) => {
      const form = { ...formOf(codiceFiscale), email: elsewhere(n) }
      return () => registration.open(form)
    },
  },
  {
    name: 'registration.open, beyond the limit of the mailbox',
    async prepare(sportello, about) {
      const form = await beyondTheLimit(sportello, about)
      return () => sportello.registration.open(form)
    },
  },
  {
    name: 'registration.open, beyond the limit, with a pass that is none',
    async prepare(sportello, about) {
      const form = await beyondTheLimit(sportello, about)
      return () => sportello.registration.open(form, { pass: madeUpLink(about) })
    },
  },
  {
    name: 'registration.addDocument',
    async prepare(sportello, about) {
      const { ticket } = await draft(sportello, about)
      return () => sportello.registration.addDocument(ticket, { type: 'identity-card', name: 'other.pdf' }, paper(about.n))
    },
  },
  {
    name: 'registration.inspect',
    async prepare(sportello, about) {
      const { ticket } = await draft(sportello, about)
      return () => sportello.registration.inspect(ticket)
    },
  },
  {
    name: 'registration.renewPin',
    async prepare(sportello, about) {
      const { ticket } = await draft(sportello, about)
      return () => sportello.registration.renewPin(ticket)
    },
  },
  {
    name: 'registration.complete',
    async prepare(sportello, about) {
      const { ticket } = await draft(sportello, about)
      return () => sportello.registration.complete(ticket)
    },
  },
  {
    name: 'registration.complete with a request key',
    async prepare(sportello, about) {
      const { ticket } = await draft(sportello, about)
      return () => sportello.registration.complete(ticket, { requestKey: `request-key-${String(about.n).padStart(16, '0')}` })
    },
  },
  {
    name: 'registration.withdraw',
    async prepare(sportello, about) {
      const { ticket } = await draft(sportello, about)
      return () => sportello.registration.withdraw(ticket)
    },
  },
  {
    name: 'assistance.open',
    prepare:
      async ({ assistance }, about) =>
      () =>
        assistance.open(asking(about), paper(about.n)),
  },
  {
    name: 'assistance.open, once more',
    async prepare(sportello, about) {
      await filed(sportello, about)
      return () => sportello.assistance.open(asking(about), paper(about.n + 1))
    },
  },
  {
    name: 'assistance.inspect',
    async prepare(sportello, about) {
      const { ticket } = await filed(sportello, about)
      return () => sportello.assistance.inspect(ticket)
    },
  },
  {
    name: 'assistance.withdraw',
    async prepare(sportello, about) {
      const { ticket } = await filed(sportello, about)
      return () => sportello.assistance.withdraw(ticket)
    },
  },
  {
    name: 'session.signIn',
    prepare:
      async ({ session }, about) =>
      () =>
        session.signIn(wrong(about)),
  },
  {
    name: 'session.signIn, too early',
    async prepare({ session }, about) {
      for (let attempt = 0; attempt < 6; attempt += 1) await session.signIn(wrong(about))
      return () => session.signIn(wrong(about))
    },
  },
  {
    name: 'recovery.request',
    prepare:
      async ({ recovery }, { codiceFiscale }) =>
      () =>
        recovery.request({ codiceFiscale }),
  },
  {
    name: 'recovery.request, of a requester',
    prepare:
      async ({ recovery }, { codiceFiscale, n }) =>
      () =>
        recovery.request({ codiceFiscale }, { requester: `requester ${n}` }),
  },
  {
    name: 'recovery.request, beyond the limit',
    async prepare({ recovery }, { codiceFiscale }) {
      for (let request = 0; request < 6; request += 1) await recovery.request({ codiceFiscale })
      return () => recovery.request({ codiceFiscale })
    },
  },
  {
    name: 'recovery.inspect',
    prepare:
      async ({ recovery }, about) =>
      () =>
        recovery.inspect(madeUpLink(about)),
  },
  {
    name: 'recovery.complete',
    prepare:
      async ({ recovery }, about) =>
      () =>
        recovery.complete({ token: madeUpLink(about), pin: '000000000', password: 'Sbagliata.1', confirmation: 'Sbagliata.1' }),
  },
  {
    name: 'pinRenewal.start',
    prepare:
      async ({ pinRenewal }, { codiceFiscale }) =>
      () =>
        pinRenewal.start({ codiceFiscale, password: 'Sbagliata.1' }),
  },
  {
    name: 'pinRenewal.start with the right password of a subscriber',
    prepare:
      async ({ pinRenewal }, { codiceFiscale }) =>
      () =>
        pinRenewal.start({ codiceFiscale, password: newPassword }),
  },
  {
    name: 'pinRenewal.start, too early',
    async prepare({ pinRenewal, session }, about) {
      for (let attempt = 0; attempt < 6; attempt += 1) await session.signIn(wrong(about))
      return () => pinRenewal.start({ codiceFiscale: about.codiceFiscale, password: newPassword })
    },
  },
  {
    name: 'pinRenewal.conclude',
    prepare:
      async ({ pinRenewal }, about) =>
      () =>
        pinRenewal.conclude(wrong(about)),
  },
  {
    name: 'pinRenewal.conclude with the right password of a subscriber',
    async prepare({ pinRenewal }, { codiceFiscale }) {
      await pinRenewal.start({ codiceFiscale, password: newPassword })
      return () => pinRenewal.conclude({ codiceFiscale, password: newPassword, pin: '000000000' })
    },
  },
  {
    name: 'pecChange.inspectByLink',
    prepare:
      async ({ pecChange }, about) =>
      () =>
        pecChange.inspectByLink(madeUpLink(about)),
  },
  {
    name: 'pecChange.confirm',
    prepare:
      async ({ pecChange }, about) =>
      () =>
        pecChange.confirm(madeUpLink(about)),
  },
  {
    name: 'emailChange.inspectByLink',
    prepare:
      async ({ emailChange }, about) =>
      () =>
        emailChange.inspectByLink(madeUpLink(about)),
  },
  {
    name: 'emailChange.confirm',
    prepare:
      async ({ emailChange }, about) =>
      () =>
        emailChange.confirm(madeUpLink(about)),
  },
  {
    name: 'credential.inspectLink',
    prepare:
      async ({ credential }, about) =>
      () =>
        credential.inspectLink(madeUpLink(about)),
  },
  {
    name: 'credential.suspendByLink',
    prepare:
      async ({ credential }, about) =>
      () =>
        credential.suspendByLink(madeUpLink(about)),
  },
  {
    name: 'credential.suspendByLink, forged for the account of the codice fiscale',
    prepare:
      async ({ credential }, about) =>
      () =>
        credential.suspendByLink(forgedLink(about)),
  },
]
