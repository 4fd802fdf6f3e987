/** Notices to the subscriber of a credential: what happened to it, never a secret. */
import type { Instant } from '../../../kernel/index.ts'
import { type Letter, type OfficeName, subjectOf, type Words } from '../../../runtime/letter.ts'
import { whenField } from '../../../runtime/letter-words.ts'

/** What a subscriber is told of. */
export type Notice = 'suspended' | 'reactivated' | 'password-changed' | 'revoked' | 'strangers-stopped' | 'delay-lifted'

const notices: { readonly [N in Notice]: { readonly subject: Words; readonly text: Words } } = {
  suspended: {
    subject: { it: 'credenziali bloccate', en: 'credentials suspended' },
    text: {
      it: "Con la password corretta è stato inserito troppe volte un PIN errato: l'accesso è bloccato finché l'ente non lo riattiva. Se non è stato lei, qualcun altro conosce la sua password.",
      en: 'A wrong PIN was given too many times with the right password: access is suspended until the office reactivates it. If it was not you, somebody else knows your password.',
    },
  },
  reactivated: {
    subject: { it: 'credenziali riattivate', en: 'credentials reactivated' },
    text: {
      it: "L'ente ha riattivato il suo accesso. Se qualcun altro conosce la sua password, la cambi subito.",
      en: 'The office has reactivated your access. If somebody else knows your password, change it at once.',
    },
  },
  'password-changed': {
    subject: { it: 'password cambiata', en: 'password changed' },
    text: {
      it: "La sua password è stata cambiata. Se non è stato lei, avvisi subito l'ente.",
      en: 'Your password has been changed. If it was not you, tell the office at once.',
    },
  },
  'strangers-stopped': {
    subject: { it: 'molti tentativi di accesso', en: 'many attempts to sign in' },
    text: {
      it: "Qualcuno ha provato molte password sbagliate con il suo codice fiscale: per ora non ne valutiamo altre da dispositivi che non conosciamo. Da un dispositivo con cui è già entrato può accedere come sempre. Se non riesce, chieda all'ente di togliere l'attesa: chi ha ancora la password temporanea lo faccia prima che scada.",
      en: 'Somebody has tried many wrong passwords with your codice fiscale: for now we judge no more of them from devices that we do not know. From a device that you have signed in with you get in as always. If you do not, ask the office to lift the delay: whoever still has the temporary password does so before it ends.',
    },
  },
  'delay-lifted': {
    subject: { it: 'attesa tolta', en: 'delay lifted' },
    text: {
      it: "L'ente ha tolto l'attesa dovuta ai tentativi non riusciti: può provare subito ad accedere. La password temporanea, se è ancora in uso, ha di nuovo tutto il suo tempo.",
      en: 'The office has lifted the delay after failed attempts: you can try to sign in at once. The temporary password, where it is still in use, has all its time again.',
    },
  },
  revoked: {
    subject: { it: 'credenziali revocate', en: 'credentials revoked' },
    text: {
      it: "Le sue credenziali sono state revocate e non consentono più l'accesso. Se non ne conosce il motivo, contatti l'ente.",
      en: 'Your credentials have been revoked and give no access any more. If you did not expect this, contact the office.',
    },
  },
}

/** The letter of a notice, with the moment. */
export function noticeLetter(office: OfficeName, notice: Notice, when: Instant): Letter {
  const { subject, text } = notices[notice]
  return { subject: subjectOf(office, subject), lines: [text, { title: office.name, fields: [whenField(when)] }] }
}
