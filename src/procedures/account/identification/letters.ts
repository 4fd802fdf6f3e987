/** The letter to a person who was identified: the temporary password and the half of the PIN that goes by mail. */
import type { Instant } from '../../../kernel/index.ts'
import { onDay, romeText } from '../../../rules/civil/index.ts'
import { type LetterOf, type LetterTable, letterOf, type OfficeName } from '../../../runtime/letter.ts'
import { type SuspendLink, sampleFacts, suspendLine, whySubscriber } from '../../../runtime/letter-words.ts'

/** What the letter of an identification tells, by its name. */
export type IdentificationLetterData = {
  readonly 'identification/credentials': {
    /** The user name. */
    readonly codiceFiscale: string
    /** The temporary password: a secret. */
    readonly password: string
    /** First four digits of the new PIN: a secret. */
    readonly pinFirstHalf: string
    /** Until when the temporary password works, exclusive. */
    readonly temporaryUntil: Instant
    /** Leads to the page that suspends the credential. */
    readonly url: string
    /** Its end, exclusive. */
    readonly until: Instant
  }
}

type Told = Omit<IdentificationLetterData['identification/credentials'], 'url'> & SuspendLink

/** Half of what opens the account: the other digits were handed over on paper, as a ticket that shows them. */
export function credentialsLetter(
  office: OfficeName,
  told: Told,
): LetterOf<IdentificationLetterData, 'identification/credentials'> {
  const { codiceFiscale, password, pinFirstHalf, temporaryUntil, url, until } = told
  const lines = [
    {
      it: "È stato identificato di persona con un documento, e l'ente ha riattivato il suo accesso con credenziali nuove. Quelle precedenti, password e PIN, non valgono più.",
      en: 'You were identified in person by a document, and the office has enabled your access again with new credentials. The earlier ones, password and PIN, work no more.',
    },
    {
      title: { it: 'Credenziali', en: 'Credentials' },
      fields: [
        [{ it: 'Nome utente', en: 'User name' }, codiceFiscale, 'code'],
        [{ it: 'Password temporanea', en: 'Temporary password' }, password, 'code'],
        [{ it: 'PIN, prime 4 cifre', en: 'PIN, first 4 digits' }, pinFirstHalf, 'code'],
      ],
    },
    {
      it: 'Il PIN intero ha 9 cifre: dopo queste 4 vengono le 5 che vede a video, una volta sola, con il codice stampato che le è stato consegnato.',
      en: 'The whole PIN has 9 digits: these 4, then the 5 that you see on the screen, once, with the printed code that was handed to you.',
    },
    {
      it: `Al primo accesso scelga una nuova password. Quella temporanea vale fino ${onDay('al', romeText(temporaryUntil, 'it'))}.`,
      en: `Choose a new password at the first sign-in. The temporary one works until ${romeText(temporaryUntil, 'en')}.`,
    },
    suspendLine({ url, until }),
  ] as const
  const said = {
    about: { it: 'accesso riattivato dopo l’identificazione', en: 'access enabled again after your identification' },
    greeting: 'by-name',
    lines,
    notYou: {
      it: "Se non si è presentato lei con un documento, avvisi subito l'ente.",
      en: 'If it was not you who came with a document, tell the office at once.',
    },
    why: whySubscriber,
  } as const
  const data = { codiceFiscale, password, pinFirstHalf, temporaryUntil, url, until }
  return letterOf('identification/credentials', office, data, said, ['password', 'pinFirstHalf', 'url'])
}

export const identificationLetters: LetterTable<IdentificationLetterData> = {
  'identification/credentials': {
    to: 'the subscriber, at the address given in person, else at the private mailbox, or at the one before it for some days after a change',
    when: 'when an identification is recorded',
    sample: (office) => {
      const secrets = { codiceFiscale: 'VRDNNA80A41L219Z', password: 'Sample-word7', pinFirstHalf: '0042' }
      const { until, url } = sampleFacts
      return credentialsLetter(office, { ...secrets, temporaryUntil: until, until, url })
    },
  },
}
