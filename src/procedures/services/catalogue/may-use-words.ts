/** What people are told who may not use a service: why, and how to get there. */
import type { Locale } from '../../../kernel/index.ts'
import { onDay } from '../../../rules/civil/index.ts'
import { endedText, nextText } from '../../calendar/sunset/sunset-words.ts'
import type { ServiceMeans } from '../means.ts'
import type { ServicesReason } from './may-use.ts'

/** A text in both languages. */
export type ServicesText = { readonly [L in Locale]: string }

/** What stands in the way, and what to do about it. */
export type ServicesWords = { readonly text: ServicesText; readonly way: ServicesText }

const meansNames: { readonly [M in ServiceMeans]: ServicesText } = {
  local: { it: "le credenziali dell'ente", en: 'the credentials of the office' },
  'spid-saml': { it: 'SPID', en: 'SPID' },
  'spid-oidc': { it: 'SPID', en: 'SPID' },
  'cie-saml': { it: 'CIE', en: 'CIE' },
  'cie-oidc': { it: 'CIE', en: 'CIE' },
  cns: { it: 'CNS', en: 'CNS' },
  eidas: { it: 'eIDAS', en: 'eIDAS' },
}

/** `SPID, CIE o CNS`: each name once. */
function listed(accepts: readonly ServiceMeans[], locale: Locale): string {
  const names = [...new Set(accepts.map((means) => meansNames[means][locale]))]
  if (names.length < 2) return names.join()
  return `${names.slice(0, -1).join(', ')} ${locale === 'it' ? 'o' : 'or'} ${names.slice(-1).join()}`
}

const inBoth = (text: (locale: Locale) => string): ServicesText => ({ it: text('it'), en: text('en') })

const signInWith = (accepts: readonly ServiceMeans[]): ServicesText => ({
  it: `Acceda con ${listed(accepts, 'it')}.`,
  en: `Sign in with ${listed(accepts, 'en')}.`,
})

/** A day as people of each language write it. */
const dayOf = (day: string): ServicesText => ({ it: day.split('-').reverse().join('/'), en: day })

const years = (count: number, locale: Locale): string =>
  locale === 'it' ? `${count} ${count === 1 ? 'anno compiuto' : 'anni compiuti'}` : `${count} ${count === 1 ? 'year' : 'years'}`

const askBody: ServicesText = {
  it: "L'autorizzazione la chiede l'ente per cui lavora, che si rivolge al nostro ufficio.",
  en: 'The body that you work for asks our office for the authorisation.',
}
const askDelegation: ServicesText = {
  it: "Chieda la delega da questo portale, con un documento che la provi, o allo sportello dell'ente.",
  en: 'Ask for a delegation on this portal, with a document that proves it, or at the counter of the office.',
}
const atCounter: ServicesText = { it: "Si rivolga allo sportello dell'ente.", en: 'Go to the counter of the office.' }

/**
 * The sentences for a reason.
 *
 * @example
 * const verdict = await sportello.services.mayUse({ service: 'certificates', token })
 * if (!verdict.may) console.log(verdict.text.it, servicesWords(verdict.reason))
 */
