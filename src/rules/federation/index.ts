/** Sign-ins with SPID, CIE, CNS and eIDAS: what their gateways hand over, as one person with findings, or a refusal. */
export { ageAt, satisfiesAge } from './age.ts'
export { type CnsSignIn, readCns } from './cns.ts'
export type { FederationAttribute, FederationFinding, FederationFindingCode } from './finding.ts'
export { federationFindingCodes, federationFindingText } from './finding-messages.ts'
export { decodeGatewayHeader } from './gateway-header.ts'
export type {
  FederatedBirthPlace,
  FederatedCompany,
  FederatedIdentity,
  FederatedPerson,
  FederatedProposals,
  FederatedSubject,
  FederatedSubjectScheme,
  FederationLevel,
  FederationProtocolName,
} from './identity.ts'
export { satisfiesLevel } from './level.ts'
export { federationMessages, federationText } from './messages.ts'
export { type OidcSignIn, readCie, readSpidOidc } from './oidc.ts'
export {
  type FederationLevels,
  type FederationOptions,
  type FederationProtocol,
  type FederationProtocols,
  type FederationProvider,
  federationProtocols,
} from './protocols.ts'
export { type FederationProviderRefusal, readProviderError } from './provider-error.ts'
export type { FederationAttributeRefusal, FederationFault, FederationRefusal } from './refusal.ts'
export { readEidas, readSpidSaml, type SamlSignIn } from './saml.ts'
