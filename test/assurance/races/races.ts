/** Every race there is, those of the fourteen pairs of the threat model among them. */
import { applicantRaces } from './applicant-races.ts'
import { calendarRaces } from './calendar-races.ts'
import { contactRaces } from './email-races.ts'
import { federationRaces } from './federation-races.ts'
import { lostSecretRaces } from './lost-secret-races.ts'
import { officeRaces } from './office-races.ts'
import { pecRaces } from './pec-races.ts'
import type { Race } from './race.ts'
import { receiptRaces } from './receipt-races.ts'
import { housekeepingRaces } from './retention-races.ts'
import { servicesRaces } from './services-races.ts'
import { subscriberRaces } from './subscriber-races.ts'
import { sunsetRaces } from './sunset-races.ts'

export const races: readonly Race[] = [
  ...officeRaces,
  ...applicantRaces,
  ...subscriberRaces,
  ...lostSecretRaces,
  ...federationRaces,
  ...housekeepingRaces,
  ...pecRaces,
  ...receiptRaces,
  ...contactRaces,
  ...calendarRaces,
  ...servicesRaces,
  ...sunsetRaces,
]
