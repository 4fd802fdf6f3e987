/** The letters of a registration: what the applicant gets when the request is complete (seed 001). */
import { type Field, type Letter, type OfficeName, subjectOf } from '../../../runtime/letter.ts'
import type { RegistrationPerson } from './person.ts'

const sexes = { F: { it: 'femminile', en: 'female' }, M: { it: 'maschile', en: 'male' } } as const

/**
 * What was said of the person; what was not is left out. Nobody has looked at the request, and the address may be a stranger's: nothing
 * is quoted that its writer could word freely, but the name in the alphabet of names.
 */
function personFields({ italianCitizen, sex, ...person }: RegistrationPerson): readonly Field[] {
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

/** Office, person, user name, temporary password and the first half of the PIN; the decision is still to come. */
export function completedLetter(
  office: OfficeName & { readonly taxCode: string },
  person: RegistrationPerson,
  { password, pinFirstHalf }: { readonly password: string; readonly pinFirstHalf: string },
): Letter {
  return {
    subject: subjectOf(office, {
      it: 'richiesta di credenziali ricevuta',
      en: 'your request for credentials has arrived',
    }),
    lines: [
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
      {
        title: { it: 'Credenziali', en: 'Credentials' },
        fields: [
          [{ it: 'Nome utente', en: 'User name' }, person.codiceFiscale],
          [{ it: 'Password temporanea', en: 'Temporary password' }, password],
          [{ it: 'PIN, prime 4 cifre', en: 'PIN, first 4 digits' }, pinFirstHalf],
        ],
      },
      {
        it: 'Il PIN intero ha 9 cifre: a queste 4 seguono le 5 mostrate a video durante la richiesta. La password temporanea va cambiata al primo accesso.',
        en: 'The whole PIN has 9 digits: after these 4 come the 5 that were shown on the screen. The temporary password must be changed at the first sign-in.',
      },
      {
        it: "Se non ha presentato lei questa richiesta, avvisi l'ente: finché non viene approvata, non consente alcun accesso.",
        en: 'If this request is not yours, tell the office: until it is approved, it gives no access.',
      },
    ],
  }
}

/** The documents that the office had asked for have arrived; no secret goes out a second time. */
export function resubmittedLetter(office: OfficeName): Letter {
  return {
    subject: subjectOf(office, { it: 'documenti ricevuti', en: 'documents received' }),
    lines: [
      {
        it: "Abbiamo ricevuto i documenti che l'ente le aveva chiesto. La richiesta torna in esame: le comunicheremo l'esito.",
        en: 'We have received the documents that the office had asked for. Your request is being examined again: we will write to you when it is decided.',
      },
    ],
  }
}

/** To the subscriber of a credential already issued for the codice fiscale of a new request: nothing of it changes. */
export function subscriberWarningLetter(office: OfficeName): Letter {
  return {
    subject: subjectOf(office, { it: 'nuova richiesta con il suo codice fiscale', en: 'a new request with your codice fiscale' }),
    lines: [
      {
        it: 'È arrivata una nuova richiesta di credenziali con il suo codice fiscale. Le credenziali che possiede non cambiano.',
        en: 'A new request for credentials with your codice fiscale has arrived. The credentials that you hold stay as they are.',
      },
      { it: "Se la richiesta non è sua, avvisi l'ente.", en: 'If the request is not yours, tell the office.' },
    ],
  }
}
