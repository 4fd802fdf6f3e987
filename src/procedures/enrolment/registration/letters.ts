/** The letters of a registration: what the applicant gets when the request is complete (seed 001). */
import type { Instant } from '../../../kernel/index.ts'
import { onDay, romeText } from '../../../rules/civil/index.ts'
import { type Field, type LetterOf, type LetterTable, type Line, letterOf, type OfficeName } from '../../../runtime/letter.ts'
import { sampleFacts, whySubscriber } from '../../../runtime/letter-words.ts'
import type { RegistrationPerson } from './person.ts'

/** What the letters of a registration tell, by their names. */
export type RegistrationLetterData = {
  readonly 'registration/completed': {
    readonly surname: string
    /** Empty for a person without a given name. */
    readonly name: string
    /** Also the user name. */
    readonly codiceFiscale: string
    /** Null where it was not said. */
    readonly sex: 'F' | 'M' | null
    /** Null where it was not said. */
    readonly italianCitizen: boolean | null
    /** Tax code of the body that the person acts for; null for none. */
    readonly bodyTaxCode: string | null
    /** The temporary password: a secret. */
    readonly password: string
    /** First four digits of the PIN: a secret. */
    readonly pinFirstHalf: string
  }
  readonly 'registration/resubmitted': object
  readonly 'registration/reissued': {
    /** Also the user name. */
    readonly codiceFiscale: string
    /** The temporary password: a secret. */
    readonly password: string
    /** First four digits of the PIN: a secret. */
    readonly pinFirstHalf: string
    /** From this instant on the temporary password does not work. */
    readonly temporaryUntil: Instant
    /** True where the office has handed over a ticket for the other half. */
    readonly inPerson: boolean
  }
  readonly 'registration/subscriber-warning': object
}

type RegistrationLetter<N extends keyof RegistrationLetterData> = LetterOf<RegistrationLetterData, N>

/** Whose request it is. Nothing is asked for here that its writer could word freely, but the name in the alphabet of names. */
type Quoted = Pick<RegistrationPerson, 'surname' | 'name' | 'codiceFiscale' | 'sex' | 'italianCitizen' | 'body'>

const sexes = { F: { it: 'femminile', en: 'female' }, M: { it: 'maschile', en: 'male' } } as const

const whyApplicant = {
  it: "questo indirizzo è stato indicato in una richiesta di credenziali presentata all'ente.",
  en: 'this address was given in a request for credentials made to the office.',
}

/**
 * What was said of the person; what was not is left out. Nobody has looked at the request, and the address may be a stranger's: nothing
 * is quoted that its writer could word freely, but the name in the alphabet of names.
 */
function personFields({ italianCitizen, sex, ...person }: Quoted): readonly Field[] {
  const fields: readonly Field[] = [
    [{ it: 'Cognome', en: 'Surname' }, person.surname],
    [{ it: 'Nome', en: 'Name' }, person.name],
    ['Codice fiscale', person.codiceFiscale],
    [{ it: 'Sesso', en: 'Sex' }, sex === null ? '' : sexes[sex]],
    [
      { it: 'Cittadinanza italiana', en: 'Italian citizen' },
      italianCitizen === null ? '' : italianCitizen ? { it: 'sì', en: 'yes' } : 'no',
    ],
    [{ it: "Per conto dell'ente con codice fiscale", en: 'On behalf of the body with the tax code' }, person.body?.taxCode ?? ''],
  ]
  return fields.filter(([, value]) => value !== '')
}

/** User name, temporary password and the first half of the PIN. */
function credentials(secrets: {
  readonly codiceFiscale: string
  readonly password: string
  readonly pinFirstHalf: string
}): Line {
  return {
    title: { it: 'Credenziali', en: 'Credentials' },
    fields: [
      [{ it: 'Nome utente', en: 'User name' }, secrets.codiceFiscale, 'code'],
      [{ it: 'Password temporanea', en: 'Temporary password' }, secrets.password, 'code'],
      [{ it: 'PIN, prime 4 cifre', en: 'PIN, first 4 digits' }, secrets.pinFirstHalf, 'code'],
    ],
  }
}

