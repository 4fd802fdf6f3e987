/** What the refusals about identities say to people, in Italian and English. */
import { formMessage, type Messages } from '../../runtime/messages.ts'
import type { FederationOwnRefusal, FederationSignInOwnRefusal } from './context.ts'
import type { FederationRecordRefusal } from './model.ts'

const fields = {
  it: { surname: 'il cognome', birthDate: 'la data di nascita' },
  en: { surname: 'the surname', birthDate: 'the date of birth' },
} as const

export const federationLinkMessages: Messages<FederationSignInOwnRefusal | FederationOwnRefusal | FederationRecordRefusal> = {
  'federation/form': formMessage,
  'federation/sign-in-too-old': {
    status: 403,
    it: () => 'Il riconoscimento presso il gestore non è recente: acceda di nuovo.',
    en: () => 'The sign-in at the provider is not recent: sign in again.',
  },
  'federation/level-too-low': {
    status: 403,
    title: { it: 'Occorre un livello di sicurezza più alto.', en: 'A higher level of assurance is needed.' },
    it: ({ required, level }) =>
      `Occorre un livello di sicurezza più alto: serve almeno il livello ${required}, l'accesso è di livello ${level}. Acceda di nuovo e scelga un livello più alto.`,
    en: ({ required, level }) =>
      `A higher level of assurance is needed: at least level ${required}, and the sign-in is of level ${level}. Sign in again and choose a higher level.`,
  },
  'federation/too-young': {
    status: 403,
    title: { it: "L'età minima non è raggiunta.", en: 'The least age is not reached.' },
    it: ({ leastAge }) => `Il servizio è riservato a chi ha almeno ${leastAge} anni, o l'età non risulta dai dati del gestore.`,
    en: ({ leastAge }) => `The service is for people of at least ${leastAge} years, or the provider does not tell the age.`,
  },
  'federation/data-differ': {
    status: 403,
    it: () =>
      "I dati comunicati dal gestore non corrispondono a quelli registrati: l'accesso è in attesa di verifica da parte dell'ente. Se i dati presso il gestore sono sbagliati, li faccia correggere; altrimenti contatti l'ente.",
    en: () =>
      'What the provider tells does not agree with the data on record: access waits until the office has looked at it. If the data at the provider are wrong, have them corrected; else contact the office.',
  },
  'federation/other-code': {
    status: 403,
    it: () =>
      "Il codice fiscale comunicato dal gestore non è quello collegato a questa identità: l'accesso è in attesa di verifica da parte dell'ente.",
    en: () =>
      'The codice fiscale that the provider tells is not the one that this identity is linked with: access waits until the office has looked at it.',
  },
  'federation/awaiting-approval': {
    status: 403,
    it: () => "La richiesta di accesso è stata inoltrata all'ente: potrà entrare dopo l'approvazione.",
    en: () => 'The request for access has gone to the office: it opens once the office has approved.',
  },
  'federation/rejected': {
    status: 403,
    title: { it: "L'ente non ha approvato l'accesso.", en: 'The office has not approved access.' },
    it: ({ reason }) => `L'ente non ha approvato l'accesso con questa identità${reason === '' ? '' : `: “${reason}”`}.`,
    en: ({ reason }) => `The office has not approved access with this identity${reason === '' ? '' : `: “${reason}”`}.`,
  },
  'federation/no-account': {
    status: 403,
    it: () => "Non risulta un accesso a suo nome presso questo ente: per averlo si rivolga all'ente.",
    en: () => 'There is no access in your name at this office: ask the office for one.',
  },
  'federation/data-missing': {
    status: 422,
    title: { it: 'Mancano dati necessari.', en: 'Necessary data are missing.' },
    it: ({ missing }) =>
      `Mancano dati necessari per aprire l'accesso: ${missing.map((field) => fields.it[field]).join(', ')}. Acceda con un altro sistema o si rivolga all'ente.`,
    en: ({ missing }) =>
      `Data are missing that access needs: ${missing.map((field) => fields.en[field]).join(', ')}. Sign in by another system or ask the office.`,
  },
  'federation/not-found': {
    status: 404,
    it: () => "L'identità digitale non esiste o non è collegata a questo accesso.",
    en: () => 'There is no such digital identity, or it is not linked to this access.',
  },
  'federation/not-waiting': {
    status: 409,
    it: () => "Su questa identità digitale l'ente non ha nulla da decidere.",
    en: () => 'There is nothing to decide about this digital identity.',
  },
  'federation/not-linked': {
    status: 409,
    it: () => "L'identità digitale non è collegata a un accesso.",
    en: () => 'The digital identity is not linked to any access.',
  },
  'federation/already-linked': {
    status: 409,
    it: () => "L'identità digitale è già collegata a un accesso.",
    en: () => 'The digital identity is linked already.',
  },
  'federation/dossier-changed': {
    status: 409,
    it: () => 'I dati esaminati sono cambiati: li esamini di nuovo prima di decidere.',
    en: () => 'What was looked at has changed: look again before you decide.',
  },
  'federation/rebound': {
    status: 409,
    it: () => 'Il codice fiscale conduce ora a un altro accesso: la persona deve accedere di nuovo.',
    en: () => 'The codice fiscale leads to another account by now: the person has to sign in again.',
  },
  'federation/already-joined': {
    status: 409,
    it: () => "L'accesso di questa identità digitale ha già un codice fiscale.",
    en: () => 'The account of this digital identity has a codice fiscale already.',
  },
  'federation/only-means': {
    status: 409,
    it: () => "È l'unica identità digitale con cui si entra in questo accesso: ne colleghi prima un'altra.",
    en: () => 'No other digital identity opens this access: link another one first.',
  },
}
