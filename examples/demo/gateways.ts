/** Sign-ins of the chapter `federation` as gateways hand them over once they are verified: SPID and CIE over SAML, and eIDAS. */
import { type FederatedIdentity, readCie, readEidas, readSpidSaml, type SamlSignIn } from 'sportello/federation'
import { must } from './ending.ts'
import type { Stage } from './stage.ts'

/** Somebody as a provider knows him. */
export type Known = {
  readonly codiceFiscale: string
  readonly surname: string
  readonly name: string
  readonly sex: 'F' | 'M'
  readonly birthDate: string
  readonly email: string
}

/** The citizen of a stage, as a provider that makes no mistake knows him. The address is the one that the provider has. */
export function knownOf({ input: { codiceFiscale, form, shown } }: Stage): Known {
  const { surname, name, birthDate } = shown
  const email = `${codiceFiscale.slice(0, 6).toLowerCase()}@gestore.example`
  return { codiceFiscale, surname, name, birthDate, email, sex: form['sex'] === 'M' ? 'M' : 'F' }
}

const spidLevel = (level: 1 | 2 | 3): string => `https://www.spid.gov.it/SpidL${level}`

/** A minute ago, at that provider and level. */
function signedInAt({ clock }: Stage, issuer: string, level: 1 | 2 | 3): Omit<SamlSignIn, 'attributes'> {
  return { issuer, authnContextClassRef: spidLevel(level), authnInstant: clock.now() - 60_000 }
}

/** By SPID, with all that its technical rules name. */
export function bySpid(stage: Stage, known: Known, level: 1 | 2 | 3 = 2): FederatedIdentity {
  const attributes = {
    spidCode: `PROV${known.codiceFiscale.slice(0, 10)}`,
    fiscalNumber: `TINIT-${known.codiceFiscale}`,
    familyName: known.surname,
    name: known.name,
    gender: known.sex,
    dateOfBirth: known.birthDate,
    email: known.email,
  }
  const signIn = { attributes, ...signedInAt(stage, 'https://spid.gestore.example', level) }
  return must(readSpidSaml(signIn, { at: stage.clock.now() }), stage.locale)
}

/** By CIE, which tells four things, the names in capitals. */
export function byCie(stage: Stage, { codiceFiscale, surname, name, birthDate }: Known): FederatedIdentity {
  const attributes = {
    fiscalNumber: `TINIT-${codiceFiscale}`,
    familyName: surname.toUpperCase(),
    name: name.toUpperCase(),
    dateOfBirth: birthDate,
  }
  const signIn = { attributes, ...signedInAt(stage, 'https://cie.gestore.example', 3) }
  return must(readCie(signIn, { at: stage.clock.now() }), stage.locale)
}

/** Somebody from Germany, whom no Italian code names. */
export function byEidas(stage: Stage): FederatedIdentity {
  const attributes = {
    ...{ spidCode: 'DE/IT/7FE1A2B3C4', familyName: 'Weber', name: 'Hans', gender: 'M', dateOfBirth: '1975-05-04' },
    placeOfBirth: 'Duesseldorf',
  }
  const signIn = { attributes, ...signedInAt(stage, 'https://eidas.gestore.example', 2) }
  return must(readEidas(signIn, { at: stage.clock.now() }), stage.locale)
}