/** Office, person, user name, temporary password and the first half of the PIN; the decision is still to come. */
export function completedLetter(
  office: OfficeName & { readonly taxCode: string },
  person: Quoted,
  { password, pinFirstHalf }: { readonly password: string; readonly pinFirstHalf: string },
): RegistrationLetter<'registration/completed'> {
  const { surname, name, codiceFiscale, sex, italianCitizen, body } = person
  const lines = [
    {
      it: 'Abbiamo ricevuto la sua richiesta di credenziali e i documenti allegati.',
      en: 'We have received your request for credentials and the documents that go with it.',
    },
    {
      it: "L'accesso sarà possibile solo dopo l'autorizzazione dell'ente: le scriveremo appena la richiesta sarà stata esaminata.",
      en: 'You can sign in only after the office has approved the request: we will write to you when it has been examined.',
    },
    {
      title: { it: 'Ente', en: 'Office' },
      fields: [
        [{ it: 'Denominazione', en: 'Name' }, office.name],
        [{ it: 'Codice fiscale', en: 'Tax code' }, office.taxCode],
      ],
    },
    { title: { it: 'Richiedente', en: 'Applicant' }, fields: personFields(person) },
    credentials({ codiceFiscale, password, pinFirstHalf }),
    {
      it: 'Il PIN intero ha 9 cifre: a queste 4 seguono le 5 mostrate a video durante la richiesta. La password temporanea va cambiata al primo accesso.',
      en: 'The whole PIN has 9 digits: after these 4 come the 5 that were shown on the screen. The temporary password must be changed at the first sign-in.',
    },
  ] as const
  const said = {
    about: { it: 'richiesta di credenziali ricevuta', en: 'your request for credentials has arrived' },
    greeting: 'by-name',
    lines,
    notYou: {
      it: "Se non ha presentato lei questa richiesta, avvisi l'ente: finché non viene approvata, non consente alcun accesso.",
      en: 'If this request is not yours, tell the office: until it is approved, it gives no access.',
    },
    why: whyApplicant,
  } as const
  const data = { surname, name, codiceFiscale, sex, italianCitizen, bodyTaxCode: body?.taxCode ?? null, password, pinFirstHalf }
  return letterOf('registration/completed', office, data, said, ['password', 'pinFirstHalf'])
}

/** What the office had asked for has arrived; no secret goes out a second time. */
export function resubmittedLetter(office: OfficeName): RegistrationLetter<'registration/resubmitted'> {
  const lines = [
    {
      it: "Abbiamo ricevuto ciò che l'ente le aveva chiesto. La richiesta torna in esame: le comunicheremo l'esito.",
      en: 'We have received what the office had asked for. Your request is being examined again: we will write to you when it is decided.',
    },
  ]
  const said = {
    about: { it: 'richiesta corretta ricevuta', en: 'your corrected request has arrived' },
    greeting: 'by-name',
    lines,
    notYou: {
      it: "Se non è stato lei a presentarla di nuovo, avvisi subito l'ente.",
      en: 'If it was not you who filed it again, tell the office at once.',
    },
    why: whyApplicant,
  } as const
  return letterOf('registration/resubmitted', office, {}, said)
}

const handedOver = {
  it: "Il PIN intero ha 9 cifre: a queste 4 seguono le 5 che vede a video, una volta sola, con il codice che le ha consegnato l'ente.",
  en: 'The whole PIN has 9 digits: after these 4 come the 5 that you see on the screen, once, with the code that the office has handed to you.',
}
const onItsPage = {
  it: "Il PIN intero ha 9 cifre: a queste 4 seguono le 5 che vede a video, una volta sola, nella pagina della richiesta. Se non può aprirla, si presenti all'ente con un documento di identità.",
  en: 'The whole PIN has 9 digits: after these 4 come the 5 that you see on the screen, once, on the page of the request. If you cannot open it, go to the office with an identity document.',
}

