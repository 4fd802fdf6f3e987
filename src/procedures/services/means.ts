/** By what somebody has signed in, as a service tells it apart. */

/** `local`: a credential of the office. The others are the protocols of SPID, CIE, CNS and eIDAS, as `sportello/federation` names them. */
export const serviceMeans = ['local', 'spid-saml', 'spid-oidc', 'cie-saml', 'cie-oidc', 'cns', 'eidas'] as const

/** One of them. */
export type ServiceMeans = (typeof serviceMeans)[number]

/** What an office may say for all protocols of one system. */
export const meansGroups = ['spid', 'cie'] as const

/** One of them. */
export type ServiceMeansGroup = (typeof meansGroups)[number]

/** The level of assurance: 1 low, 2 substantial, 3 high (Reg. (EU) 910/2014 art. 8). */
export type ServiceLevel = 1 | 2 | 3

/** Each means once, in the order of the table, with the protocols of each group. */
export function meansOf(given: readonly (ServiceMeans | ServiceMeansGroup)[]): readonly ServiceMeans[] {
  return serviceMeans.filter((means) => given.some((one) => one === means || means.startsWith(`${one}-`)))
}
