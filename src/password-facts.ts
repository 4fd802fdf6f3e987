/** What a new password must not hold, for the live list of a page: the very facts that the server looks for. */
import type { SessionView } from './procedures/account/session/use-cases.ts'
import type { PasswordFacts } from './rules/password/index.ts'

/**
 * The facts that the server looks for in a new password: the name of the office, and of the subscriber surname, name, codice fiscale, day of birth and
 * private mailbox, from the view of `session.check`. Handed to `checklist` or `checkPassword`, or to the page as `data-sportello-facts`, they make the page show what
 * `credential.changePassword` will say; only earlier passwords are known to the server alone. Without a view, as in the page of a recovery, the office
 * alone. Personal data of the subscriber: on the subscriber's own page alone.
 *
 * @example
 * const view = unwrap(await sportello.session.check(token))
 * const facts = passwordFacts(office, view) // for checkPassword in the page of this person
 */
export function passwordFacts(office: { readonly name: string }, view?: Pick<SessionView, 'person'> | null): PasswordFacts {
  const words = office.name
  const person = view?.person ?? null
  if (person === null) return { words }
  const { surname, name, codiceFiscale, birthDate, email } = person
  return { words, surname, name, codiceFiscale: codiceFiscale ?? '', birthDate, email: email ?? '' }
}
