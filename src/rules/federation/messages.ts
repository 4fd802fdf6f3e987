/** Refusals of sign-ins elsewhere, in Italian and English: what has happened, who can help, how to go on. */
import type { Locale } from '../../kernel/index.ts'
import { attributeWords } from './attribute-words.ts'
import type { FederationProviderRefusal } from './provider-error.ts'
import type { FederationRefusal } from './refusal.ts'

type AnyRefusal = FederationRefusal | FederationProviderRefusal

type Said = { readonly [L in Locale]: string }

type Message<R> = { readonly status: number; readonly title?: Said } & { readonly [L in Locale]: (refusal: R) => string }

const always = (status: number, it: string, en: string): Message<AnyRefusal> => ({ status, it: () => it, en: () => en })

// What the person cannot mend is for whoever runs the site.
const support: Said = {
  it: "Riprovare; se il problema rimane, segnalarlo all'assistenza del sito.",
  en: 'Try again; if it goes on, tell the support of the site.',
}

const forSupport = (it: string, en: string): Message<AnyRefusal> => always(422, `${it} ${support.it}`, `${en} ${support.en}`)

const missing: Said = {
  it: 'Il gestore non ha comunicato un dato necessario.',
  en: 'The provider has not given something that is needed.',
}

const malformed: Said = {
  it: 'Il gestore ha comunicato un dato in una forma non valida.',
  en: 'The provider has given something in a form that is not valid.',
}

