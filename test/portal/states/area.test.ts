/** The own area of a subscriber, with each of its acts. */
import { unwrap } from 'sportello'
import { readSpidOidc } from 'sportello/federation'
import { people } from '../../../examples/federation/people.ts'
import { askForHelp, decide } from '../support/assistance.ts'
import { fill, press, sees, signInByPage } from '../support/forms.ts'
import { describeStates, type State } from '../support/states.ts'
import { emailAsked, pecAsked, type Subscriber, signedIn, someone, tokenOf } from '../support/subscribers.ts'
import type { Visit, World } from '../support/world.ts'

const day = 86_400_000
const titles = {
  area: { it: 'Area riservata', en: 'Private area' },
  pec: { it: 'Cambio della PEC', en: 'Change of the PEC' },
  email: { it: 'Cambio dell’indirizzo e-mail', en: 'Change of the e-mail address' },
  pin: { it: 'Nuovo PIN', en: 'New PIN' },
  suspend: { it: 'Sospensione delle credenziali', en: 'Suspension of the credentials' },
  revoke: { it: 'Revoca delle credenziali', en: 'Revocation of the credentials' },
  identities: { it: 'Identità digitali', en: 'Digital identities' },
  unlinked: { it: 'Identità scollegata', en: 'Identity unlinked' },
  data: { it: 'Dati che la riguardano', en: 'Data about you' },
  suspended: { it: 'Le credenziali sono sospese', en: 'The credentials are suspended' },
  revoked: { it: 'Le credenziali sono revocate', en: 'The credentials are revoked' },
  cancel: { it: 'Annullamento del cambio della PEC', en: 'Cancelling the change of the PEC' },
} as const

const state = (name: string, title: State['title'], reach: State['reach']): State => ({ name: `area/${name}`, title, reach })

/** Somebody who is signed in, at a path. */
const at = (path: string) => async (visit: Visit) => {
  const person = await signedIn(visit)
  await visit.go(path)
  return person
}

/** A form at a path, sent with these fields. */
const sent =
  (path: string, fields: (person: Subscriber) => { readonly [name: string]: string } = () => ({})) =>
  async (visit: Visit) => {
    const person = await at(path)(visit)
    await fill(visit, fields(person))
    await press(visit, path)
  }

/** Has signed in with SPID once. */
async function linked({ town, clock }: World, { form }: Subscriber): Promise<string> {
  const [eid, sub] = ['https://attributes.eid.gov.it/fiscal_number', `sub-${form.codiceFiscale}`]
  const claims = { ...people['anna']?.claims, birthdate: form.birthDate, [eid]: `TINIT-${form.codiceFiscale}`, sub }
  const now = Math.floor(clock.now() / 1_000)
  const idToken = { iss: 'https://gestore.example', sub, acr: 'https://www.spid.gov.it/SpidL2', iat: now, auth_time: now }
  const identity = unwrap(readSpidOidc({ idToken, userInfo: claims }, { at: clock.now() }))
  return unwrap(await town.sportello.federation.signIn(identity)).token
}

async function federated(visit: Visit, path: string): Promise<void> {
  const { context, world, go } = visit
  const token = await linked(world, await someone(world))
  await context.addCookies([{ name: 'session', value: token, url: world.town.url, httpOnly: true }])
  await go(path)
}

