/** What the refusals of sign-in and sessions say to people, in Italian and English. */
import type { Messages } from '../../../runtime/messages.ts'
import type { SessionPasswordChangeRefusal } from './context.ts'
import type { SessionRefusal } from './model.ts'
import type { SessionReauthenticationRefusal } from './reauthentication.ts'
import type { SessionSignInRefusal } from './use-cases.ts'

export const sessionMessages: Messages<
  SessionRefusal | SessionPasswordChangeRefusal | SessionSignInRefusal | SessionReauthenticationRefusal
> = {
  'session/sign-in-refused': {
    status: 401,
    it: () => 'Accesso non riuscito: controlli codice fiscale, PIN e password. Dopo più tentativi errati aspetti qualche minuto.',
    en: () => 'Sign-in failed: check codice fiscale, PIN and password. After several wrong attempts wait a few minutes.',
  },
  'session/not-active': {
    status: 401,
    it: () => "La sessione è terminata: ripeta l'accesso.",
    en: () => 'The session is over: please sign in again.',
  },
  'session/password-change-required': {
    status: 403,
    it: () => 'Prima di continuare occorre cambiare la password.',
    en: () => 'The password must be changed before going on.',
  },
  'session/reauthentication-failed': {
    status: 401,
    it: () => 'PIN o password non corretti: li reinserisca, oppure riprovi più tardi.',
    en: () => 'PIN or password is not right: give them again, or try again later.',
  },
  'session/recent-sign-in-required': {
    status: 403,
    it: () =>
      'Per questa operazione occorre un accesso recente almeno di livello 2: acceda di nuovo con SPID, CIE, CNS o eIDAS, poi riprovi.',
    en: () => 'This takes a recent sign-in of level 2 at least: sign in again with SPID, CIE, CNS or eIDAS, then try again.',
  },
  'session/already-open': { status: 409, it: () => 'La sessione è già aperta.', en: () => 'The session is already open.' },
}
