/** The attributes in words, with their article, for the middle of a sentence. */
import type { Locale } from '../../kernel/index.ts'
import type { FederationAttribute } from './finding.ts'

const words: { readonly [Attribute in FederationAttribute]: { readonly [L in Locale]: string } } = {
  spidCode: { it: 'il codice identificativo SPID', en: 'the SPID code' },
  personIdentifier: { it: "l'identificativo eIDAS", en: 'the eIDAS identifier' },
  fiscalNumber: { it: 'il codice fiscale', en: 'the codice fiscale' },
  familyName: { it: 'il cognome', en: 'the surname' },
  name: { it: 'il nome', en: 'the name' },
  gender: { it: 'il sesso', en: 'the sex' },
  dateOfBirth: { it: 'la data di nascita', en: 'the date of birth' },
  placeOfBirth: { it: 'il luogo di nascita', en: 'the place of birth' },
  countyOfBirth: { it: 'la provincia di nascita', en: 'the province of birth' },
  email: { it: "l'indirizzo e-mail", en: 'the e-mail address' },
  digitalAddress: { it: "l'indirizzo PEC", en: 'the PEC address' },
  companyName: { it: "la denominazione dell'ente o dell'impresa", en: 'the name of the body' },
  companyFiscalNumber: { it: "il codice fiscale dell'ente o dell'impresa", en: 'the tax code of the body' },
  ivaCode: { it: 'la partita IVA', en: 'the VAT number' },
  registeredOffice: { it: 'la sede legale', en: 'the registered office' },
}

/** The words for an attribute; for one that there is not, those for any. */
export function attributeWords(attribute: FederationAttribute, locale: Locale): string {
  if (Object.hasOwn(words, attribute)) return words[attribute][locale]
  return locale === 'it' ? 'un dato' : 'a piece of data'
}

/** The same at the beginning of a sentence. */
export function attributeHead(attribute: FederationAttribute, locale: Locale): string {
  const text = attributeWords(attribute, locale)
  return text.charAt(0).toUpperCase() + text.slice(1)
}
