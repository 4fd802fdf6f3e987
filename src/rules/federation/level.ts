/** Levels of assurance: what a class of authentication means, and whether it is enough. */
import type { FederationLevel } from './identity.ts'

/** The class references of SPID, which CIE uses too. Sources: SPID technical rules, AuthnContextClassRef and `acr`. */
export const spidLevels: { readonly [classRef: string]: FederationLevel } = {
  'https://www.spid.gov.it/SpidL1': 1,
  'https://www.spid.gov.it/SpidL2': 2,
  'https://www.spid.gov.it/SpidL3': 3,
}

/** The levels of eIDAS (Impl. Reg. (EU) 2015/1502), and those of SPID as the Italian node gives them. */
export const eidasLevels: { readonly [classRef: string]: FederationLevel } = {
  'http://eidas.europa.eu/LoA/low': 1,
  'http://eidas.europa.eu/LoA/substantial': 2,
  'http://eidas.europa.eu/LoA/high': 3,
  ...spidLevels,
}

export const isLevel = (value: unknown): value is FederationLevel => value === 1 || value === 2 || value === 3

/**
 * True when the level got is the level required or a higher one. Total: anything that is no level satisfies nothing and is satisfied by
 * nothing.
 *
 * @example
 * satisfiesLevel(2, 3)  // true
 */
export function satisfiesLevel(required: FederationLevel, got: FederationLevel): boolean {
  return isLevel(required) && isLevel(got) && got >= required
}
