/** What suspension and revocation mean to a subscriber, for the page on which he decides: said before, in Italian and English. */
import type { Locale } from '../../../kernel/index.ts'

type Meaning = { readonly [L in Locale]: string }

const suspension: Meaning = {
  it: "La sospensione ha effetto subito: tutte le sessioni finiscono, i cambi di indirizzo in corso sono annullati e nessuno può entrare, nemmeno lei. PIN e password restano quelli. Solo l'ente può riattivare l'accesso, su sua richiesta.",
  en: 'Suspension takes effect at once: every session ends, changes of address under way are void, and nobody can sign in, not even you. PIN and password stay what they are. Only the office can reactivate access, when you ask for it.',
}

const revocation: Meaning = {
  it: "La revoca è definitiva: nessuno può annullarla, nemmeno l'ente. Tutte le sessioni finiscono, i cambi di indirizzo in corso sono annullati, PIN e password non aprono più nulla. Le richieste già presentate all'ente proseguono. Per accedere di nuovo occorre un'altra registrazione, con i documenti e l'approvazione dell'ente. Se teme soltanto che altri usino il suo accesso, basta la sospensione.",
  en: 'Revocation is final: nobody can take it back, not even the office. Every session ends, changes of address under way are void, PIN and password open nothing any more. Requests that the office has already go on. To have access again takes another registration, with documents and the approval of the office. If you only fear that somebody else uses your access, suspension is enough.',
}

// A page always has something to say, in whatever language it asks.
const inLocale = (meaning: Meaning, locale: Locale): string => (locale === 'en' ? meaning.en : meaning.it)

/**
 * What the suspension of an own credential does, what it leaves, and who lifts it: to be shown before `credential.suspendOwn`.
 *
 * @example
 * const sentence = suspensionText('it') // before the button
 */
export function suspensionText(locale: Locale): string {
  return inLocale(suspension, locale)
}

/**
 * What the revocation of an own credential ends, and that it is final: to be shown before `credential.revokeOwn`.
 *
 * @example
 * const sentence = revocationText('it') // before the button
 */
export function revocationText(locale: Locale): string {
  return inLocale(revocation, locale)
}
