/** What is wrong with a field, in Italian and English: a sentence to stand beside it, and what stands for the field in a sentence. */
import type { Locale } from '../kernel/index.ts'
import { characterName } from './character-names.ts'
import { fieldWords } from './field-words.ts'
import type { Problem, ProblemCode } from './input.ts'

type Said = { readonly [L in Locale]: string }

const words: { readonly [Code in ProblemCode]: Said } = {
  required: { it: 'Questo dato è obbligatorio', en: 'This is required' },
  type: { it: 'Il valore ricevuto non è del tipo previsto', en: 'The value that was received is not of the right kind' },
  unreadable: { it: 'Il modulo ricevuto non è leggibile', en: 'The form that was received cannot be read' },
  malformed: { it: 'Il valore non è valido', en: 'The value is not valid' },
  'too-long': { it: 'Il testo è troppo lungo', en: 'The text is too long' },
  unknown: { it: 'Il valore non è tra quelli previsti', en: 'The value is not one of those offered' },
  different: { it: 'Non è uguale a quanto scritto la prima volta', en: 'It is not the same as what was typed first' },
  'same-as-pec': { it: 'Serve un indirizzo diverso dalla nuova PEC', en: 'An address other than the new PEC is needed' },
  'not-authorised': {
    it: 'Senza questa autorizzazione la richiesta non può essere presentata',
    en: 'Without this consent the request cannot be filed',
  },
  'no-questionnaire': {
    it: 'Per questo argomento non è previsto un modulo: ne scelga un altro',
    en: 'There is no form for this topic: choose another one',
  },
  'in-future': { it: 'La data è nel futuro', en: 'The date is in the future' },
  'too-young': {
    it: "A questa data di nascita non corrisponde l'età richiesta",
    en: 'Whoever was born on this day is not of the age that is asked',
  },
  mismatch: { it: 'Non corrisponde al codice fiscale', en: 'It does not agree with the codice fiscale' },
  skipped: {
    it: "Quest'ora non esiste: in quella notte gli orologi passano all'ora legale",
    en: 'There is no such time: the clocks are put forward in that night',
  },
  ambiguous: {
    it: "Quest'ora viene due volte: indichi se la prima o la seconda",
    en: 'This time comes twice: say whether the earlier or the later is meant',
  },
  empty: { it: 'Non contiene alcuna lettera', en: 'There is no letter in it' },
  characters: { it: 'Contiene un carattere non ammesso', en: 'It has a character that is not allowed' },
  script: { it: "Contiene una lettera che non è dell'alfabeto latino", en: 'It has a letter that is not of the Latin alphabet' },
  marks: { it: 'Una lettera ha troppi accenti', en: 'A letter has too many accents' },
  shape: { it: 'Un carattere manca o è fuori posto', en: 'A character is missing or out of place' },
  length: { it: 'Ci sono caratteri in più o in meno', en: 'There are too many or too few characters' },
  'check-letter': {
    it: "L'ultima lettera non si accorda con il resto: controlli di averlo copiato senza errori",
    en: 'The last letter does not agree with the rest: check that it was copied without a mistake',
  },
  date: { it: 'La data di nascita che contiene non esiste', en: 'The birth date in it does not exist' },
  'local-part': { it: 'La parte prima della chiocciola (@) non è valida', en: 'The part before the @ is not valid' },
  domain: { it: 'La parte dopo la chiocciola (@) non è valida', en: 'The part after the @ is not valid' },
}

const word: Said = { it: 'carattere', en: 'character' }

/** How it is written is said where it was written otherwise. */
const hinted: ReadonlySet<string> = new Set<ProblemCode>(['malformed', 'characters', 'shape', 'length', 'local-part', 'domain'])

/** ` (character 3: no-break space U+00A0)`, or nothing where no character is meant. */
function placeOf({ position, character }: Problem, locale: Locale): string {
  if (typeof position !== 'number') return ''
  const which = typeof character === 'string' ? `: ${characterName(character, locale)}` : ''
  return ` (${word[locale]} ${position}${which})`
}

/**
 * What is wrong with a field, in one or two sentences for the place beside it: it does not name the field, which `fieldLabel` does.
 * Undefined for a code or a language that the library does not have. Total over any value.
 *
 * @example
 * problemText({ field: 'surname', code: 'required' }, 'en')  // 'This is required.'
 */
export function problemText(problem: Problem, locale: Locale): string | undefined {
  try {
    const { field, code } = problem
    if (!Object.hasOwn(words, code) || !Object.hasOwn(words[code], locale)) return undefined
    const hint = hinted.has(code) ? fieldWords(field)?.hint?.[locale] : undefined
    const sentence = `${words[code][locale]}${placeOf(problem, locale)}.`
    return hint === undefined ? sentence : `${sentence} ${hint}`
  } catch {
    return undefined
  }
}

/**
 * What a form calls the field, such as `Codice fiscale`, by its path in the input: `body.taxCode`, `path.0`. All of the office's own
 * questions, `answers.<id>`, have one label, since only the office has their words. Undefined for a path or a language that the library does not have. Total over any value.
 *
 * @example
 * fieldLabel('birthDate', 'it')  // 'Data di nascita'
 */
export function fieldLabel(field: string, locale: Locale): string | undefined {
  try {
    return typeof field === 'string' && (locale === 'it' || locale === 'en') ? fieldWords(field)?.[locale] : undefined
  } catch {
    return undefined
  }
}

const others: Said = { it: 'Altro campo', en: 'Another field' }

/** The fields that are wrong, each named once, with the first character that was not taken. */
export function fieldsInWords(problems: readonly Problem[], locale: Locale): string {
  const fields = new Map<string, string>()
  for (const problem of problems) {
    const label = fieldLabel(problem.field, locale) ?? others[locale]
    const place = placeOf(problem, locale)
    if (!fields.get(label)) fields.set(label, place)
  }
  return [...fields].map(([label, place]) => label + place).join(', ')
}
