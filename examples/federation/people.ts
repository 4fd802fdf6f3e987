/** The people whom the provider of this machine knows, with the claims of the joint rules of SPID and CIE. None of them exists. */

import type { Locale } from 'sportello'

/** The name of a claim of the joint rules. */
const eid = (name: string): string => `https://attributes.eid.gov.it/${name}`

/** What a service asks of the provider. */
export const claimNames: readonly string[] = [
  ...[eid('spid_code'), eid('fiscal_number'), 'family_name', 'given_name', 'gender', 'birthdate', 'place_of_birth', 'email'],
]

/** Somebody with a digital identity. */
export type Person = {
  /** Whom the page of the provider shows. */
  readonly label: { readonly [L in Locale]: string }
  readonly claims: { readonly [claim: string]: unknown }
}

type Names = { readonly given: string; readonly family: string; readonly gender: 'female' | 'male' }
type Birth = { readonly date: string; readonly place: string; readonly province: string }

function person(
  code: string,
  { given, family, gender }: Names,
  { date, place, province }: Birth,
  remark: Person['label'],
): Person {
  return {
    label: { it: `${given} ${family}, ${remark.it}`, en: `${given} ${family}, ${remark.en}` },
    claims: {
      [eid('spid_code')]: `PROV${code.slice(0, 10)}`,
      [eid('fiscal_number')]: `TINIT-${code}`,
      ...{ family_name: family, given_name: given, gender, birthdate: date },
      place_of_birth: { locality: place, region: province },
      email: `${given}.${family}@gestore.example`.toLowerCase(),
    },
  }
}

/** By the name that the provider has for each. */
export const people: { readonly [id: string]: Person } = {
  anna: person(
    'VRDNNA80A41L219Z',
    { given: 'Anna', family: 'Verdi', gender: 'female' },
    { date: '1980-01-01', place: 'L219', province: 'TO' },
    { it: 'che ha credenziali dell’ente', en: 'who has credentials of the office' },
  ),
  // Born on 12 June: the provider has two digits the wrong way round.
  paolo: person(
    'NREPLA68H12F839D',
    { given: 'Paolo', family: 'Neri', gender: 'male' },
    { date: '1968-06-21', place: 'F839', province: 'NA' },
    { it: 'la cui data di nascita non torna', en: 'whose birth date is not the right one' },
  ),
  giulia: person(
    'CNTGLI84D61D612G',
    { given: 'Giulia', family: 'Conti', gender: 'female' },
    { date: '1984-04-21', place: 'D612', province: 'FI' },
    { it: 'che l’ente non conosce ancora', en: 'whom the office does not know yet' },
  ),
}
