/** The words for every violation and every line of the checklist, in Italian and English. Short, for a live list. */
import type { Locale } from '../../kernel/locale.ts'
import type { ContextFact, Violation } from './violation.ts'

/** One line for a violation or a line of the checklist, without full stop. Never holds a piece of the password or of a fact. */
export type Messages = (violation: Violation) => string

const fatti: Readonly<Record<ContextFact, string>> = {
  codiceFiscale: 'il codice fiscale',
  surname: 'il cognome',
  name: 'il nome',
  birthDate: 'la data di nascita',
  pin: 'il PIN',
  email: 'il nome della casella di posta',
  words: 'il nome dell’ente o del servizio',
  any: 'dati personali o il nome dell’ente',
}

const facts: Readonly<Record<ContextFact, string>> = {
  codiceFiscale: 'the codice fiscale',
  surname: 'the surname',
  name: 'the first name',
  birthDate: 'the date of birth',
  pin: 'the PIN',
  email: 'the name of the mailbox',
  words: 'the name of the office or of the service',
  any: 'personal data or the name of the office',
}

function it(violation: Violation): string {
  switch (violation.code) {
    case 'type':
      return 'La password deve essere un testo'
    case 'characters':
      return 'La password contiene caratteri non validi'
    case 'too-long':
      return `Non oltre ${violation.params.max} caratteri`
    case 'length':
      return violation.params.min === 1 ? 'La password è vuota' : `${violation.params.min} caratteri o più`
    case 'letter-case':
      return 'Lettere sia maiuscole sia minuscole, senza accento'
    case 'lower-case':
      return 'Una lettera minuscola, senza accento'
    case 'upper-case':
      return 'Una lettera maiuscola, senza accento'
    case 'digit':
      return 'Una cifra, da 0 a 9'
    case 'special':
      return 'Un segno di punteggiatura o un simbolo, come % + ,'
    case 'variety':
      return `Almeno ${violation.params.min} tipi di caratteri tra minuscole, maiuscole, cifre e caratteri speciali`
    case 'repetition':
      return violation.params.max === 1
        ? 'Nessun carattere ripetuto di seguito'
        : `Lo stesso carattere non più di ${violation.params.max} volte di seguito`
    case 'context':
      return `Non deve contenere ${fatti[violation.params.fact]}`
    case 'blocklist':
      return 'Non deve essere una password comune, anche se con cifre o simboli aggiunti'
    case 'breach':
      return violation.params.answer === 'found'
        ? 'Non deve comparire tra le password già sottratte e diffuse'
        : 'Non è stato possibile verificare se la password sia già stata diffusa: riprovare più tardi'
    case 'history':
      return violation.params.last === 1
        ? 'Deve essere diversa dall’ultima password usata'
        : `Deve essere diversa dalle ultime ${violation.params.last} password usate`
    case 'unchanged':
      return 'La nuova password deve essere diversa da quella attuale'
    case 'confirmation':
      return 'Le due password non coincidono'
    default:
      return unknown(violation, 'La password non è accettabile')
  }
}

function en(violation: Violation): string {
  switch (violation.code) {
    case 'type':
      return 'The password must be a text'
    case 'characters':
      return 'The password has characters that are not valid'
    case 'too-long':
      return `At most ${violation.params.max} characters`
    case 'length':
      return violation.params.min === 1 ? 'The password is empty' : `At least ${violation.params.min} characters`
    case 'letter-case':
      return 'At least one capital and one small letter (a-z A-Z)'
    case 'lower-case':
      return 'At least one small letter (a-z)'
    case 'upper-case':
      return 'At least one capital letter (A-Z)'
    case 'digit':
      return 'At least one digit (0-9)'
    case 'special':
      return 'At least one special character (such as ? ! ; @)'
    case 'variety':
      return `At least ${violation.params.min} kinds of characters among small letters, capitals, digits and special characters`
    case 'repetition':
      return violation.params.max === 1
        ? 'No character twice in a row'
        : `Not more than ${violation.params.max} equal characters in a row`
    case 'context':
      return `Must not contain ${facts[violation.params.fact]}`
    case 'blocklist':
      return 'Must not be a common password, not even with digits or symbols added'
    case 'breach':
      return violation.params.answer === 'found'
        ? 'Must not be among the passwords already stolen and published'
        : 'It could not be checked whether the password has been published: try again later'
    case 'history':
      return violation.params.last === 1
        ? 'Must differ from the last password used'
        : `Must differ from the last ${violation.params.last} passwords used`
    case 'unchanged':
      return 'The new password must differ from the current one'
    case 'confirmation':
      return 'The two passwords are not the same'
    default:
      return unknown(violation, 'The password is not acceptable')
  }
}

// A violation that came over the wire from a newer version still gets words.
function unknown(_violation: never, words: string): string {
  return words
}

/** By locale: `messages.it(violation)`. */
export const messages: Readonly<Record<Locale, Messages>> = { it, en }
