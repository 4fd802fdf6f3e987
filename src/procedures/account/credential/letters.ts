/** Notices to the holder of a credential: what happened to it, never a secret. */
import type { Locale } from '../../../kernel/index.ts'
import type { Letter } from '../../../runtime/letter.ts'

type OfficeName = { readonly name: string }

/** What a holder is told of. */
export type Notice = 'held' | 'released' | 'password-changed' | 'revoked'

const words: { readonly [N in Notice]: { readonly [L in Locale]: readonly [subject: string, text: string] } } = {
  held: {
    it: [
      'credenziali bloccate',
      "Con la password corretta è stato inserito troppe volte un PIN errato: l'accesso è bloccato finché l'ente non lo riattiva. Se non è stato lei, qualcun altro conosce la sua password.",
    ],
    en: [
      'credentials on hold',
      'A wrong PIN was given too many times with the right password: access is on hold until the office releases it. If it was not you, somebody else knows your password.',
    ],
  },
  released: {
    it: [
      'credenziali riattivate',
      "L'ente ha riattivato il suo accesso. Se qualcun altro conosce la sua password, la cambi subito.",
    ],
    en: ['credentials released', 'The office has released your access. If somebody else knows your password, change it at once.'],
  },
  'password-changed': {
    it: ['password cambiata', "La password del suo accesso è stata cambiata. Se non è stato lei, avvisi subito l'ente."],
    en: ['password changed', 'The password of your access has been changed. If it was not you, tell the office at once.'],
  },
  revoked: {
    it: [
      'credenziali revocate',
      "Le sue credenziali sono state revocate e non consentono più l'accesso. Se non ne conosce il motivo, contatti l'ente.",
    ],
    en: [
      'credentials revoked',
      'Your credentials have been revoked and give no access any more. If you did not expect this, contact the office.',
    ],
  },
}

/** The letter of a notice; `when` is the moment as people of Rome read it. */
export function noticeLetter(office: OfficeName, notice: Notice, when: string, locale: Locale): Letter {
  const [subject, text] = words[notice][locale]
  const label = locale === 'it' ? 'Quando' : 'When'
  return {
    subject: `${office.name}: ${subject}`,
    lines: [
      { kind: 'text', text },
      { kind: 'fields', title: office.name, fields: [[label, when]] },
    ],
  }
}
