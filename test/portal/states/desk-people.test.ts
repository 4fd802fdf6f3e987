/** People at the desk: looked up, their files, and every act of the office about them. */
import { unwrap } from 'sportello'
import { somebody } from '../support/applicants.ts'
import { fill, press } from '../support/forms.ts'
import { citizen, citizenForm, opensFile, plannedWindow, reasoned, suspended } from '../support/office.ts'
import { describeStates, type State } from '../support/states.ts'
import type { Visit, World } from '../support/world.ts'

const code = /^[A-Z0-9]{16}$/

/** Opens a page of the file of a citizen. */
const at =
  (number: number, page: string, then?: (visit: Visit) => Promise<void>): State['reach'] =>
  async (visit) => {
    await opensFile(visit, (await citizen(visit.world, number)).codiceFiscale, page)
    await then?.(visit)
  }
const sends = (words: RegExp) => (visit: Visit) => press(visit, words)
/** Types the document of an identification. */
const document = async ({ page }: Visit): Promise<void> => {
  await page.locator('[name="document.kind"]').selectOption('identity-card')
  await page.locator('[name="document.number"]').fill('CA12345AB')
}
async function identified(visit: Visit): Promise<void> {
  await document(visit)
  await fill(visit, { 'document.expiresOn': '2090-01-01' })
  await fill(visit, { reason: 'Ha perso PIN e password.' })
  await press(visit, /^(Registra e stampa il foglio|Record and print the sheet)$/)
}
const identification = { it: 'Identificazione di persona', en: 'Identification in person' }
const lastDigits = { it: 'Le ultime cifre del PIN', en: 'The last digits of the PIN' }

/** The ticket of an identification, by a call. */
async function ticketOf(world: World, number: number): Promise<string> {
  const { codiceFiscale } = await citizen(world, number)
  const papers = { kind: 'identity-card', number: 'CA12345AB', expiresOn: '2090-01-01' } as const
  world.clock.move(60_000)
  const told = { ...reasoned, codiceFiscale, identifiedAt: world.clock.now(), point: 'office', document: papers }
  return unwrap(await world.town.sportello.identification.record(told)).ticket
}
const shows =
  (ticketFor: (visit: Visit) => Promise<string>, twice = false): State['reach'] =>
  async (visit) => {
    const ticket = await ticketFor(visit)
    for (let shown = 0; shown < (twice ? 2 : 1); shown += 1) {
      await visit.go('/identification')
      await fill(visit, { ticket: ticket })
      await press(visit, /cinque cifre|five digits/)
    }
  }
let closed: Promise<string> | null = null
/** Everything that the office does about people is closed from now on: these states come last. */
const closing =
  (number: number, page: string): State['reach'] =>
  async (visit) => {
    const desk = [
      'desk-revocation',
      'desk-reactivation',
      'desk-addresses',
      'desk-identification',
      'desk-rebinding',
      'desk-exemption',
    ]
    const features = Object.fromEntries(desk.map((feature) => [feature, 'closed' as const]))
    closed ??= plannedWindow(visit.world, { from: 'now', to: '2098-01-01T00:00', features, procedures: {} })
    await closed
    await at(number, page)(visit)
  }