/** What is said of each refusal, with the HTTP status for hosts that speak HTTP. */
export const federationMessages: {
  readonly [Code in AnyRefusal['code']]: Message<Extract<AnyRefusal, { readonly code: Code }>>
} = {
  'federation/input-malformed': forSupport(
    'I dati ricevuti dal gestore non sono leggibili.',
    'What the provider has sent cannot be read.',
  ),
  'federation/provider-malformed': forSupport(
    'Non risulta quale gestore abbia eseguito il riconoscimento.',
    'It is not known which provider has identified the person.',
  ),
  'federation/provider-unknown': always(
    403,
    "Il gestore o l'emittente della carta non è tra quelli accettati. Accedere con un altro sistema tra quelli proposti dal sito, oppure rivolgersi all'ufficio.",
    'The provider, or the issuer of the card, is not one of those accepted. Sign in by another system that the site offers, or ask the office.',
  ),
  'federation/level-unknown': forSupport(
    'Non risulta con quale livello di sicurezza sia avvenuto il riconoscimento.',
    'It is not known at which level of assurance the person was identified.',
  ),
  'federation/instant-malformed': forSupport(
    'Non risulta quando sia avvenuto il riconoscimento.',
    'It is not known when the person was identified.',
  ),
  'federation/instant-in-future': forSupport(
    "L'ora del riconoscimento è successiva a quella attuale.",
    'The time at which the person was identified is still to come.',
  ),
  'federation/subject-malformed': forSupport(
    'Il gestore non ha comunicato un identificativo valido della persona.',
    'The provider has given no valid identifier of the person.',
  ),
  'federation/subject-differs': forSupport(
    'I dati ricevuti dal gestore riguardano due persone diverse.',
    'What the provider has sent is about two different people.',
  ),
  'federation/attribute-missing': {
    status: 422,
    title: missing,
    it: ({ attribute }) => `${missing.it} Manca ${attributeWords(attribute, 'it')}. ${support.it}`,
    en: ({ attribute }) => `${missing.en} Missing: ${attributeWords(attribute, 'en')}. ${support.en}`,
  },
  'federation/attribute-malformed': {
    status: 422,
    title: malformed,
    it: ({ attribute }) => `${malformed.it} Da verificare: ${attributeWords(attribute, 'it')}. ${support.it}`,
    en: ({ attribute }) => `${malformed.en} To be looked at: ${attributeWords(attribute, 'en')}. ${support.en}`,
  },
  'federation/codice-fiscale-invalid': always(
    422,
    "Il codice fiscale comunicato dal gestore non è valido. Far correggere i propri dati al gestore, poi accedere di nuovo; nel frattempo l'ufficio può dare assistenza.",
    'The codice fiscale that the provider gives is not valid. Have the provider correct it, then sign in again; until then the office can help.',
  ),
  'federation/codice-fiscale-provisional': always(
    422,
    "Il codice fiscale comunicato dal gestore è provvisorio. Chiedere all'Agenzia delle Entrate quello definitivo, farlo registrare dal gestore e accedere di nuovo.",
    'The codice fiscale that the provider gives is provisional. Ask the Agenzia delle Entrate for the final one, have the provider record it, then sign in again.',
  ),
  'federation/card-malformed': always(
    422,
    "Il certificato presentato non è quello di autenticazione di una CNS. Scegliere il certificato di autenticazione della carta; se non c'è, rivolgersi a chi l'ha rilasciata.",
    'The certificate is not the one with which a CNS signs in. Choose the authentication certificate of the card; if there is none, ask whoever issued it.',
  ),
  'federation/protocol-differs': always(
    422,
    `I dati ricevuti sono quelli di un'identità di un altro Stato membro (eIDAS). Scegliere l'accesso eIDAS; se non è proposto, segnalarlo all'assistenza del sito.`,
    'What was sent is an identity of another member state (eIDAS). Choose to sign in by eIDAS; if that is not offered, tell the support of the site.',
  ),
  'federation/too-many-attempts': always(
    403,
    'Il gestore ha rifiutato il riconoscimento: troppi tentativi con credenziali errate. Attendere o recuperare le credenziali sul sito del gestore, che può dare assistenza, poi accedere di nuovo.',
    'The provider has refused: too many attempts with wrong credentials. Wait, or recover the credentials on the site of the provider, who can help, then sign in again.',
  ),
  'federation/level-not-held': always(
    403,
    "L'identità digitale non ha credenziali del livello richiesto dal servizio. Il gestore può attivarle; in alternativa accedere con un altro sistema tra quelli proposti dal sito.",
    'The digital identity has no credentials of the level that the service requires. The provider can activate them; or sign in by another system that the site offers.',
  ),
  'federation/timed-out': always(
    403,
    'Il tempo per il riconoscimento presso il gestore è scaduto. Accedere di nuovo e completare i passaggi senza interruzioni; se accade ancora, può aiutare il gestore.',
    'The time for signing in at the provider is over. Sign in again and go through without a pause; if it happens again, the provider can help.',
  ),
  'federation/consent-denied': always(
    403,
    "L'invio dei dati al servizio non è stato autorizzato. Per proseguire accedere di nuovo e autorizzarlo; per sapere a che cosa servono i dati, chiedere all'ufficio.",
    'Sending the data to the service was not authorised. To go on, sign in again and authorise it; ask the office what the data are for.',
  ),
  'federation/identity-suspended': always(
    403,
    "L'identità digitale risulta sospesa o revocata. Solo il gestore può riattivarla o rilasciarne un'altra; nel frattempo accedere con un altro sistema tra quelli proposti dal sito.",
    'The digital identity is suspended or revoked. Only the provider can reactivate it or issue another one; until then sign in by another system that the site offers.',
  ),
  'federation/cancelled': always(
    403,
    'Il riconoscimento è stato annullato sul sito del gestore. Per proseguire accedere di nuovo; se non è stato annullato di proposito, può aiutare il gestore.',
    'Signing in was cancelled on the site of the provider. To go on, sign in again; if that was not on purpose, the provider can help.',
  ),
  'federation/identity-kind': always(
    403,
    "L'identità digitale usata non è del tipo richiesto dal servizio, ad esempio personale invece che professionale. Accedere con un'identità del tipo richiesto; il gestore può dire di che tipo è la propria e rilasciarne una.",
    'The digital identity is not of the kind that the service requires, such as personal instead of professional. Sign in with one of that kind; the provider can tell which kind it is, and issue another.',
  ),
  'federation/provider-failed': always(
    403,
    "Il gestore non ha completato il riconoscimento per un problema tecnico. Riprovare più tardi; se il problema rimane, segnalarlo all'assistenza del sito.",
    'The provider could not complete the sign-in for a technical reason. Try again later; if it goes on, tell the support of the site.',
  ),
}

/**
 * The sentence for a refusal of a reader or of a provider; undefined for a code or a language that there is not, and for a refusal without its
 * data. `refusalText` of `sportello` says the same. Total over any value.
 *
 * @example
 * federationText({ code: 'federation/input-malformed' }, 'en')  // 'What the provider has sent cannot be read. Try again; if it goes on, tell the support of the site.'
 */
export function federationText(refusal: AnyRefusal, locale: Locale): string | undefined {
  try {
    if (!Object.hasOwn(federationMessages, refusal.code) || (locale !== 'it' && locale !== 'en')) return undefined
    // The message of a code takes the refusal of that code.
    const message = federationMessages[refusal.code] as Message<AnyRefusal>
    return message[locale](refusal)
  } catch {
    return undefined
  }
}
