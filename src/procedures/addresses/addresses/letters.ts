/** The mail about a PEC that is not as it must be, in Italian and English. */
import type { Locale } from '../../../kernel/index.ts'
import type { Letter } from '../../../runtime/letter.ts'
import type { UnfitReason } from './model.ts'

type OfficeName = { readonly name: string }

type Said = { readonly state: string; readonly advice: string }

const words: { readonly [R in UnfitReason]: { readonly [L in Locale]: Said } } = {
  inactive: {
    it: { state: 'non è attiva', advice: "Comunichi al più presto un nuovo indirizzo PEC all'ente, dalla sua area riservata." },
    en: { state: 'is not active', advice: 'Give the office a new PEC address as soon as you can, from your own pages.' },
  },
  expired: {
    it: {
      state: 'è scaduta',
      advice: "La rinnovi presso il gestore, o comunichi al più presto un nuovo indirizzo PEC all'ente.",
    },
    en: { state: 'has expired', advice: 'Renew it with its provider, or give the office a new PEC address as soon as you can.' },
  },
  full: {
    it: { state: 'è piena', advice: 'Liberi spazio nella casella: finché è piena non riceve i messaggi con valore legale.' },
    en: { state: 'is full', advice: 'Make room in the mailbox: while it is full it takes no message of legal effect.' },
  },
}

/** Told at the private mailbox: the PEC, how it is, and what to do about it. */
export function unfitLetter(
  office: OfficeName,
  found: { readonly pec: string; readonly reason: UnfitReason },
  locale: Locale,
): Letter {
  const { state, advice } = words[found.reason][locale]
  return locale === 'it'
    ? {
        subject: `${office.name}: la sua PEC ${state}`,
        lines: [
          {
            kind: 'text',
            text: `All'ente risulta che la PEC con cui le scrive ${state}. La PEC deve essere attiva e non piena.`,
          },
          { kind: 'fields', title: 'Indirizzo', fields: [['PEC', found.pec]] },
          { kind: 'text', text: advice },
        ],
      }
    : {
        subject: `${office.name}: your PEC ${state}`,
        lines: [
          { kind: 'text', text: `The office finds that the PEC that it writes to ${state}. A PEC must be active and not full.` },
          { kind: 'fields', title: 'Address', fields: [['PEC', found.pec]] },
          { kind: 'text', text: advice },
        ],
      }
}

/** To the addresses that were in force, when the office has entered another PEC. */
export function recordedLetter(
  office: OfficeName,
  change: { readonly pec: string; readonly when: string },
  locale: Locale,
): Letter {
  return locale === 'it'
    ? {
        subject: `${office.name}: indirizzo PEC registrato dall'ente`,
        lines: [
          { kind: 'text', text: "L'ente ha registrato un nuovo indirizzo PEC a suo nome, che è già in uso." },
          {
            kind: 'fields',
            title: 'Registrazione',
            fields: [
              ['Nuova PEC', change.pec],
              ['Quando', change.when],
            ],
          },
          { kind: 'text', text: "Se l'indirizzo non è suo, avvisi subito l'ente." },
        ],
      }
    : {
        subject: `${office.name}: PEC address entered by the office`,
        lines: [
          { kind: 'text', text: 'The office has entered a new PEC address in your name, which is in force already.' },
          {
            kind: 'fields',
            title: 'Entry',
            fields: [
              ['New PEC', change.pec],
              ['When', change.when],
            ],
          },
          { kind: 'text', text: 'If the address is not yours, tell the office at once.' },
        ],
      }
}