describeStates('the people at the desk', [
  {
    name: 'desk/people',
    title: { it: 'Persone', en: 'People' },
    async reach({ atDesk, go }) {
      await atDesk()
      await go('/desk/people')
    },
  },
  {
    name: 'desk/people-refused',
    title: { it: 'Persone', en: 'People' },
    async reach(visit) {
      await visit.atDesk()
      await visit.go('/desk/people')
      await fill(visit, { codiceFiscale: 'VRDNNA80A41' })
      await press(visit, /^(Cerca|Look up)$/)
    },
  },
  {
    name: 'desk/people-shut',
    title: { it: 'Scheda chiusa', en: 'File closed' },
    async reach({ atDesk, go }) {
      await atDesk()
      await go('/desk/people/nobody')
    },
  },
  { name: 'desk/person', title: { it: code, en: code }, reach: at(1, '') },
  {
    name: 'desk/person-without-credential',
    title: { it: code, en: code },
    reach: (visit) => opensFile(visit, String(somebody().codiceFiscale)),
  },
  { name: 'desk/person-own', title: { it: code, en: code }, reach: (visit) => opensFile(visit, 'RSSMRA70A01H501S') },
  {
    name: 'desk/person-suspended',
    title: { it: code, en: code },
    async reach(visit) {
      await opensFile(visit, (await suspended(visit.world, 2)).codiceFiscale)
    },
  },
  { name: 'desk/person-requests', title: { it: 'Richieste e lettere', en: 'Requests and letters' }, reach: at(1, '/requests') },
  { name: 'desk/suspend', title: { it: 'Sospendi le credenziali', en: 'Suspend the credential' }, reach: at(1, '/suspend') },
  {
    name: 'desk/suspend-refused',
    title: { it: 'Sospendi le credenziali', en: 'Suspend the credential' },
    reach: at(1, '/suspend', sends(/^(Sospendi|Suspend)$/)),
  },
  {
    name: 'desk/suspend-already',
    title: { it: 'Sospendi le credenziali', en: 'Suspend the credential' },
    async reach(visit) {
      await opensFile(visit, (await suspended(visit.world, 2)).codiceFiscale, '/suspend')
      await visit.page.locator('[value=office] + label').click()
      await fill(visit, { reason: 'Prot. 13.' })
      await press(visit, /^(Sospendi|Suspend)$/)
    },
  },
  {
    name: 'desk/delay-lifted',
    title: { it: code, en: code },
    reach: at(1, '/delay', async (visit) => {
      await fill(visit, { reason: 'Prot. 13.' })
      await press(visit, /^(Togli l’attesa|Lift the delay)$/)
    }),
  },
  {
    name: 'desk/reactivate',
    title: { it: 'Riattiva le credenziali', en: 'Reactivate the credential' },
    async reach(visit) {
      await opensFile(visit, (await suspended(visit.world, 2)).codiceFiscale, '/reactivate')
    },
  },
  { name: 'desk/revoke', title: { it: 'Revoca le credenziali', en: 'Revoke the credential' }, reach: at(1, '/revoke') },
  {
    name: 'desk/person-revoked',
    title: { it: code, en: code },
    async reach(visit) {
      const { codiceFiscale } = await citizen(visit.world, 3)
      await visit.world.town.sportello.credential.revoke({ ...reasoned, codiceFiscale })
      await opensFile(visit, codiceFiscale)
    },
  },
  { name: 'desk/identification', title: identification, reach: at(1, '/identification') },
  {
    name: 'desk/identification-refused',
    title: identification,
    reach: at(1, '/identification', sends(/^(Registra e|Record and)/)),
  },
  {
    name: 'desk/identification-sheet',
    title: { it: 'Foglio per la persona', en: 'Sheet for the person' },
    reach: at(4, '/identification', async (visit) => {
      // The same moment is not recorded twice, and the field has whole minutes.
      visit.world.clock.move(60_000)
      await visit.page.reload()
      await identified(visit)
    }),
  },
  {
    name: 'desk/identification-recorded',
    title: identification,
    async reach(visit) {
      await ticketOf(visit.world, 5)
      await at(5, '/identification')(visit)
    },
  },
  { name: 'identification/half', title: lastDigits, reach: ({ go }) => go('/identification') },
  { name: 'identification/half-unknown', title: lastDigits, reach: shows(async () => 'nothing') },
  { name: 'identification/half-shown', title: lastDigits, reach: shows(({ world }) => ticketOf(world, 6)) },
  { name: 'identification/half-used', title: lastDigits, reach: shows(({ world }) => ticketOf(world, 6), true) },
  { name: 'desk/rebinding', title: { it: 'Altri dati personali', en: 'Other personal data' }, reach: at(1, '/rebinding') },
  {
    name: 'desk/rebinding-refused',
    title: { it: 'Altri dati personali', en: 'Other personal data' },
    reach: at(1, '/rebinding', async (visit) => {
      await document(visit)
      await fill(visit, { 'document.issuedOn': '2026-01-01' })
      await fill(visit, { birthDate: '1931-02-03' })
      await fill(visit, { reason: 'Prot. 13.' })
      await press(visit, /^(Registra i|Record the)/)
    }),
  },
  { name: 'desk/pec', title: { it: 'PEC a cura dell’ufficio', en: 'PEC by the office' }, reach: at(1, '/pec') },
  {
    name: 'desk/pec-refused',
    title: { it: 'PEC a cura dell’ufficio', en: 'PEC by the office' },
    reach: at(1, '/pec', async (visit) => {
      await fill(visit, { pec: 'non un indirizzo' })
      await press(visit, /^(Registra|Enter)$/)
    }),
  },
  {
    name: 'desk/pec-changing',
    title: { it: 'PEC a cura dell’ufficio', en: 'PEC by the office' },
    async reach(visit) {
      const { sportello } = visit.world.town
      const resident = await citizen(visit.world, 7)
      const { codiceFiscale, pin, password } = resident
      await sportello.addresses.setPec({ ...reasoned, codiceFiscale, pec: 'persona@pec.example' })
      const { token } = unwrap(await sportello.session.signIn({ codiceFiscale, pin, password }))
      const pec = 'altra@pec.example'
      unwrap(await sportello.pecChange.request({ token, pin, password, pec, confirmation: pec }))
      await opensFile(visit, codiceFiscale, '/pec')
    },
  },
  { name: 'desk/exemption', title: { it: 'Esenzione', en: 'Exemption' }, reach: at(1, '/exemption') },
  {
    name: 'desk/exemption-refused',
    title: { it: 'Esenzione', en: 'Exemption' },
    reach: at(1, '/exemption', sends(/^(Concedi|Grant)$/)),
  },
  {
    name: 'desk/exemption-granted',
    title: { it: 'Esenzione', en: 'Exemption' },
    async reach(visit) {
      const { codiceFiscale } = await citizen(visit.world, 8)
      const papers = { kind: 'court-order', number: 'RG 12/2026', expiresOn: '2090-01-01' } as const
      await visit.world.town.sportello.exemption.grant({ ...reasoned, codiceFiscale, kind: 'guardianship', document: papers })
      await opensFile(visit, codiceFiscale, '/exemption')
    },
  },
  { name: 'desk/export', title: { it: 'Copia dei dati', en: 'Copy of the data' }, reach: at(1, '/export') },
  { name: 'desk/erase', title: { it: 'Cancellazione', en: 'Erasure' }, reach: at(1, '/erase') },
  {
    name: 'desk/erase-refused',
    title: { it: 'Cancellazione', en: 'Erasure' },
    reach: at(1, '/erase', sends(/^(Prosegui|Go on)$/)),
  },
  ...[
    { name: 'desk/erase-again', typed: null },
    { name: 'desk/erase-mistyped', typed: 'VRDNNA80A41L219Z' },
    { name: 'desk/erase-in-force', typed: '' },
  ].map(({ name, typed }) => ({
    name,
    title: { it: 'Cancellare davvero?', en: 'Erase for good?' },
    reach: at(1, '/erase', async (visit) => {
      await fill(visit, { reason: 'Prot. 14.' })
      await press(visit, /^(Prosegui|Go on)$/)
      if (typed === null) return
      await visit.page.locator('[name=confirmation]').fill(typed === '' ? String(citizenForm(1).codiceFiscale) : typed)
      await press(visit, /^(Cancella per sempre|Erase for good)$/)
    }),
  })),
  { name: 'desk/person-closed', title: { it: code, en: code }, reach: closing(1, '') },
  {
    name: 'desk/revoke-closed',
    title: { it: 'Revoca le credenziali', en: 'Revoke the credential' },
    reach: closing(1, '/revoke'),
  },
  { name: 'desk/identification-closed', title: identification, reach: closing(1, '/identification') },
  {
    name: 'desk/rebinding-closed',
    title: { it: 'Altri dati personali', en: 'Other personal data' },
    reach: closing(1, '/rebinding'),
  },
  { name: 'desk/pec-closed', title: { it: 'PEC a cura dell’ufficio', en: 'PEC by the office' }, reach: closing(1, '/pec') },
  { name: 'desk/exemption-closed', title: { it: 'Esenzione', en: 'Exemption' }, reach: closing(1, '/exemption') },
])
