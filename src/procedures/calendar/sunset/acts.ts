/** What ends in a sunset, in the order in which it is shown. */

/**
 * What ends, each at an instant of its own. `issue`: nobody gets a first credential. `password-replacement`, `pin-replacement`: what was lost is not
 * replaced. `first-credentials`: what was issued and never used is not issued anew. `restoration`: what has expired is not given back. `use`: nobody
 * gets in.
 */
export type SunsetAct = 'issue' | 'password-replacement' | 'pin-replacement' | 'first-credentials' | 'restoration' | 'use'

export const sunsetActs: readonly SunsetAct[] = [
  'issue',
  'password-replacement',
  'pin-replacement',
  'first-credentials',
  'restoration',
  'use',
]
