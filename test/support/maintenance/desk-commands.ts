/** Every command of the office's desk that a window can close, and those that none closes, about one person. */
import { questionnaire } from '../../procedures/assistance/asking.ts'
import { completed, freshPdf, operator } from '../counter.ts'
import { askedEmail, askedPec, type CommandRow } from './commands.ts'
import { federationDeskCommands, federationOpenCommands } from './federation-commands.ts'
import { type Actor, linkIn, reached } from './people.ts'
import { servicesDeskCommands } from './services-commands.ts'

const pec = 'anna.verdi@pec.example.it'
const act = ({ codiceFiscale }: Actor) => ({ operator, codiceFiscale, reason: 'Prot. 2.' })

/** Another request of the same person, which awaits a decision. */
const waiting = async ({ counter, form }: Actor): Promise<string> => (await completed(counter, form)).id

async function decisionOn({ counter }: Actor, id: string) {
  const dossier = reached(await counter.sportello.approval.dossier({ operator, id }))
  return { operator, id, dossierDigest: dossier?.digest ?? '', reason: 'Prot. 2.' }
}

/** A request for assistance of somebody whose PEC is in force. */
async function asking(actor: Actor): Promise<string | null> {
  const { sportello } = actor.counter
  await sportello.addresses.setPec({ ...act(actor), pec })
  const asked = reached(await sportello.assistance.open({ ...questionnaire, oldPec: pec }, freshPdf()))
  return asked === null ? null : `${asked.id} ${asked.ticket}`
}

async function assistanceDecision({ counter }: Actor, asked: string) {
  const [id = ''] = asked.split(' ')
  const dossier = reached(await counter.sportello.assistance.dossier({ operator, id }))
  return { operator, id, dossierDigest: dossier?.digest ?? '', reason: 'Prot. 2.' }
}

/** What the desk does, and what anybody may ask of it. */
export const deskCommands: readonly CommandRow[] = [
  {
    operation: 'approval/approve',
    begin: waiting,
    give: async (actor, id) => actor.counter.sportello.approval.approve(await decisionOn(actor, id)),
  },
  {
    operation: 'approval/reject',
    begin: waiting,
    give: async (actor, id) => actor.counter.sportello.approval.reject(await decisionOn(actor, id)),
  },
  {
    operation: 'approval/request-correction',
    begin: waiting,
    give: async (actor, id) =>
      actor.counter.sportello.approval.requestCorrection({ ...(await decisionOn(actor, id)), fields: ['residenceCity'] }),
  },
  {
    operation: 'approval/reissue',
    give: ({ counter, request: { id } }) => counter.sportello.approval.reissue({ operator, id, reason: 'Prot. 2.' }),
  },
  { operation: 'credential/revoke', give: (actor) => actor.counter.sportello.credential.revoke(act(actor)) },
  { operation: 'credential/reactivate', give: (actor) => actor.counter.sportello.credential.reactivate(act(actor)) },
  {
    operation: 'identification/record',
    give: (actor) =>
      actor.counter.sportello.identification.record({
        ...act(actor),
        ...{ identifiedAt: actor.counter.clock.now(), point: 'office' },
        document: { kind: 'identity-card', number: 'CA12345AA', expiresOn: '2030-01-01' },
      }),
  },
  {
    operation: 'exemption/grant',
    give: (actor) =>
      actor.counter.sportello.exemption.grant({
        ...act(actor),
        kind: 'guardianship',
        document: { kind: 'court-order', number: 'RG12', expiresOn: '2030-01-01' },
      }),
  },
  { operation: 'addresses/set-pec', give: (actor) => actor.counter.sportello.addresses.setPec({ ...act(actor), pec }) },
  {
    operation: 'addresses/report-pec-status',
    begin: async (actor) => ((await actor.counter.sportello.addresses.setPec({ ...act(actor), pec })).ok ? pec : null),
    give: (actor) => actor.counter.sportello.addresses.reportPecStatus({ ...act(actor), finding: 'full' }),
  },
  {
    operation: 'pec-change/resend-as-office',
    begin: askedPec,
    give: (actor) => actor.counter.sportello.pecChange.resendAsOffice(act(actor)),
  },
  {
    operation: 'assistance/open',
    give: ({ counter }) => counter.sportello.assistance.open({ ...questionnaire, oldPec: pec }, freshPdf()),
  },
  {
    operation: 'assistance/approve',
    begin: asking,
    give: async (actor, asked) => actor.counter.sportello.assistance.approve(await assistanceDecision(actor, asked)),
  },
  {
    operation: 'assistance/reject',
    begin: asking,
    give: async (actor, asked) => actor.counter.sportello.assistance.reject(await assistanceDecision(actor, asked)),
  },
  {
    operation: 'import/account',
    give: ({ counter, form: { codiceFiscale, surname, name, birthDate, sex, email } }) =>
      counter.sportello.imports.account({
        ...{ operator, batch: 'old-portal' },
        account: {
          codiceFiscale,
          surname,
          name,
          birthDate,
          sex,
          email,
          pec: null,
          locale: 'it',
          status: 'active',
          externalId: 'user-1',
        } as never,
      }),
  },
  {
    operation: 'import/run',
    give: ({ counter }) => counter.sportello.imports.run({ operator, batch: 'old-portal' }, []),
  },
  {
    operation: 'rebinding/rebind',
    give: (actor) =>
      actor.counter.sportello.rebinding.rebind({
        ...act(actor),
        newCodiceFiscale: 'VRDNNA80A41L21VO',
        document: { kind: 'tax-code-certificate', number: 'AE 2026/17', issuedOn: '2026-03-01' },
      }),
  },
  ...federationDeskCommands,
  ...servicesDeskCommands,
]

