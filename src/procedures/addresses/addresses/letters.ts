/** The letters about a PEC: one that is not as it must be, and one that the office has entered. */
import type { Instant } from '../../../kernel/index.ts'
import { type Letter, type OfficeName, subjectOf, type Words } from '../../../runtime/letter.ts'
import { labels, whenField } from '../../../runtime/letter-words.ts'
import type { AddressesUnusableReason } from './model.ts'

const findings: { readonly [R in AddressesUnusableReason]: { readonly state: Words; readonly advice: Words } } = {
  inactive: {
    state: { it: 'non è attiva', en: 'is not active' },
    advice: {
      it: "Comunichi al più presto un nuovo indirizzo PEC all'ente, dalla sua area riservata.",
      en: 'Give the office a new PEC address as soon as you can, from your own pages.',
    },
  },
  expired: {
    state: { it: 'è scaduta', en: 'has expired' },
    advice: {
      it: "La rinnovi presso il gestore, o comunichi al più presto un nuovo indirizzo PEC all'ente.",
      en: 'Renew it with its provider, or give the office a new PEC address as soon as you can.',
    },
  },
  full: {
    state: { it: 'è piena', en: 'is full' },
    advice: {
      it: 'Liberi spazio nella casella: finché è piena non riceve i messaggi con valore legale.',
      en: 'Make room in the mailbox: while it is full it receives no message with legal effect.',
    },
  },
}

/** Told at the private mailbox: the PEC, how it is, and what to do about it. */
export function unusableLetter(
  office: OfficeName,
  found: { readonly pec: string; readonly reason: AddressesUnusableReason },
): Letter {
  const { state, advice } = findings[found.reason]
  return {
    subject: subjectOf(office, { it: `la sua PEC ${state.it}`, en: `your PEC ${state.en}` }),
    lines: [
      {
        it: `All'ente risulta che la PEC a cui le scrive ${state.it}. La PEC deve essere attiva e non piena.`,
        en: `The office finds that the PEC that it writes to ${state.en}. A PEC must be active and not full.`,
      },
      { title: { it: 'Indirizzo', en: 'Address' }, fields: [['PEC', found.pec]] },
      advice,
    ],
  }
}

/** To the addresses that were in force, when the office has entered another PEC. */
export function recordedLetter(office: OfficeName, { pec, when }: { readonly pec: string; readonly when: Instant }): Letter {
  return {
    subject: subjectOf(office, { it: "indirizzo PEC registrato dall'ente", en: 'PEC address entered by the office' }),
    lines: [
      {
        it: "L'ente ha registrato un nuovo indirizzo PEC a suo nome, che è già in uso.",
        en: 'The office has entered a new PEC address in your name, which is in force already.',
      },
      { title: { it: 'Registrazione', en: 'Entry' }, fields: [[labels.newPec, pec], whenField(when)] },
      {
        it: "Se l'indirizzo non è suo, avvisi subito l'ente.",
        en: 'If the address is not yours, tell the office at once.',
      },
    ],
  }
}
