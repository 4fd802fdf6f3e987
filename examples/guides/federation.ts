/** The pieces of docs/federation.md: what a gateway hands over is read, opens an account, and where data differ the office decides. */
import { type Clock, type Operator, refusalText, type Sportello, unwrap } from 'sportello'
import {
  decodeGatewayHeader,
  type FederatedIdentity,
  type FederationOptions,
  federationText,
  readSpidSaml,
  satisfiesAge,
  satisfiesLevel,
} from 'sportello/federation'

type Show = (text: string | undefined) => string
type Profile = { readonly [name: string]: unknown }

export function read(profile: Profile, clock: Clock, show: Show, askForMore: () => string): string {
  // #region read
  const read = readSpidSaml(
    {
      attributes: profile, // of the assertion, or the headers of a gateway
      issuer: 'https://idp.example.it',
      authnContextClassRef: 'https://www.spid.gov.it/SpidL2',
      authnInstant: '2026-11-29T09:59:00Z',
    },
    { at: clock.now() },
  )
  if (!read.ok) return show(federationText(read.refusal, 'it'))
  const { subject, level, person, findings } = read.value
  if (!satisfiesLevel(2, level) || !satisfiesAge(18, person.birthDate, clock.now())) return askForMore()
  // #endregion
  return `${subject} ${findings.length}`
}

export function optionsAt(clock: Clock): FederationOptions {
  // #region options
  const options: FederationOptions = {
    at: clock.now(),
    protocols: {
      'cie-saml': { levels: 3 }, // only the third level is ever requested
      'spid-saml': { attributes: { fiscalNumber: ['x-codice-fiscale'] } }, // the headers of this gateway
    },
    providers: {
      'https://idp.example.it': {},
      'https://other.example.it': { subject: ['codice-fiscale'] },
    },
  }
  // #endregion
  return options
}

export function fromGateway(request: { readonly headers: { readonly [name: string]: string | undefined } }, clock: Clock) {
  // #region gateway
  const value = (name: string) => decodeGatewayHeader(request.headers[name])
  const read = readSpidSaml(
    {
      attributes: { fiscalNumber: value('fiscalnumber'), familyName: value('familyname'), name: value('name') },
      issuer: value('shib-identity-provider'),
      authnContextClassRef: value('shib-authncontext-class'),
      authnInstant: value('shib-authentication-instant'),
    },
    { at: clock.now() },
  )
  // #endregion
  return read
}

export async function signIn(sportello: Sportello, identity: FederatedIdentity, show: Show): Promise<string> {
  // #region sign-in
  const signedIn = await sportello.federation.signIn(identity, { leastLevel: 2, leastAge: 18 })
  if (!signedIn.ok) return show(refusalText(signedIn.refusal, 'it'))
  // #endregion
  return signedIn.value.outcome
}

export async function decide(sportello: Sportello, operator: Operator) {
  // #region decide
  const [found] = unwrap(await sportello.federation.pending())
  if (found === undefined) return null // nobody waits
  const { digest } = unwrap(await sportello.federation.dossier({ operator, id: found.id }))
  const reason = 'Seen with an identity card.'
  const approved = await sportello.federation.approve({ operator, id: found.id, dossierDigest: digest, reason })
  // #endregion
  return approved
}