export function servicesWords(reason: ServicesReason): ServicesWords {
  switch (reason.why) {
    case 'unknown-service':
      return {
        text: { it: 'Il servizio non esiste o non è più disponibile.', en: 'There is no such service, or no longer.' },
        way: { it: "Scelga un servizio dall'elenco.", en: 'Choose a service from the list.' },
      }
    case 'closed':
      return {
        text: reason.text,
        way:
          reason.until === null
            ? {
                it: "Riprovi più avanti: l'ente comunicherà la riapertura.",
                en: 'Try again later: the office will say when it opens.',
              }
            : { it: 'Riprovi dopo la riapertura.', en: 'Try again once it is open.' },
      }
    case 'not-signed-in':
      return {
        text: { it: 'Per questo servizio occorre accedere.', en: 'This service is for whoever is signed in.' },
        way: signInWith(reason.accepts),
      }
    case 'password-change-required':
      return {
        text: {
          it: 'Prima di usare i servizi deve cambiare la password.',
          en: 'Before using services you must change the password.',
        },
        way: { it: 'Cambi la password e riprovi.', en: 'Change the password and try again.' },
      }
    case 'means-not-accepted':
      return {
        text: {
          it: 'Il modo in cui ha effettuato l’accesso non vale per questo servizio.',
          en: 'The way in which you have signed in does not open this service.',
        },
        way: signInWith(reason.accepts),
      }
    case 'means-ended': {
      const { course, since } = reason
      const without = { ...course, means: [] }
      const next = inBoth((locale) => nextText(course, locale).trim())
      return {
        text: inBoth((locale) => endedText(without, 'use', since, locale)),
        way: next.it === '' ? atCounter : next,
      }
    }
    case 'level-too-low': {
      const { level, accepts } = reason
      return {
        text: {
          it: `Il servizio chiede un accesso di livello ${level}, e quello in corso è di livello inferiore.`,
          en: `The service asks for a sign-in of level ${level}, and yours is of a lower one.`,
        },
        way: {
          it: `Acceda di nuovo, a livello ${level}, con ${listed(accepts, 'it')}.`,
          en: `Sign in again, at level ${level}, with ${listed(accepts, 'en')}.`,
        },
      }
    }
    case 'age-unknown':
      return {
        text: {
          it: `Il servizio è per chi ha almeno ${years(reason.ageMin, 'it')}, e la sua data di nascita non ci risulta.`,
          en: `The service is for people of at least ${years(reason.ageMin, 'en')}, and your date of birth is not known to us.`,
        },
        way: {
          it: "Si rivolga allo sportello dell'ente con un documento di riconoscimento.",
          en: 'Go to the counter of the office with an identity document.',
        },
      }
    case 'too-young':
      return {
        text: {
          it: `Il servizio è per chi ha almeno ${years(reason.ageMin, 'it')}.`,
          en: `The service is for people of at least ${years(reason.ageMin, 'en')}.`,
        },
        way: {
          it: 'Per lei può agire un genitore o un tutore, con una delega.',
          en: 'A parent or guardian can act for you, with a delegation.',
        },
      }
    case 'no-authorisation':
      return {
        text: {
          it: 'Il servizio è riservato a chi è autorizzato per conto di un ente.',
          en: 'The service is reserved to whoever is authorised for a body.',
        },
        way: askBody,
      }
    case 'authorisation-not-yet':
      return {
        text: inBoth((locale) =>
          locale === 'it'
            ? `La sua autorizzazione vale ${onDay('dal', dayOf(reason.fromDay).it)}.`
            : `Your authorisation holds from ${dayOf(reason.fromDay).en} on.`,
        ),
        way: { it: 'Torni da quel giorno.', en: 'Come back from that day on.' },
      }
    case 'authorisation-over':
      return { text: { it: 'La sua autorizzazione non vale più.', en: 'Your authorisation is over.' }, way: askBody }
    case 'not-on-behalf':
      return {
        text: {
          it: 'Questo servizio si usa solo a proprio nome.',
          en: 'This service is used in one’s own name alone.',
        },
        way: { it: 'Lo usi a suo nome, se è autorizzato.', en: 'Use it in your own name, if you are authorised.' },
      }
    case 'no-delegation':
      return {
        text: { it: 'Non risulta una delega ad agire per questa persona.', en: 'There is no delegation to act for this person.' },
        way: askDelegation,
      }
    case 'delegation-not-yet':
      return {
        text: {
          it: `La delega vale ${onDay('dal', dayOf(reason.fromDay).it)}.`,
          en: `The delegation holds from ${dayOf(reason.fromDay).en} on.`,
        },
        way: { it: 'Torni da quel giorno.', en: 'Come back from that day on.' },
      }
    case 'delegation-over':
      return { text: { it: 'La delega non vale più.', en: 'The delegation is over.' }, way: askDelegation }
    case 'delegation-elsewhere':
      return {
        text: { it: 'La delega non comprende questo servizio.', en: 'The delegation does not cover this service.' },
        way: askDelegation,
      }
  }
}
