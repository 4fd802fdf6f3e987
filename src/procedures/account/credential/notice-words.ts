/** How each notice to the subscriber of a credential is worded. */

/** In Italian and English. */
type Words = { readonly it: string; readonly en: string }

/** What a subscriber is told of who can do nothing by a link: access is over, or strangers have tried in vain. */
export type PlainNotice =
  | 'suspended'
  | 'suspended-theft'
  | 'suspended-office'
  | 'revoked'
  | 'strangers-stopped'
  | 'temporary-ending'
  | 'temporary-ended'

/** What a subscriber is told of who may have to suspend access at once. */
export type AlarmingNotice =
  | 'reactivated'
  | 'password-changed'
  | 'password-recovered'
  | 'pin-renewed'
  | 'delay-lifted'
  | 'identified'
  | 'issued'
  | 'rebound'

/** What a subscriber is told of. */
export type Notice = PlainNotice | AlarmingNotice

/** What a notice says, and when it is sent. `notYou`: null for what most notices say to whoever did not ask for it. */
export type Wording = { readonly subject: Words; readonly text: Words; readonly notYou: Words | null; readonly told: string }

export const notices: { readonly [N in Notice]: Wording } = {
  suspended: {
    subject: { it: 'credenziali sospese', en: 'credentials suspended' },
    text: {
      it: "Con la password corretta, o con un link inviato a lei, è stato inserito troppe volte un PIN errato: l'accesso è sospeso finché l'ente non lo riattiva.",
      en: 'A wrong PIN was given too many times with the right password, or with a link mailed to you: access is suspended until the office reactivates it.',
    },
    notYou: {
      it: "Se non è stato lei, qualcun altro conosce la sua password o legge la sua posta: avvisi subito l'ente.",
      en: 'If it was not you, somebody else knows your password or reads your mail: tell the office at once.',
    },
    told: 'when five wrong PINs (policy) with the right password or a link have suspended the credential',
  },
  'suspended-theft': {
    subject: { it: 'credenziali sospese', en: 'credentials suspended' },
    text: {
      it: "L'accesso è stato sospeso perché si sospetta che altri lo usino. Nessuno può più entrare: PIN e password restano quelli, ma non aprono nulla finché l'ente non riattiva l'accesso.",
      en: 'Access was suspended because somebody else is suspected of using it. Nobody gets in any more: PIN and password stay what they are, and open nothing until the office reactivates access.',
    },
    notYou: {
      it: "Se non lo ha sospeso lei, o per riavere l'accesso, contatti l'ente.",
      en: 'If you have not suspended it, or to have access again, contact the office.',
    },
    told: 'when the subscriber, the link of a notice or the office has suspended the credential since theft is suspected',
  },
  'suspended-office': {
    subject: { it: 'credenziali sospese', en: 'credentials suspended' },
    text: {
      it: "L'ente ha sospeso il suo accesso. PIN e password restano quelli, ma non aprono nulla finché l'ente non riattiva l'accesso.",
      en: 'The office has suspended your access. PIN and password stay what they are, and open nothing until the office reactivates it.',
    },
    notYou: {
      it: "Se non ne conosce il motivo, contatti l'ente.",
      en: 'If you did not expect this, contact the office.',
    },
    told: 'when the office has suspended the credential for a reason of its own',
  },
  reactivated: {
    subject: { it: 'credenziali riattivate', en: 'credentials reactivated' },
    text: {
      it: "L'ente ha riattivato il suo accesso. Se qualcun altro conosce la sua password, la cambi subito.",
      en: 'The office has reactivated your access. If somebody else knows your password, change it at once.',
    },
    notYou: {
      it: "Se non ha chiesto lei la riattivazione, avvisi subito l'ente.",
      en: 'If you have not asked for it, tell the office at once.',
    },
    told: 'when the office has reactivated the credential',
  },
  'password-changed': {
    subject: { it: 'password cambiata', en: 'password changed' },
    text: {
      it: 'La sua password è stata cambiata. Per accedere usi da ora quella nuova.',
      en: 'Your password has been changed. From now on sign in with the new one.',
    },
    notYou: null,
    told: 'when the password has been changed',
  },
  'password-recovered': {
    subject: { it: 'password sostituita dopo il recupero', en: 'password replaced after a recovery' },
    text: {
      it: 'La sua password è stata sostituita con un link inviato per e-mail e con il suo PIN. Tutte le sessioni sono terminate: acceda con la nuova password.',
      en: 'Your password has been replaced with a link sent by e-mail and your PIN. All sessions have ended: sign in with the new password.',
    },
    notYou: {
      it: "Se non è stato lei, qualcun altro legge la sua posta e conosce il suo PIN: avvisi subito l'ente.",
      en: 'If it was not you, somebody else reads your mail and knows your PIN: tell the office at once.',
    },
    told: 'when a link and the PIN have replaced the password',
  },
  'pin-renewed': {
    subject: { it: 'PIN cambiato', en: 'PIN changed' },
    text: {
      it: 'Il nuovo PIN è in vigore e quello vecchio non vale più. Tutte le sessioni sono terminate: acceda con il nuovo PIN.',
      en: 'The new PIN is in force and the old one works no more. All sessions have ended: sign in with the new PIN.',
    },
    notYou: {
      it: "Se non è stato lei, qualcun altro legge la sua posta e conosce la sua password: avvisi subito l'ente.",
      en: 'If it was not you, somebody else reads your mail and knows your password: tell the office at once.',
    },
    told: 'when both halves of a new PIN have replaced the old one',
  },
  identified: {
    subject: { it: 'credenziali nuove dopo un’identificazione', en: 'new credentials after an identification' },
    text: {
      it: "Qualcuno si è presentato di persona con un documento a suo nome, e l'ente ha riattivato l'accesso con credenziali nuove, inviate a un altro indirizzo. Quelle precedenti non valgono più.",
      en: 'Somebody has come in person with a document in your name, and the office has enabled access again with new credentials, which went to another address. The earlier ones work no more.',
    },
    notYou: {
      it: "Se non è stato lei, qualcun altro si è presentato al suo posto: sospenda l'accesso e avvisi subito l'ente.",
      en: 'If it was not you, somebody else has come in your place: suspend access and tell the office at once.',
    },
    told: 'when an identification in person has led to new credentials, which went elsewhere',
  },
  issued: {
    subject: { it: 'credenziali rilasciate', en: 'credentials issued' },
    text: {
      it: "L'ente ha approvato una richiesta di registrazione con il suo codice fiscale: il suo accesso ha ora un PIN e una password, inviati all'indirizzo e-mail della richiesta. Da ora le scriviamo a quell'indirizzo. Tutte le sessioni sono terminate.",
      en: 'The office has approved a request for registration with your codice fiscale: your access now has a PIN and a password, which went to the e-mail address of the request. From now on we write to that address. All sessions have ended.',
    },
    notYou: {
      it: "Se non è stato lei, qualcun altro si è registrato al suo posto: sospenda l'accesso e avvisi subito l'ente.",
      en: 'If it was not you, somebody else has registered in your place: suspend access and tell the office at once.',
    },
    told: 'when the approval of a registration has given PIN and password to an account that there was',
  },
  rebound: {
    subject: { it: 'dati anagrafici cambiati', en: 'personal data changed' },
    text: {
      it: "In base a un documento l'ente ha registrato dati anagrafici diversi. Se è cambiato il codice fiscale, da ora acceda con quello nuovo: con il precedente non si entra più. PIN, password, indirizzi e servizi restano quelli. Tutte le sessioni sono terminate.",
      en: 'On the basis of a document the office has recorded other personal data. If the codice fiscale has changed, sign in with the new one from now on: the former one opens nothing any more. PIN, password, addresses and services stay as they are. All sessions have ended.',
    },
    notYou: {
      it: "Se i suoi dati non sono cambiati, avvisi subito l'ente.",
      en: 'If your data have not changed, tell the office at once.',
    },
    told: 'when the office has recorded another codice fiscale, surname, name or day of birth',
  },
  'strangers-stopped': {
    subject: { it: 'molti tentativi di accesso', en: 'many attempts to sign in' },
    text: {
      it: "Qualcuno ha provato molte password sbagliate con il suo codice fiscale: per ora non ne valutiamo altre da dispositivi che non conosciamo. Da un dispositivo con cui è già entrato può accedere come sempre. Se non riesce, chieda all'ente di togliere l'attesa: chi ha ancora la password temporanea lo faccia prima che scada.",
      en: 'Somebody has tried many wrong passwords with your codice fiscale: for now we judge no more of them from devices that we do not know. From a device that you have signed in with you get in as always. If you do not, ask the office to lift the delay: whoever still has the temporary password does so before it ends.',
    },
    notYou: {
      it: 'Se non è stato lei, non occorre fare altro: le password provate erano sbagliate. Se pensa che qualcuno conosca la sua, la cambi.',
      en: 'If it was not you, you need do nothing: the passwords that were tried were wrong. If you think that somebody knows yours, change it.',
    },
    told: 'when no more guesses of strangers are judged, at most once a day',
  },
  'delay-lifted': {
    subject: { it: 'attesa tolta', en: 'delay lifted' },
    text: {
      it: "L'ente ha tolto l'attesa dovuta ai tentativi non riusciti: può provare subito ad accedere. La password temporanea, se è ancora in uso, ha di nuovo tutto il suo tempo.",
      en: 'The office has lifted the delay after failed attempts: you can try to sign in at once. The temporary password, where it is still in use, has all its time again.',
    },
    notYou: {
      it: "Se non lo ha chiesto lei, avvisi subito l'ente.",
      en: 'If you have not asked for it, tell the office at once.',
    },
    told: 'when the office has lifted the delay',
  },
  'temporary-ending': {
    subject: { it: 'la password temporanea sta per scadere', en: 'the temporary password is about to end' },
    text: {
      it: "Non ha ancora scelto una password: quella temporanea vale fino al momento indicato qui sotto. Se non ha ricevuto le credenziali o le ha perse, chieda all'ente di emetterle di nuovo.",
      en: 'You have not chosen a password yet: the temporary one works until the moment below. If the credentials did not arrive or are lost, ask the office to issue them anew.',
    },
    notYou: {
      it: "Se non ha chiesto lei le credenziali, avvisi subito l'ente.",
      en: 'If you have not asked for the credentials, tell the office at once.',
    },
    told: 'two days (policy) before the end of a temporary password that was not changed, once',
  },
  'temporary-ended': {
    subject: { it: 'la password temporanea è scaduta', en: 'the temporary password has ended' },
    text: {
      it: "La password temporanea è scaduta nel momento indicato qui sotto e non consente più l'accesso. Chieda all'ente di emettere di nuovo le credenziali.",
      en: 'The temporary password ended at the moment below and gives no access any more. Ask the office to issue the credentials anew.',
    },
    notYou: {
      it: "Se non ha chiesto lei le credenziali, avvisi subito l'ente.",
      en: 'If you have not asked for the credentials, tell the office at once.',
    },
    told: 'when a temporary password that was not changed has ended, once',
  },
  revoked: {
    subject: { it: 'credenziali revocate', en: 'credentials revoked' },
    text: {
      it: "Le sue credenziali sono state revocate e non consentono più l'accesso.",
      en: 'Your credentials have been revoked and give no access any more.',
    },
    notYou: {
      it: "Se non ne conosce il motivo, contatti l'ente.",
      en: 'If you did not expect this, contact the office.',
    },
    told: 'when the credential has been revoked',
  },
}
