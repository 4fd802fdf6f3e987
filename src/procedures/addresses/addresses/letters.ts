/** The letters about a PEC: one that is not as it must be, and one that the office has entered. */
import type { Instant } from '../../../kernel/index.ts'
import { type LetterOf, type LetterTable, letterOf, type OfficeName, type Words } from '../../../runtime/letter.ts'
import {
  labels,
  type SuspendLink,
  sampleFacts,
  suspendLine,
  whenField,
  whyFormer,
  whySubscriber,
} from '../../../runtime/letter-words.ts'
import type { AddressesUnusableReason } from './model.ts'

/** What the letters about a PEC tell, by their names. */
export type AddressesLetterData = {
  readonly 'addresses/pec-unusable': {
    /** The PEC in force. */
    readonly pec: string
    /** How it is. */
    readonly reason: AddressesUnusableReason
  }
  readonly 'addresses/pec-recorded': {
    /** The PEC that the office has entered. */
    readonly pec: string
    /** When. */
    readonly when: Instant
    /** Leads to the page that suspends the credential. */
    readonly url: string
    /** Its end, exclusive. */
    readonly until: Instant
  }
}

type AddressesLetter<N extends keyof AddressesLetterData> = LetterOf<AddressesLetterData, N>

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
  { pec, reason }: { readonly pec: string; readonly reason: AddressesUnusableReason },
): AddressesLetter<'addresses/pec-unusable'> {
  const { state, advice } = findings[reason]
  const lines = [
    {
      it: `All'ente risulta che la PEC a cui le scrive ${state.it}. La PEC deve essere attiva e non piena.`,
      en: `The office finds that the PEC that it writes to ${state.en}. A PEC must be active and not full.`,
    },
    { title: { it: 'Indirizzo', en: 'Address' }, fields: [['PEC', pec]] },
    advice,
  ] as const
  const said = {
    about: { it: `la sua PEC ${state.it}`, en: `your PEC ${state.en}` },
    greeting: 'by-name',
    lines,
    notYou: {
      it: "Se la PEC non è sua o funziona regolarmente, avvisi l'ente.",
      en: 'If the PEC is not yours, or works as it should, tell the office.',
    },
    why: whySubscriber,
  } as const
  return letterOf('addresses/pec-unusable', office, { pec, reason }, said)
}

/** To the addresses that were in force, when the office has entered another PEC. */
export function recordedLetter(
  office: OfficeName,
  { pec, when, ...link }: { readonly pec: string; readonly when: Instant } & SuspendLink,
): AddressesLetter<'addresses/pec-recorded'> {
  const { url, until } = link
  const lines = [
    {
      it: "L'ente ha registrato un nuovo indirizzo PEC a suo nome, che è già in uso.",
      en: 'The office has entered a new PEC address in your name, which is in force already.',
    },
    { title: { it: 'Registrazione', en: 'Entry' }, fields: [[labels.newPec, pec], whenField(when)] },
    suspendLine(link),
  ] as const
  const said = {
    about: { it: "indirizzo PEC registrato dall'ente", en: 'PEC address entered by the office' },
    greeting: 'by-name',
    lines,
    notYou: {
      it: "Se l'indirizzo non è suo, avvisi subito l'ente.",
      en: 'If the address is not yours, tell the office at once.',
    },
    why: whyFormer,
  } as const
  return letterOf('addresses/pec-recorded', office, { pec, when, url, until }, said, ['url'])
}

const samplePec = 'anna.verdi@pec.example.it'

export const addressesLetters: LetterTable<AddressesLetterData> = {
  'addresses/pec-unusable': {
    to: 'the subscriber, at the private mailbox',
    when: 'when receipts or the office have found that the PEC in force is full, expired or not active',
    sample: (office) => unusableLetter(office, { pec: samplePec, reason: 'full' }),
  },
  'addresses/pec-recorded': {
    to: 'the subscriber, at the addresses that were in force: the private mailbox and the PEC',
    when: 'when the office has entered a PEC',
    sample: (office) => recordedLetter(office, { ...sampleFacts, pec: samplePec }),
  },
}