/** Credentials issued anew. What came before works no more. */
export function reissuedLetter(
  office: OfficeName,
  data: RegistrationLetterData['registration/reissued'],
): RegistrationLetter<'registration/reissued'> {
  const lines = [
    {
      it: "L'ente ha emesso di nuovo le sue credenziali. Quelle precedenti, password temporanea e PIN, non valgono più.",
      en: 'The office has issued your credentials anew. The earlier ones, temporary password and PIN, work no more.',
    },
    credentials(data),
    data.inPerson ? handedOver : onItsPage,
    {
      it: `Al primo accesso le sarà chiesto di cambiare la password. Quella temporanea vale fino ${onDay('al', romeText(data.temporaryUntil, 'it'))}.`,
      en: `At the first sign-in you will be asked to change the password. The temporary one works until ${romeText(data.temporaryUntil, 'en')}.`,
    },
  ]
  const said = {
    about: { it: 'nuove credenziali', en: 'new credentials' },
    greeting: 'by-name',
    lines,
    notYou: {
      it: "Se la richiesta non è sua, avvisi subito l'ente.",
      en: 'If the request is not yours, tell the office at once.',
    },
    why: whyApplicant,
  } as const
  return letterOf('registration/reissued', office, data, said, ['password', 'pinFirstHalf'])
}

/** To the subscriber of a credential already issued for the codice fiscale of a new request: nothing of it changes. */
export function subscriberWarningLetter(office: OfficeName): RegistrationLetter<'registration/subscriber-warning'> {
  const lines = [
    {
      it: 'È arrivata una nuova richiesta di credenziali con il suo codice fiscale. Le credenziali che possiede non cambiano.',
      en: 'A new request for credentials with your codice fiscale has arrived. The credentials that you hold stay as they are.',
    },
  ]
  const said = {
    about: { it: 'nuova richiesta con il suo codice fiscale', en: 'a new request with your codice fiscale' },
    greeting: 'by-name',
    lines,
    notYou: { it: "Se la richiesta non è sua, avvisi l'ente.", en: 'If the request is not yours, tell the office.' },
    why: whySubscriber,
  } as const
  return letterOf('registration/subscriber-warning', office, {}, said)
}

const samplePerson: Quoted = {
  surname: 'Verdi',
  name: 'Anna',
  codiceFiscale: 'VRDNNA80A41L219Z',
  sex: 'F',
  italianCitizen: true,
  body: { name: '', taxCode: '00743110157' },
}

const sampleReissue = {
  codiceFiscale: 'VRDNNA80A41L219Z',
  password: 'Sample-word7',
  pinFirstHalf: '0042',
  temporaryUntil: sampleFacts.until,
  inPerson: false,
}

export const registrationLetters: LetterTable<RegistrationLetterData> = {
  'registration/completed': {
    to: 'the applicant',
    when: 'when the request is complete; with the first half of the PIN and the temporary password',
    sample: (office) => completedLetter(office, samplePerson, { password: 'Sample-word7', pinFirstHalf: '0042' }),
  },
  'registration/resubmitted': {
    to: 'the applicant',
    when: 'when the request is complete once more, after the office has asked for a correction',
    sample: resubmittedLetter,
  },
  'registration/reissued': {
    to: 'the applicant, at the mailbox of the request',
    when: 'when the office has issued the first credentials anew; with the first half of the PIN and the temporary password',
    sample: (office) => reissuedLetter(office, sampleReissue),
  },
  'registration/subscriber-warning': {
    to: 'the subscriber of the credential, at the private mailbox',
    when: 'when a new request with the same codice fiscale is complete, at most once a day',
    sample: subscriberWarningLetter,
  },
}
