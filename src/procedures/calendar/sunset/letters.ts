/** The letters of a sunset: to whoever had something under way of which nothing can come any more. */

import type { CalendarEndedRefusal } from '../../../runtime/in-flight.ts'
import { type LetterOf, type LetterTable, letterOf, type OfficeName, type Words } from '../../../runtime/letter.ts'
import { notYou as askedByAnother, whySubscriber } from '../../../runtime/letter-words.ts'
import type { SunsetWords } from './model.ts'

/** What the letters of a sunset tell, by their names. */
export type SunsetLetterData = {
  /** What was begun has ended for good. */
  readonly 'sunset/ended': {
    /** What was begun. */
    readonly procedure: string
    /** The sentence that tells what is not possible any more, in both languages. */
    readonly it: string
    readonly en: string
  }
  /** What was asked for is not possible any more, and nothing was done: said by mail, since the answer is alike for everybody. */
  readonly 'sunset/not-possible': { readonly it: string; readonly en: string }
}

const why: Words = {
  it: "presso l'ente risultava una sua procedura non ancora conclusa.",
  en: 'the office had a procedure of yours on record that was not concluded.',
}
const notYou: Words = {
  it: "Se non ha avviato lei questa procedura, avvisi l'ente.",
  en: 'If it was not you who began this procedure, tell the office.',
}

/** To whoever had something under way. */
export function endedLetter(
  office: OfficeName,
  { procedure, text }: { readonly procedure: SunsetWords; readonly text: SunsetWords },
): LetterOf<SunsetLetterData, 'sunset/ended'> {
  const said = {
    about: { it: 'procedura non più possibile', en: 'procedure not possible any more' },
    greeting: 'by-name',
    lines: [
      {
        it: `La sua procedura (${procedure.it}) è stata chiusa e non può essere ripresa.`,
        en: `Your procedure (${procedure.en}) was ended and cannot be taken up again.`,
      },
      text,
    ],
    notYou,
    why,
  } as const
  return letterOf('sunset/ended', office, { procedure: procedure.it, ...text }, said)
}

/** To the subscriber, in place of a link or of half a PIN. */
export function notPossibleLetter(
  office: OfficeName,
  { text }: Pick<CalendarEndedRefusal, 'text'>,
): LetterOf<SunsetLetterData, 'sunset/not-possible'> {
  const said = {
    about: { it: 'richiesta non più possibile', en: 'request not possible any more' },
    greeting: 'by-name',
    lines: [text],
    notYou: askedByAnother,
    why: whySubscriber,
  } as const
  return letterOf('sunset/not-possible', office, { ...text }, said)
}

const text: SunsetWords = {
  it: 'La password dimenticata non si può più sostituire da domenica 28 febbraio 2021 (D.L. 76/2020). Si accede con SPID, CIE o CNS.',
  en: 'A forgotten password is not replaced any more since Sunday 28 February 2021 (D.L. 76/2020). Sign in with SPID, CIE or CNS.',
}

export const sunsetLetters: LetterTable<SunsetLetterData> = {
  'sunset/ended': {
    to: 'whoever has begun the procedure',
    when: 'when what would come of it is not possible any more by the course of the office',
    sample: (office) =>
      endedLetter(office, { procedure: { it: 'recupero della password', en: 'recovery of the password' }, text }),
  },
  'sunset/not-possible': {
    to: 'the subscriber who has asked, without being signed in, for what is not possible any more',
    when: 'in place of what was asked for',
    sample: (office) => notPossibleLetter(office, { text }),
  },
}
