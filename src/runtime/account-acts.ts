/** What can happen to an account, and what becomes of all that is held on it: the data of one table, which every procedure adds its rows to. */

/** The acts, each in the words of the table. */
export const accountActs = {
  issued: 'a credential is issued anew',
  reissued: 'the first credentials are issued anew',
  identified: 'the person is identified',
  rebound: 'other personal data are recorded',
  'password-changed': 'the password is changed',
  'password-recovered': 'the password is recovered',
  'pin-renewed': 'the PIN is renewed',
  'sessions-ended': 'all sessions are ended',
  'suspended-wrong-pins': 'suspended: too many wrong PINs',
  'suspended-theft': 'suspended: theft suspected',
  'suspended-office': 'suspended: by the office',
  'suspended-identification': 'suspended: to be identified in person',
  reactivated: 'reactivated',
  revoked: 'revoked',
  'delay-lifted': 'the delay is lifted',
  'email-changed': 'the private address is changed',
  'pec-changed': 'the PEC is changed',
} as const

/** One of them. */
export type AccountAct = keyof typeof accountActs

/**
 * What becomes of something. `none`: there is nothing of the kind at such an act. `paused`: it opens nothing until the office reactivates the credential. `ends`: it opens nothing any more.
 * `void`: it ends in the commit of the act, which writes so into its journal, and its unsent mail with links or secrets is cancelled.
 */
export type Fate = 'none' | 'stays' | 'paused' | 'ends' | 'void'

/** Something that is held on an account, and its fate at each act. */
export type Holding = { readonly what: string; readonly fates: { readonly [Act in AccountAct]: Fate } }

type Exceptions = { readonly [Act in AccountAct]?: Fate }

/** What has one fate at every act but these. */
export function holding(what: string, fate: Fate, except: Exceptions = {}): Holding {
  const fates = {
    ...{
      issued: fate,
      reissued: fate,
      identified: fate,
      rebound: fate,
      'password-changed': fate,
      'password-recovered': fate,
      'pin-renewed': fate,
    },
    'sessions-ended': fate,
    ...{ 'suspended-wrong-pins': fate, 'suspended-theft': fate, 'suspended-office': fate, 'suspended-identification': fate },
    ...{ reactivated: fate, revoked: fate, 'delay-lifted': fate, 'email-changed': fate, 'pec-changed': fate },
  }
  return { what, fates: { ...fates, ...except } }
}

/** What has one fate at every act that gives the credential a new security version (INV-35), but for the exceptions, and stays otherwise. */
export function holdingUntilSecurityEvent(what: string, fate: Fate, except: Exceptions = {}): Holding {
  return holding(what, fate, { 'delay-lifted': 'stays', 'email-changed': 'stays', 'pec-changed': 'stays', ...except })
}
