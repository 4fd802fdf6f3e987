/** The pieces of docs/spid-and-cie.md: the whole way in memory, on one afternoon. */
// #region all
import { createSportello, generateKeys, parseKeys, unwrap } from 'sportello'
import { readSpidSaml } from 'sportello/federation'
import { memoryDocuments, memoryStorage } from 'sportello/memory'
import { fixedClock, plainPasswordHash, recordingMailer } from 'sportello/testing'

const office = {
  id: 'rehearsal',
  name: 'Comune di Prova',
  taxCode: '00743110157',
  locale: 'it',
  links: 'https://example.it/',
} as const
const clock = fixedClock(Date.parse('2026-12-01T10:00:00+01:00'))
const mailer = recordingMailer() // mailer.sent has the letters, once `relay` has run
const ports = { storage: memoryStorage(), documents: memoryDocuments(), passwordHash: plainPasswordHash(), mailer, clock }
const sportello = createSportello({ office, keys: parseKeys(generateKeys()), ...ports })

/** A sign-in as your gateway would hand it over: the attributes with the names of the technical rules, the class and the instant of the answer. */
const bySpid = (attributes: { readonly [name: string]: string }, level = 2) =>
  readSpidSaml(
    {
      attributes,
      issuer: 'https://idp.example.it',
      authnContextClassRef: `https://www.spid.gov.it/SpidL${level}`,
      authnInstant: new Date(clock.now()).toISOString(),
    },
    { at: clock.now() },
  )

const anna = {
  ...{ spidCode: 'TEST0000000001', fiscalNumber: 'TINIT-VRDNNA80A41L219Z', familyName: 'Verdi', name: 'Anna' },
  ...{ gender: 'F', dateOfBirth: '1980-01-01', placeOfBirth: 'L219', countyOfBirth: 'TO' },
}
const first = unwrap(await sportello.federation.signIn(unwrap(bySpid(anna)), { leastLevel: 2 }))
console.log(first.outcome) // opened: nobody of that codice fiscale had an account; linked, where somebody had

// Data that do not match, in answer to which the office looks at the case.
const other = { ...anna, spidCode: 'TEST0000000002', dateOfBirth: '1980-01-02' }
console.log(await sportello.federation.signIn(unwrap(bySpid(other)))) // federation/data-differ
console.log(await sportello.federation.pending())

// Here: sunset.simulate and sunset.set with the form above. Then each date, one minute before and after it:
clock.set(Date.parse('2027-10-01T02:00:00+02:00'))
await sportello.retention.sweep() // what a night does
await sportello.relay()
console.log((await sportello.sunset.phase()).text.it)
console.log(mailer.sent.map(({ to, subject }) => `${to.address}: ${subject}`)) // nothing here: an account that SPID has opened has no address yet
// #endregion
