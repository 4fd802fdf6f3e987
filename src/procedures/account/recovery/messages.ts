/** What the refusals of the recovery of a password say to people, in Italian and English. */
import { onDay, romeText } from '../../../rules/civil/index.ts'
import { formMessage, type Messages } from '../../../runtime/messages.ts'
import type { RecoveryOwnRefusal } from './context.ts'

export const recoveryMessages: Messages<RecoveryOwnRefusal> = {
  'recovery/form': formMessage,
  'recovery/not-found': {
    status: 404,
    it: () => 'Il link non è valido: chieda di nuovo il recupero della password.',
    en: () => 'The link is not valid: ask again for the recovery of the password.',
  },
  'recovery/expired': {
    status: 410,
    title: { it: 'Il link è scaduto.', en: 'The link has expired.' },
    it: ({ expiredAt }) =>
      `Il link è scaduto ${onDay('il', romeText(expiredAt, 'it'))}: chieda di nuovo il recupero della password.`,
    en: ({ expiredAt }) => `The link expired on ${romeText(expiredAt, 'en')}: ask again for the recovery of the password.`,
  },
  'recovery/superseded': {
    status: 410,
    it: () => 'È stato inviato un link più recente: usi quello.',
    en: () => 'A newer link was mailed: use that one.',
  },
  'recovery/already-used': {
    status: 409,
    it: () => 'Il link è già stato usato: la nuova password è in vigore.',
    en: () => 'The link was used before: the new password is in force.',
  },
  'recovery/void': {
    status: 410,
    it: () => "Il link non vale più: da allora le credenziali o l'indirizzo sono cambiati.",
    en: () => 'The link works no more: credential or address have changed since.',
  },
  'recovery/wrong-pin': {
    status: 422,
    it: () => 'Il PIN non è corretto: lo reinserisca, oppure riprovi più tardi.',
    en: () => 'The PIN is not right: give it again, or try again later.',
  },
}
