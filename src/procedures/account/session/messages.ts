/** What the refusals of sign-in and sessions say to people, in Italian and English. */
import type { Words } from '../../../runtime/messages.ts'
import type { NotConfirmed } from './fresh.ts'
import type { SessionRefusal } from './model.ts'
import type { SignInRefusal } from './use-cases.ts'

export const sessionWords: Words<SessionRefusal | SignInRefusal | NotConfirmed> = {
  'session/sign-in-refused': {
    it: () => 'Accesso non riuscito: controlli codice fiscale, PIN e password, oppure riprovi più tardi.',
    en: () => 'Sign-in failed: check codice fiscale, PIN and password, or try again later.',
  },
  'session/not-active': {
    it: () => "La sessione è terminata: ripeta l'accesso.",
    en: () => 'The session is over: please sign in again.',
  },
  'session/not-confirmed': {
    it: () => 'PIN o password non corretti: li reinserisca, oppure riprovi più tardi.',
    en: () => 'PIN or password is not right: give them again, or try again later.',
  },
  'session/already-open': { it: () => 'La sessione è già aperta.', en: () => 'The session is already open.' },
}
