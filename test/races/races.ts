/**
 * Every race there is. Of the fourteen pairs of the threat model those about a change of PEC wait for it: confirm/confirm,
 * confirm/new request, confirm/cut-off and confirm/expiry.
 */
import { applicantRaces } from './applicant-races.ts'
import { holderRaces } from './holder-races.ts'
import { housekeepingRaces } from './housekeeping-races.ts'
import { officeRaces } from './office-races.ts'
import type { Race } from './race.ts'

export const races: readonly Race[] = [...officeRaces, ...applicantRaces, ...holderRaces, ...housekeepingRaces]