/** What no window closes, with everything closed that can be. */
export const openCommands: readonly CommandRow[] = [
  {
    operation: 'credential/suspend-own',
    give: ({ counter, token }) => counter.sportello.credential.suspendOwn({ token, reason: 'Furto.' }),
  },
  {
    operation: 'credential/suspend-by-link',
    begin: async (actor) => {
      const link = linkIn(actor, 'suspend')
      return link === 'none' ? null : link
    },
    give: ({ counter }, link) => counter.sportello.credential.suspendByLink(link),
  },
  { operation: 'credential/suspend', give: (actor) => actor.counter.sportello.credential.suspend(act(actor)) },
  {
    operation: 'credential/suspend-for-theft',
    give: (actor) => actor.counter.sportello.credential.suspend({ ...act(actor), cause: 'theft-suspected' }),
  },
  { operation: 'credential/end-sessions', give: ({ counter, token }) => counter.sportello.credential.endSessions({ token }) },
  { operation: 'credential/lift-delay', give: (actor) => actor.counter.sportello.credential.liftDelay(act(actor)) },
  { operation: 'session/check', give: ({ counter, token }) => counter.sportello.session.check(token) },
  {
    operation: 'session/end',
    give: ({ counter, token }) => counter.sportello.session.end(token),
  },
  {
    operation: 'registration/withdraw',
    begin: async ({ counter, form }) => reached(await counter.sportello.registration.open(form as never))?.ticket ?? null,
    give: ({ counter }, ticket) => counter.sportello.registration.withdraw(ticket),
  },
  {
    operation: 'email-change/cancel',
    begin: askedEmail,
    give: ({ counter, token }) => counter.sportello.emailChange.cancel({ token }),
  },
  {
    operation: 'pec-change/cancel',
    begin: askedPec,
    give: ({ counter, token }) => counter.sportello.pecChange.cancel({ token }),
  },
  {
    operation: 'pec-change/cancel-as-office',
    begin: askedPec,
    give: (actor) => actor.counter.sportello.pecChange.cancelAsOffice(act(actor)),
  },
  {
    operation: 'assistance/withdraw',
    begin: asking,
    give: ({ counter }, asked) => counter.sportello.assistance.withdraw(asked.split(' ')[1] ?? ''),
  },
  {
    operation: 'subject/export',
    async give({ counter, codiceFiscale }) {
      const exported = await counter.sportello.subject.export({ operator, codiceFiscale })
      if (exported.ok) for await (const _ of exported.value.items);
      return exported
    },
  },
  { operation: 'subject/erase', give: (actor) => actor.counter.sportello.subject.erase(act(actor)) },
  ...federationOpenCommands,
]
