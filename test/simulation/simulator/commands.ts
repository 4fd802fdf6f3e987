/** All that can happen in a simulated office, by the name under which a story tells it. */
import type { Command } from './acting.ts'
import { account } from './commands/account.ts'
import { addresses } from './commands/addresses.ts'
import { calendar } from './commands/calendar.ts'
import { elsewhere } from './commands/elsewhere.ts'
import { enrolment } from './commands/enrolment.ts'
import { host } from './commands/host.ts'
import { office } from './commands/office.ts'

/** What a run is mainly about, so that a short one goes deep somewhere. */
export const themes = { enrolment, account, addresses, office, calendar, elsewhere, host } as const
export type Theme = keyof typeof themes

export const commands: ReadonlyMap<string, Command> = new Map(Object.values(themes).flatMap((part) => Object.entries(part)))
