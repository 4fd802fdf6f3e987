/** Mail to a person, at the mailbox that the record names. */
import type { Locale } from '../kernel/index.ts'
import { parsePersonName } from '../rules/identity/index.ts'
import type { Outgoing } from './outbox.ts'
import type { Unit } from './transact.ts'

/** Whom the mail is for; null once erased: then none is sent. Nor is any to whoever has validated no address. */
type Person = {
  readonly name: string
  readonly surname: string
  readonly email: string | null
  readonly locale: Locale
} | null

/** A surname or name as mail may quote it: empty where a row of an earlier version holds what no name is made of. */
export function quotedName(text: string): string {
  const parsed = parsePersonName(text)
  return parsed.ok ? parsed.value : ''
}

type Notice = Omit<Outgoing, 'to' | 'locale'>

/** Mails a person what has become of the topic. The id of the mail; null where there is nobody to write to. */
export function mailPerson(unit: Unit, person: Person, notice: Notice): string | null {
  if (person === null || person.email === null) return null
  const { email: address, locale } = person
  const name = `${quotedName(person.name)} ${quotedName(person.surname)}`.trim()
  return unit.mail({ ...notice, to: { name, address }, locale })
}

/** Mails nobody, with the work and the row that a mail to a person takes: where a stranger's command tells a subscriber of it, if there is one. */
export function mailNobody(unit: Unit, locale: Locale, notice: Notice): void {
  unit.mail({ ...notice, to: null, locale })
}
