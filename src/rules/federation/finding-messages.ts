/** What the office is told of attributes that do not fit, in Italian and English. */
import type { Locale } from '../../kernel/index.ts'
import { attributeHead } from './attribute-words.ts'
import type { FederationFinding, FederationFindingCode } from './finding.ts'

type Said = { readonly [L in Locale]: (subject: string) => string }

// Sentences that hold whatever the gender of their subject.
const sentences: { readonly [Code in FederationFindingCode]: Said } = {
  missing: { it: (it) => `${it}: il gestore non lo comunica.`, en: (it) => `${it}: the provider does not give it.` },
  unreadable: {
    it: (it) => `${it}: il valore comunicato dal gestore non è utilizzabile.`,
    en: (it) => `${it}: the value that the provider gives cannot be used.`,
  },
  mismatch: {
    it: (it) => `${it} non corrisponde al codice fiscale.`,
    en: (it) => `${it} does not agree with the codice fiscale.`,
  },
  undecidable: {
    it: (it) => `${it}: non è stato possibile il confronto con il codice fiscale.`,
    en: (it) => `${it} could not be compared with the codice fiscale.`,
  },
  'prefix-missing': {
    it: (it) => `${it}: manca il prefisso previsto dalle regole tecniche.`,
    en: (it) => `${it}: the prefix that the technical rules prescribe is missing.`,
  },
  'prefix-case': {
    it: (it) => `${it}: il prefisso non è in lettere maiuscole.`,
    en: (it) => `${it}: the prefix is not in capital letters.`,
  },
  form: {
    it: (it) => `${it} non ha la forma prevista dalle regole tecniche.`,
    en: (it) => `${it} does not have the form that the technical rules prescribe.`,
  },
  'codice-fiscale/surname-impossible': {
    it: () => 'Le prime tre lettere del codice fiscale non derivano da alcun cognome.',
    en: () => 'The first three letters of the codice fiscale are those of no surname.',
  },
  'codice-fiscale/name-impossible': {
    it: () => 'Le lettere del codice fiscale dalla quarta alla sesta non derivano da alcun nome.',
    en: () => 'Letters four to six of the codice fiscale do not come from any name.',
  },
  'codice-fiscale/place-unknown': {
    it: () => 'Il luogo di nascita nel codice fiscale non è tra quelli noti.',
    en: () => 'The place of birth in the codice fiscale is not known.',
  },
}

/** The codes of the findings, in alphabetical order. */
export const federationFindingCodes: readonly string[] = /* @__PURE__ */ Object.keys(sentences).sort()

/**
 * The sentence for a finding, which the office reads. Undefined for a code or a language that there is not. It holds nothing that was handed in.
 * Total over any value.
 *
 * @example
 * const read = readSpidSaml(spidAnswer, { at: clock.now() })
 * if (read.ok) console.log(read.value.findings.map((finding) => federationFindingText(finding, 'it')))
 */
export function federationFindingText(finding: FederationFinding, locale: Locale): string | undefined {
  try {
    const { code, attribute } = finding
    if (!Object.hasOwn(sentences, code) || (locale !== 'it' && locale !== 'en')) return undefined
    return sentences[code][locale](attributeHead(attribute, locale))
  } catch {
    return undefined
  }
}
