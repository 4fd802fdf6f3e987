/** The letter of the renewal of a PIN: the half that goes by mail. */
import type { Instant } from '../../../kernel/index.ts'
import { onDay, romeText } from '../../../rules/civil/index.ts'
import { type LetterOf, type LetterTable, letterOf, type OfficeName } from '../../../runtime/letter.ts'
import { sampleFacts, whySubscriber } from '../../../runtime/letter-words.ts'

/** What the letters of a renewal tell, by their names. */
export type PinRenewalLetterData = {
  readonly 'pin-renewal/half': {
    /** First four digits of the new PIN: a secret. */
    readonly pinFirstHalf: string
    /** Until when the halves can be put together, exclusive. */
    readonly until: Instant
  }
}

type Half = PinRenewalLetterData['pin-renewal/half']

/** Four of the nine digits. Without the five that were shown, and without the password, they open nothing. */
export function halfLetter(
  office: OfficeName,
  { pinFirstHalf, until }: Half,
): LetterOf<PinRenewalLetterData, 'pin-renewal/half'> {
  const lines = [
    {
      it: 'È stato chiesto un nuovo PIN con la sua password. Finché non lo conferma resta valido quello attuale.',
      en: 'A new PIN was asked for with your password. Until you confirm it the present one stays in force.',
    },
    {
      title: { it: 'Nuovo PIN', en: 'New PIN' },
      fields: [[{ it: 'PIN, prime 4 cifre', en: 'PIN, first 4 digits' }, pinFirstHalf, 'code']],
    },
    {
      it: `A queste 4 cifre seguono le 5 mostrate a video. Per confermare inserisca tutte le 9 cifre entro ${onDay('il', romeText(until, 'it'))}.`,
      en: `After these 4 digits come the 5 that were shown on the screen. To confirm, give all 9 digits before ${romeText(until, 'en')}.`,
    },
    {
      it: 'Se ha perso le 5 cifre, ricominci: queste 4 non varranno più.',
      en: 'If you have lost the 5 digits, begin again: these 4 will be of no use then.',
    },
  ] as const
  const said = {
    about: { it: 'nuovo PIN da confermare', en: 'a new PIN to confirm' },
    greeting: 'by-name',
    lines,
    notYou: {
      it: "Se non è stato lei, qualcun altro conosce la sua password: la cambi e avvisi subito l'ente.",
      en: 'If it was not you, somebody else knows your password: change it and tell the office at once.',
    },
    why: whySubscriber,
  } as const
  return letterOf('pin-renewal/half', office, { pinFirstHalf, until }, said, ['pinFirstHalf'])
}

export const pinRenewalLetters: LetterTable<PinRenewalLetterData> = {
  'pin-renewal/half': {
    to: 'the subscriber, at the private mailbox, or at the one before it for some days after a change',
    when: 'when a renewal begins; with the first half of the new PIN',
    sample: (office) => halfLetter(office, { pinFirstHalf: '0042', until: sampleFacts.until }),
  },
}
