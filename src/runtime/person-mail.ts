/** Mail to a person, at the mailbox that the record names. */
import type { Locale } from '../kernel/index.ts'
import type { Outgoing } from './outbox.ts'
import type { Unit } from './transact.ts'

/** Whom the mail is for; null once erased: then none is sent. */
type Person = { readonly name: string; readonly surname: string; readonly email: string; readonly locale: Locale } | null

/** Mails a person what has become of the topic. */
export function mailPerson(unit: Unit, person: Person, notice: Omit<Outgoing, 'to' | 'locale'>): void {
  if (person === null) return
  const { name, surname, email: address, locale } = person
  unit.mail({ ...notice, to: { name: `${name} ${surname}`, address }, locale })
}