describeStates('the own area', [
  state('quiet', titles.area, async (visit) => void (await at('/area')(visit))),
  state('first-sign-in', titles.area, async (visit) => signInByPage(visit, await someone(visit.world))),
  state('failures-before', titles.area, async (visit) => {
    const person = await someone(visit.world)
    const { codiceFiscale, pin } = person
    for (let attempt = 0; attempt < 2; attempt += 1) {
      await visit.world.town.sportello.session.signIn({ codiceFiscale, pin, password: 'Altro.1234' })
    }
    await signInByPage(visit, person)
    await sees(visit, '.portal-warning')
  }),
  state('pec-requested', titles.area, async (visit) =>
    sent('/area/pec', ({ pin, password }) => ({
      pec: 'anna@pec.example.it',
      confirmation: 'anna@pec.example.it',
      pin,
      password,
    }))(visit),
  ),
  state('changes', titles.area, async (visit) => {
    const { world } = visit
    const person = await signedIn(visit)
    await pecAsked(world, person)
    await emailAsked(world, person)
    // The link of the next day has a longer term than the first.
    world.clock.move(22 * 3_600_000)
    unwrap(await world.town.sportello.pecChange.resend({ token: await tokenOf(world, person) }))
    world.clock.move(3_600_000)
    await visit.signedIn(person)
    await visit.go('/area')
    await visit.page.locator('.portal-term').nth(1).waitFor()
  }),
  state('changes-over', titles.area, async (visit) => {
    const person = await someone(visit.world)
    await pecAsked(visit.world, person)
    await emailAsked(visit.world, person)
    visit.world.clock.move(3 * day)
    await visit.signedIn(person)
    await visit.go('/area')
  }),
  state('link-sent', titles.area, async (visit) => {
    const person = await signedIn(visit)
    await pecAsked(visit.world, person)
    await visit.go('/area')
    await press(visit, '/area/pec/resend')
  }),
  state('cancelled', titles.area, async (visit) => {
    const person = await signedIn(visit)
    await emailAsked(visit.world, person)
    await visit.go('/area')
    await press(visit, '/area/email/cancel')
  }),
  state('federated', titles.area, (visit) => federated(visit, '/area')),
  state('sessions-ended', { it: 'Accesso', en: 'Sign-in' }, async (visit) => {
    await at('/area')(visit)
    await press(visit, '/area/sessions')
  }),
  state('pec', titles.pec, async (visit) => void (await at('/area/pec')(visit))),
  state('pec-federated', titles.pec, (visit) => federated(visit, '/area/pec')),
  state(
    'pec-refused',
    titles.pec,
    sent('/area/pec', () => ({ pec: 'no', confirmation: 'altro@pec.example.it' })),
  ),
  state(
    'pec-wrong-secrets',
    titles.pec,
    sent('/area/pec', () => ({
      pec: 'a@pec.example.it',
      confirmation: 'a@pec.example.it',
      pin: '123456789',
      password: 'Altro.1234',
    })),
  ),
  state('pec-again', titles.pec, async (visit) => {
    await pecAsked(visit.world, await signedIn(visit))
    await visit.go('/area/pec')
  }),
  // The office has begun it, on a request for assistance: to stop it takes the secrets.
  state('pec-cancel', titles.cancel, async (visit) => {
    const person = await someone(visit.world)
    const { id } = await askForHelp(visit.world.town, person.form)
    await decide(visit.world.town, id, 'approve')
    await visit.signedIn(person)
    await visit.go('/area')
    await press(visit, '/area/pec/cancel')
  }),
  state('email', titles.email, async (visit) => void (await at('/area/email')(visit))),
  state('email-refused', titles.email, sent('/area/email')),
  state('pin', titles.pin, async (visit) => void (await at('/area/pin')(visit))),
  state(
    'pin-refused',
    titles.pin,
    sent('/area/pin', () => ({ password: 'Altro.1234' })),
  ),
  state(
    'pin-half',
    titles.pin,
    sent('/area/pin', ({ password }) => ({ password })),
  ),
  state('pin-conclusion-refused', titles.pin, async (visit) => {
    await sent('/area/pin', ({ password }) => ({ password }))(visit)
    await fill(visit, { pin: '000000000' })
    await press(visit, '/area/pin/conclude')
  }),
  state('suspend', titles.suspend, async (visit) => void (await at('/area/suspend')(visit))),
  state('suspend-refused', titles.suspend, sent('/area/suspend')),
  state(
    'suspended',
    titles.suspended,
    sent('/area/suspend', () => ({ reason: 'Telefono perso' })),
  ),
  state('revoke', titles.revoke, async (visit) => void (await at('/area/revoke')(visit))),
  state('revoke-refused', titles.revoke, sent('/area/revoke')),
  state(
    'revoked',
    titles.revoked,
    sent('/area/revoke', ({ pin, password }) => ({ reason: 'Uso SPID', pin, password })),
  ),
  state('identities-none', titles.identities, async (visit) => void (await at('/area/identities')(visit))),
  state('identities', titles.identities, (visit) => federated(visit, '/area/identities')),
  state('unlinked', titles.unlinked, async (visit) => {
    await federated(visit, '/area/identities')
    await press(visit, '/area/identities/unlink')
  }),
  state('unlink-refused', titles.identities, async (visit) => {
    await federated(visit, '/area/identities')
    await visit.page.locator('main form [name=id]').evaluate((field: HTMLInputElement) => {
      field.value = 'nessuna'
    })
    await press(visit, '/area/identities/unlink')
  }),
  state('data', titles.data, async (visit) => {
    const person = await signedIn(visit)
    await pecAsked(visit.world, person)
    await visit.go('/area/data')
  }),
])
