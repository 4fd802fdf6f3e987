/** The mail of a registration: what the applicant gets when the request is complete (seed 001), in Italian and English. */
import type { Locale } from '../../../kernel/index.ts'
import type { Letter } from '../../../runtime/letter.ts'
import type { ApplicantPerson } from './person.ts'

type OfficeName = { readonly name: string; readonly taxCode: string }

const sexes = { it: { F: 'femminile', M: 'maschile' }, en: { F: 'female', M: 'male' } } as const
const answers = { it: { yes: 'sì', no: 'no' }, en: { yes: 'yes', no: 'no' } } as const

function given(rows: readonly (readonly [string, string])[]): readonly (readonly [string, string])[] {
  return rows.filter(([, value]) => value !== '')
}

function personFields(person: ApplicantPerson, locale: Locale): readonly (readonly [string, string])[] {
  const { residence, italianCitizen, sex } = person
  const address = [residence.address, [residence.postalCode, residence.city].join(' ').trim(), residence.province]
    .filter((part) => part !== '')
    .join(', ')
  const citizen = italianCitizen === null ? '' : answers[locale][italianCitizen ? 'yes' : 'no']
  const shownSex = sex === null ? '' : sexes[locale][sex]
  return locale === 'it'
    ? given([
        ['Cognome', person.surname],
        ['Nome', person.name],
        ['Codice fiscale', person.codiceFiscale],
        ['Sesso', shownSex],
        ['Indirizzo', address],
        ['Cittadinanza italiana', citizen],
        ['Per conto di', person.body === null ? '' : `${person.body.name} (${person.body.taxCode})`],
      ])
    : given([
        ['Surname', person.surname],
        ['Name', person.name],
        ['Codice fiscale', person.codiceFiscale],
        ['Sex', shownSex],
        ['Address', address],
        ['Italian citizen', citizen],
        ['On behalf of', person.body === null ? '' : `${person.body.name} (${person.body.taxCode})`],
      ])
}

/** Office, person, user name, temporary password and the first half of the PIN; the decision is still to come. */
export function completedLetter(
  office: OfficeName,
  person: ApplicantPerson,
  secrets: { readonly password: string; readonly pinFirstHalf: string },
  locale: Locale,
): Letter {
  const { password, pinFirstHalf } = secrets
  if (locale === 'it') {
    return {
      subject: `${office.name}: richiesta di credenziali ricevuta`,
      lines: [
        { kind: 'text', text: 'Abbiamo ricevuto la sua richiesta di credenziali e i documenti allegati.' },
        {
          kind: 'text',
          text: "L'accesso sarà possibile solo dopo l'autorizzazione dell'ente: le scriveremo appena la richiesta sarà stata esaminata.",
        },
        {
          kind: 'fields',
          title: 'Ente',
          fields: [
            ['Denominazione', office.name],
            ['Codice fiscale', office.taxCode],
          ],
        },
        { kind: 'fields', title: 'Richiedente', fields: personFields(person, locale) },
        {
          kind: 'fields',
          title: 'Credenziali',
          fields: [
            ['Nome utente', person.codiceFiscale],
            ['Password temporanea', password],
            ['PIN, prime 4 cifre', pinFirstHalf],
          ],
        },
        {
          kind: 'text',
          text: 'Il PIN intero ha 9 cifre: a queste 4 seguono le 5 mostrate a video durante la richiesta. La password temporanea va cambiata al primo accesso.',
        },
        {
          kind: 'text',
          text: "Se non ha presentato lei questa richiesta, avvisi l'ente: finché non viene approvata, non consente alcun accesso.",
        },
      ],
    }
  }
  return {
    subject: `${office.name}: your request for credentials has arrived`,
    lines: [
      { kind: 'text', text: 'We have received your request for credentials and the documents that go with it.' },
      {
        kind: 'text',
        text: 'You can sign in only after the office has approved the request: we will write to you when it has been examined.',
      },
      {
        kind: 'fields',
        title: 'Office',
        fields: [
          ['Name', office.name],
          ['Tax code', office.taxCode],
        ],
      },
      { kind: 'fields', title: 'Applicant', fields: personFields(person, locale) },
      {
        kind: 'fields',
        title: 'Credentials',
        fields: [
          ['User name', person.codiceFiscale],
          ['Temporary password', password],
          ['PIN, first 4 digits', pinFirstHalf],
        ],
      },
      {
        kind: 'text',
        text: 'The whole PIN has 9 digits: after these 4 come the 5 that were shown on the screen. The temporary password must be changed at the first sign-in.',
      },
      { kind: 'text', text: 'If this request is not yours, tell the office: until it is approved, it gives no access.' },
    ],
  }
}

/** The documents that the office had asked for have arrived; no secret goes out a second time. */
export function resubmittedLetter(office: OfficeName, locale: Locale): Letter {
  return locale === 'it'
    ? {
        subject: `${office.name}: documenti ricevuti`,
        lines: [
          {
            kind: 'text',
            text: "Abbiamo ricevuto i documenti che l'ente le aveva chiesto. La richiesta torna in esame: le comunicheremo l'esito.",
          },
        ],
      }
    : {
        subject: `${office.name}: documents received`,
        lines: [
          {
            kind: 'text',
            text: 'We have received the documents that the office had asked for. Your request is being examined again: we will write to you when it is decided.',
          },
        ],
      }
}

/** To who already holds a credential for the codice fiscale of a new request: nothing of it changes. */
export function holderWarningLetter(office: OfficeName, locale: Locale): Letter {
  return locale === 'it'
    ? {
        subject: `${office.name}: nuova richiesta con il suo codice fiscale`,
        lines: [
          {
            kind: 'text',
            text: 'È arrivata una nuova richiesta di credenziali con il suo codice fiscale. Le credenziali che possiede non cambiano.',
          },
          { kind: 'text', text: "Se la richiesta non è sua, avvisi l'ente." },
        ],
      }
    : {
        subject: `${office.name}: a new request with your codice fiscale`,
        lines: [
          {
            kind: 'text',
            text: 'A new request for credentials with your codice fiscale has arrived. The credentials that you hold stay as they are.',
          },
          { kind: 'text', text: 'If the request is not yours, tell the office.' },
        ],
      }
}
