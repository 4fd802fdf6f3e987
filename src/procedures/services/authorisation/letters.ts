/** The letters about authorisations: what the person may do for a body, and when that has ended. */
import { type LetterOf, type LetterTable, letterOf, type OfficeName } from '../../../runtime/letter.ts'
import { labels, notYou, whySubscriber } from '../../../runtime/letter-words.ts'

/** What the letters about authorisations tell, by their names. */
export type AuthorisationLetterData = {
  readonly 'authorisation/granted': {
    /** The name of the body: one line. */
    readonly body: string
    /** The services in Italian, separated by commas. */
    readonly servicesIt: string
    /** The services in English, separated by commas. */
    readonly servicesEn: string
    /** The first day in Rome, `YYYY-MM-DD`. */
    readonly fromDay: string
    /** The last day in Rome, `YYYY-MM-DD`; null for no end. */
    readonly untilDay: string | null
  }
  readonly 'authorisation/revoked': {
    /** The name of the body: one line. */
    readonly body: string
    /** Why, as the office has put it: one line. */
    readonly reason: string
  }
}

const it = (day: string): string => day.split('-').reverse().join('/')

const forBody = (body: string) => [{ it: 'Ente', en: 'Body' }, body] as const

/** To the person: authorised. */
export function grantedLetter(
  office: OfficeName,
  data: AuthorisationLetterData['authorisation/granted'],
): LetterOf<AuthorisationLetterData, 'authorisation/granted'> {
  const { body, servicesIt, servicesEn, fromDay, untilDay } = data
  const lines = [
    {
      it: "L'ente l'ha autorizzata a usare servizi riservati per conto dell'ente indicato. L'autorizzazione è personale e resta sua anche se cambia il modo in cui accede.",
      en: 'The office has authorised you to use reserved services for the body below. The authorisation is personal, and stays yours however you sign in.',
    },
    {
      title: { it: 'Autorizzazione', en: 'Authorisation' },
      fields: [
        forBody(body),
        [
          { it: 'Servizi', en: 'Services' },
          { it: servicesIt, en: servicesEn },
        ],
        [
          { it: 'Dal giorno', en: 'From' },
          { it: it(fromDay), en: fromDay },
        ],
        [
          { it: 'Fino al giorno', en: 'Up to and including' },
          untilDay === null ? { it: 'senza scadenza', en: 'no end' } : { it: it(untilDay), en: untilDay },
        ],
      ],
    },
  ] as const
  const about = { it: 'autorizzazione ai servizi riservati', en: 'you are authorised for reserved services' }
  const said = { about, greeting: 'by-name', lines, notYou, why: whySubscriber } as const
  return letterOf('authorisation/granted', office, data, said)
}

/** To the person: authorised no more. */
export function revokedLetter(
  office: OfficeName,
  data: AuthorisationLetterData['authorisation/revoked'],
): LetterOf<AuthorisationLetterData, 'authorisation/revoked'> {
  const lines = [
    {
      it: "L'ente ha revocato la sua autorizzazione ai servizi riservati. Gli altri servizi e il suo accesso restano come sono.",
      en: 'The office has revoked your authorisation for reserved services. Other services and your sign-in stay as they are.',
    },
    { title: labels.outcome, fields: [forBody(data.body), [labels.reason, data.reason]] },
  ] as const
  const about = { it: 'autorizzazione revocata', en: 'your authorisation was revoked' }
  const said = { about, greeting: 'by-name', lines, notYou, why: whySubscriber } as const
  return letterOf('authorisation/revoked', office, data, said)
}

const to = 'the person, at the private mailbox of the account; nobody where there is none'

export const authorisationLetters: LetterTable<AuthorisationLetterData> = {
  'authorisation/granted': {
    to,
    when: 'when the office has authorised somebody',
    sample: (office) =>
      grantedLetter(office, {
        body: 'Comune di Esempio',
        servicesIt: "Banche dati dell'ente",
        servicesEn: 'Databases of the office',
        fromDay: '2026-03-10',
        untilDay: '2026-12-31',
      }),
  },
  'authorisation/revoked': {
    to,
    when: 'when the office has revoked an authorisation',
    sample: (office) => revokedLetter(office, { body: 'Comune di Esempio', reason: 'Ha cambiato ufficio.' }),
  },
}
