/** The letters of a sunset: before the last use, and to whoever had something under way of which nothing can come any more. */

import type { Instant } from '../../../kernel/index.ts'
import type { CalendarEndedRefusal } from '../../../runtime/in-flight.ts'
import { type LetterOf, type LetterTable, letterOf, type OfficeName, type Words } from '../../../runtime/letter.ts'
import { notYou as askedByAnother, whySubscriber } from '../../../runtime/letter-words.ts'
import type { SunsetCourse, SunsetWords } from './model.ts'
import { nextText, untilText } from './sunset-words.ts'

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
  /** The credential of the office opens nothing any more from then on. */
  readonly 'sunset/reminder': {
    /** From when on, exclusive. */
    readonly endsAt: Instant
    /** How many Rome days before the last one at most. */
    readonly daysBefore: number
    /** By what one gets in afterwards, as `spid cie cns`; empty where the office names no way. */
    readonly means: string
    /** By what rule. */
    readonly title: string
    /** The name of the audience that it is about; null for all. */
    readonly audience: string | null
  }
  /** The request waits for the office, and nothing can come of it any more. */
  readonly 'sunset/too-late': { readonly it: string; readonly en: string }
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

/** To the subscriber, on the days that the office has chosen. */
export function reminderLetter(
  office: OfficeName,
  { course, endsAt, daysBefore, service }: ReminderGiven,
): LetterOf<SunsetLetterData, 'sunset/reminder'> {
  const { means, title, audience } = course
  const said = {
    about: { it: "fine delle credenziali dell'ente", en: 'end of the credentials of the office' },
    greeting: 'by-name',
    lines: [
      {
        it: `Le credenziali che le ha rilasciato l'ente${service === null ? '' : ` (${service.it})`} valgono ${untilText(endsAt, 'it')} (${title.it}). Dopo non aprono più nulla.${nextText(course, 'it')}`,
        en: `The credential that the office has issued to you${service === null ? '' : ` (${service.en})`} works ${untilText(endsAt, 'en')} (${title.en}). After that it opens nothing any more.${nextText(course, 'en')}`,
      },
      {
        it: "Il suo account, i suoi recapiti e le sue autorizzazioni restano presso l'ente. Il recupero o la sostituzione delle credenziali si chiudono alle date fissate; le altre procedure già avviate proseguono.",
        en: 'Your account, your addresses and your authorisations stay with the office. What would recover or replace the credential ends on the days that are set for it; other procedures go on.',
      },
    ],
    notYou: {
      it: "Se ha già un altro modo per accedere non deve fare nulla. Per ogni dubbio si rivolga all'ente.",
      en: 'If you have another way to sign in already you need do nothing. If in doubt ask the office.',
    },
    why: whySubscriber,
  } as const
  const data = { endsAt, daysBefore, means: means.join(' '), title: title.it, audience }
  return letterOf('sunset/reminder', office, data, said)
}

type ReminderGiven = {
  readonly course: SunsetCourse
  readonly endsAt: Instant
  readonly daysBefore: number
  /** What the audience of the course is called; null where it is about all. */
  readonly service: SunsetWords | null
}

/** To the applicant of a request that waits for the office. */
export function tooLateLetter(
  office: OfficeName,
  { text }: Pick<CalendarEndedRefusal, 'text'>,
): LetterOf<SunsetLetterData, 'sunset/too-late'> {
  const said = {
    about: { it: 'richiesta non più approvabile', en: 'request that cannot be approved any more' },
    greeting: 'by-name',
    lines: [
      {
        it: "La sua richiesta di credenziali è ancora in attesa presso l'ente, ma non può più essere approvata. L'ente la chiuderà e gliene darà notizia.",
        en: 'Your request for a credential still waits with the office, but it cannot be approved any more. The office will close it and tell you.',
      },
      text,
    ],
    notYou: {
      it: "Se non ha presentato lei questa richiesta, avvisi l'ente.",
      en: 'If it was not you who filed this request, tell the office.',
    },
    why: {
      it: "presso l'ente è in attesa una richiesta con questo indirizzo.",
      en: 'a request with this address waits with the office.',
    },
  } as const
  return letterOf('sunset/too-late', office, { ...text }, said)
}

const text: SunsetWords = {
  it: 'La password dimenticata non si può più sostituire da domenica 28 febbraio 2021 (D.L. 76/2020). Si accede con SPID, CIE o CNS.',
  en: 'A forgotten password is not replaced any more since Sunday 28 February 2021 (D.L. 76/2020). Sign in with SPID, CIE or CNS.',
}

const sampleEnd = 1_633_039_200_000
const sample: SunsetCourse = {
  audience: null,
  title: { it: 'D.L. 76/2020', en: 'Decree-Law 76/2020' },
  ends: {
    issue: null,
    'password-replacement': null,
    'pin-replacement': null,
    'first-credentials': null,
    restoration: null,
    use: sampleEnd,
  },
  exempt: [],
  means: ['spid', 'cie', 'cns'],
  remindDays: [30],
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
  'sunset/reminder': {
    to: 'whoever has a credential that the course of the office ends, and is not exempted',
    when: 'on the days before the last use that the office has chosen',
    sample: (office) => reminderLetter(office, { course: sample, endsAt: sampleEnd, daysBefore: 30, service: null }),
  },
  'sunset/too-late': {
    to: 'the applicant of a request that waits for the office',
    when: 'when the sweep finds that no credential is issued any more',
    sample: (office) => tooLateLetter(office, { text }),
  },
}
