/** The rooms of the desk that are about the office: its dashboard, people, calendar, mail and journal. */
import type { Room } from '../../web/room.ts'
import { deskCalendar } from './calendar.ts'
import { deskCalendarPlan } from './calendar-plan.ts'
import { deskDashboard } from './dashboard.ts'
import { deskFederation } from './federation.ts'
import { deskJournal } from './journal.ts'
import { deskMail } from './mail.ts'
import { deskPeople } from './people.ts'
import { deskPeopleActs } from './people-acts.ts'
import { deskAddresses } from './people-addresses.ts'
import { deskPeopleData } from './people-data.ts'
import { deskExemption } from './people-exemption.ts'
import { deskIdentification } from './people-identification.ts'
import { deskRebinding } from './people-rebinding.ts'
import { deskSunset } from './sunset.ts'

export const deskOffice: readonly Room[] = [
  ...[deskDashboard, deskFederation, deskMail, deskJournal, deskCalendarPlan, deskCalendar, deskSunset],
  ...[deskPeople, deskPeopleActs, deskIdentification, deskRebinding, deskAddresses, deskExemption, deskPeopleData],
]
