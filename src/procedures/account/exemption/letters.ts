/** The letters about an exemption: to the subscriber, when the office grants it, changes it, or takes it back. */
import { onDay } from '../../../rules/civil/index.ts'
import { type LetterOf, type LetterTable, letterOf, type OfficeName, type Words } from '../../../runtime/letter.ts'
import { notYou, whySubscriber } from '../../../runtime/letter-words.ts'
import type { ExemptionKind } from './model.ts'

/** What the letters of an exemption tell, by their names. */
export type ExemptionLetterData = {
  /** The local credential goes on working for this person. */
  readonly 'exemption/granted': {
    /** Why the person is exempted. */
    readonly kind: ExemptionKind
    /** The last day in Rome, `YYYY-MM-DD`; null for none. */
    readonly untilDay: string | null
  }
  /** For this person holds what holds for all. */
  readonly 'exemption/revoked': { readonly kind: ExemptionKind }
}

const kinds: { readonly [K in ExemptionKind]: Words } = {
  'no-italian-document': { it: 'assenza di un documento italiano', en: 'no Italian document' },
  guardianship: { it: 'tutela, curatela o amministrazione di sostegno', en: 'guardianship' },
}

/** To the subscriber: the credential goes on working. */
export function grantedLetter(
  office: OfficeName,
  { kind, untilDay }: ExemptionLetterData['exemption/granted'],
): LetterOf<ExemptionLetterData, 'exemption/granted'> {
  const until: Words =
    untilDay === null
      ? { it: "finché l'ente non la revoca", en: 'until the office takes it back' }
      : { it: `fino ${onDay('al', untilDay.split('-').reverse().join('/'))} compreso`, en: `up to and including ${untilDay}` }
  const said = {
    about: { it: 'esenzione concessa', en: 'exemption granted' },
    greeting: 'by-name',
    lines: [
      {
        it: `L'ente le ha concesso un'esenzione dalla fine delle proprie credenziali (${kinds[kind].it}): vale ${until.it}.`,
        en: `The office has exempted you from the end of its credentials (${kinds[kind].en}): this holds ${until.en}.`,
      },
      {
        it: "Dove il calendario dell'ente ammette questa esenzione, le sue credenziali restano valide fino a quel giorno. Dopo si accede con i sistemi indicati dall'ente.",
        en: 'Where the course of the office allows for this exemption, your credential goes on working until then. Afterwards you sign in by the means that the office names.',
      },
    ],
    notYou,
    why: whySubscriber,
  } as const
  return letterOf('exemption/granted', office, { kind, untilDay }, said)
}

/** To the subscriber: the exemption is taken back. */
export function revokedLetter(
  office: OfficeName,
  { kind }: ExemptionLetterData['exemption/revoked'],
): LetterOf<ExemptionLetterData, 'exemption/revoked'> {
  const said = {
    about: { it: 'esenzione revocata', en: 'exemption taken back' },
    greeting: 'by-name',
    lines: [
      {
        it: `L'ente ha revocato l'esenzione che le aveva concesso (${kinds[kind].it}). Da ora vale per lei quanto l'ente ha stabilito per tutti.`,
        en: `The office has taken back the exemption that it had granted you (${kinds[kind].en}). From now on what it has decided for everybody holds for you.`,
      },
    ],
    notYou: {
      it: "Se ritiene che sia un errore, si rivolga all'ente.",
      en: 'If you think that this is a mistake, ask the office.',
    },
    why: whySubscriber,
  } as const
  return letterOf('exemption/revoked', office, { kind }, said)
}

const to = 'the subscriber'

export const exemptionLetters: LetterTable<ExemptionLetterData> = {
  'exemption/granted': {
    to,
    when: 'when the office grants an exemption or changes it',
    sample: (office) => grantedLetter(office, { kind: 'guardianship', untilDay: '2027-12-31' }),
  },
  'exemption/revoked': {
    to,
    when: 'when the office takes an exemption back',
    sample: (office) => revokedLetter(office, { kind: 'no-italian-document' }),
  },
}
