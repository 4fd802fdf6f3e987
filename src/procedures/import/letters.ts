/** The letter of an import: to each person whose account was taken over from another system. */
import { type LetterOf, type LetterTable, letterOf, type OfficeName } from '../../runtime/letter.ts'
import { whySubscriber } from '../../runtime/letter-words.ts'

/** What the letter of an import tells, by its name. */
export type ImportLetterData = { readonly 'import/imported': Record<never, never> }

/** To whoever can go on with the password of the other system. */
export function importedLetter(office: OfficeName): LetterOf<ImportLetterData, 'import/imported'> {
  const lines = [
    {
      it: 'Il suo accesso è stato trasferito da un altro sistema dell’ente a questo. I suoi dati e i suoi recapiti sono rimasti gli stessi.',
      en: 'Your access was moved to this system from another one of the office. Your data and your addresses have stayed the same.',
    },
    {
      it: 'Per accedere serve ora anche un PIN: lo chieda dalla pagina di accesso con il codice fiscale e la password che usava finora.',
      en: 'To sign in you now need a PIN as well: ask for it on the sign-in page, with your codice fiscale and the password that you have used so far.',
    },
  ]
  const notYou = {
    it: "Se non aveva un accesso presso l'ente, lo segnali all'ente.",
    en: 'If you had no access with the office, tell the office.',
  }
  const about = { it: 'accesso trasferito', en: 'access moved' }
  return letterOf('import/imported', office, {}, { about, greeting: 'by-name', lines, notYou, why: whySubscriber })
}

export const importLetters: LetterTable<ImportLetterData> = {
  'import/imported': {
    to: 'whoever was imported with a credential that works, at the private mailbox',
    when: 'when the account has been imported, unless the run says otherwise',
    sample: (office) => importedLetter(office),
  },
}
