/** The reminders of one subscriber before the last use of the local credentials. */

import { mailPerson } from '../../../runtime/person-mail.ts'
import type { Unit } from '../../../runtime/transact.ts'
import { reminderLetter } from '../../calendar/sunset/letters.ts'
import type { SunsetCourse, SunsetWords } from '../../calendar/sunset/model.ts'
import { remindersDue, remindersFor } from '../../calendar/sunset/reminders.ts'
import { expiryOf } from '../credential/expiry.ts'
import { factsOf } from '../credential/person-facts.ts'
import type { ExemptionContext } from './context.ts'
import { remindersOf, wasReminded } from './machine.ts'
import { grantedTo } from './use-cases.ts'

export type ReminderContext = ExemptionContext & {
  /** The courses as they are known now: the commit expects them to be so. */
  readonly courses: () => Promise<readonly SunsetCourse[]>
  /** What each audience is called. */
  readonly audiences: { readonly [name: string]: SunsetWords }
}

/** Sends what is due and was not sent before. Nothing to whoever is exempted then, or whose credential ends by itself before. */
export async function remindSubscriber(context: ReminderContext, unit: Unit, accountId: string): Promise<boolean> {
  const { runtime, credential, exemption, courses, audiences } = context
  const account = await unit.state(credential, accountId)
  const at = unit.now()
  if (account.status === 'none' || account.status === 'revoked' || expiryOf(account, at) !== null) return false
  const { personal, expiresAt } = account
  const due = remindersDue(await courses(), at)
  if (personal === null || due.length === 0) return false
  const known = remindersOf(await unit.state(exemption, accountId))
  const { birthDate } = personal
  const granted = await grantedTo(exemption, unit, accountId)
  await unit.termOf(factsOf(accountId, account, at), 'use')
  let isTold = false
  for (const { course, endsAt, daysBefore } of remindersFor(due, { birthDate, granted })) {
    if (wasReminded(known, { endsAt, daysBefore }) || (expiresAt !== null && expiresAt <= endsAt)) continue
    const noted = await unit.run(exemption, accountId, { type: 'NoteReminder', endsAt, daysBefore })
    if (!noted.ok) continue
    const { audience } = course
    const service = audience === null ? null : (audiences[audience] ?? null)
    const letter = reminderLetter(runtime.office, { course, endsAt, daysBefore, service })
    const topic = { kind: 'exemption', id: accountId }
    // It is of no use once the credential opens nothing.
    mailPerson(unit, personal, { topic, purpose: `reminder-${endsAt}-${daysBefore}`, letter, until: endsAt })
    isTold = true
  }
  return isTold
}
