/** Every invariant of the threat model: judged here at every commit, answer and letter, or with the place where it is judged. */
import { inv01, inv02, inv05, inv06, inv07, inv08, inv09, inv10, inv24, inv26, inv27, inv35 } from './accounts.ts'
import { inv12, inv14, inv15, inv16 } from './addresses.ts'
import { inv20, inv21, inv22, inv23 } from './calendar.ts'
import { inv36, oncePerKey, reached, reissued, samePerson, seenAgain, warned } from './forms.ts'
import {
  activatesInTime,
  actsForOthers,
  inCharge,
  newestTicket,
  opensElsewhere,
  replacesSecrets,
  restsOfAddress,
  together,
  usesServices,
  withinLimits,
} from './grants.ts'
import type { Invariant } from './history.ts'
import { inFewWords, keepsFiles, likeNoOther, mailsInTime, perMailbox, provesJournals, readsOwnRows } from './host.ts'
import { inv31 } from './mailboxes.ts'
import { inv03, inv04, inv11, inv13, inv17, inv18, inv19, inv25, inv28, inv29, inv32 } from './records.ts'
import { keepsNoLonger, lastsNoLonger, renewsVerifiers, shownApart, showsSecrets, waits } from './secrets.ts'

type Said = { readonly judge: Invariant } | { readonly elsewhere: string }

export const invariants = {
  'INV-01': { judge: inv01 },
  'INV-02': { judge: together(inv02, actsForOthers, seenAgain, reissued, samePerson) },
  'INV-03': { judge: together(inv03, readsOwnRows) },
  'INV-04': { judge: inv04 },
  'INV-05': { judge: together(inv05, replacesSecrets, showsSecrets) },
  'INV-06': { judge: inv06 },
  'INV-07': { judge: together(inv07, shownApart) },
  'INV-08': { judge: together(inv08, opensElsewhere, usesServices, lastsNoLonger) },
  'INV-09': { judge: inv09 },
  'INV-10': { judge: together(inv10, withinLimits, perMailbox, waits) },
  'INV-11': { judge: together(inv11, oncePerKey) },
  'INV-12': { judge: together(inv12, mailsInTime) },
  'INV-13': { judge: together(inv13, newestTicket) },
  'INV-14': { judge: inv14 },
  'INV-15': { judge: inv15 },
  'INV-16': { judge: together(inv16, restsOfAddress) },
  'INV-17': { judge: together(inv17, warned, reached) },
  'INV-18': { judge: inv18 },
  'INV-19': { judge: inv19 },
  'INV-20': { judge: inv20 },
  'INV-21': { judge: inv21 },
  'INV-22': { judge: inv22 },
  'INV-23': { judge: inv23 },
  'INV-24': { judge: inv24 },
  'INV-25': { judge: inv25 },
  'INV-26': { judge: inv26 },
  'INV-27': { judge: together(inv27, likeNoOther, renewsVerifiers) },
  'INV-28': { judge: together(inv28, keepsFiles, keepsNoLonger) },
  'INV-29': { judge: inv29 },
  'INV-30': { elsewhere: 'of two runs of one seed: test/simulation/simulator/simulator.test.ts' },
  'INV-31': { judge: together(inv31, activatesInTime) },
  'INV-32': { judge: inv32 },
  'INV-33': { elsewhere: 'once the world is free of faults: test/simulation/simulator/simulator.test.ts' },
  'INV-34': { judge: together(inCharge, provesJournals) },
  'INV-35': { judge: inv35 },
  'INV-36': { judge: together(inv36, inFewWords) },
} as const satisfies { readonly [id: string]: Said }
