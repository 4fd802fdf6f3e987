/** The letters of a calendar: to whoever has something under way that a window holds, releases or ends. */
import type { Instant } from '../../../kernel/index.ts'
import type { MaintenanceClosedRefusal } from '../../../runtime/in-flight.ts'
import { type LetterOf, type LetterTable, letterOf, type OfficeName, type Words } from '../../../runtime/letter.ts'
import { notYou as askedByAnother, whySubscriber } from '../../../runtime/letter-words.ts'
import { untilText } from './calendar-words.ts'
import type { MaintenanceWords } from './model.ts'

/** What the letters of a calendar tell, by their names. */
export type MaintenanceLetterData = {
  /** It is closed for whoever has asked, and nothing was done: said by mail, since the answer is alike for everybody. */
  readonly 'maintenance/closed': {
    /** What is closed. */
    readonly feature: string
    /** The sentence that tells it, in both languages. */
    readonly it: string
    readonly en: string
  }
  /** Its term stands still. */
  readonly 'maintenance/held': Told & { readonly until: Instant | null }
  /** Its term runs on. */
  readonly 'maintenance/released': Told & { readonly until: Instant | null }
  /** It has ended for good. `mustIdentify`: nobody gets in before the person was identified. */
  readonly 'maintenance/ended': Told & { readonly mustIdentify: boolean }
}

type Told = { readonly procedure: string; readonly title: string }
type Given = { readonly procedure: MaintenanceWords; readonly title: MaintenanceWords }

const both = (text: (locale: 'it' | 'en') => string): Words => ({ it: text('it'), en: text('en') })
const dataOf = ({ procedure, title }: Given): Told => ({ procedure: procedure.it, title: title.it })

const why: Words = {
  it: "presso l'ente risulta una sua procedura non ancora conclusa.",
  en: 'the office has a procedure of yours on record that is not concluded yet.',
}
const notYou: Words = {
  it: "Se non ha avviato lei questa procedura, avvisi l'ente.",
  en: 'If it was not you who began this procedure, tell the office.',
}

/** To whoever has something under way whose term stands still. */
export function heldLetter(
  office: OfficeName,
  { until, ...given }: Given & { readonly until: Instant | null },
): LetterOf<MaintenanceLetterData, 'maintenance/held'> {
  const { procedure, title } = given
  const said = {
    about: { it: 'procedura sospesa per manutenzione', en: 'procedure suspended for maintenance' },
    greeting: 'by-name',
    lines: [
      {
        it: `La sua procedura (${procedure.it}) è sospesa ${untilText(until, 'it')}: ${title.it}.`,
        en: `Your procedure (${procedure.en}) is suspended ${untilText(until, 'en')}: ${title.en}.`,
      },
      {
        it: 'Nel frattempo il termine non decorre e non deve fare nulla. Alla riapertura potrà concluderla con il tempo che le restava.',
        en: 'Meanwhile its term does not run and you need do nothing. When it opens again you can conclude it in the time that you had left.',
      },
    ],
    notYou,
    why,
  } as const
  return letterOf('maintenance/held', office, { ...dataOf(given), until }, said)
}

/** To the same, once the term runs on. */
export function releasedLetter(
  office: OfficeName,
  { until, ...given }: Given & { readonly until: Instant | null },
): LetterOf<MaintenanceLetterData, 'maintenance/released'> {
  const { procedure, title } = given
  const said = {
    about: { it: 'la procedura può proseguire', en: 'the procedure can go on' },
    greeting: 'by-name',
    lines: [
      both((locale) =>
        locale === 'it'
          ? `La manutenzione (${title.it}) è conclusa: la sua procedura (${procedure.it}) può proseguire.`
          : `The maintenance (${title.en}) is over: your procedure (${procedure.en}) can go on.`,
      ),
      {
        it: 'Il termine ha ripreso a decorrere, con il tempo che le restava. I link che ha ricevuto valgono ancora per quel tempo.',
        en: 'Its term runs on, with the time that you had left. The links that you have got work for that time.',
      },
    ],
    notYou,
    why,
  } as const
  return letterOf('maintenance/released', office, { ...dataOf(given), until }, said)
}

/** To whoever has to begin anew. */
export function voidedLetter(
  office: OfficeName,
  { fate, ...given }: Given & { readonly fate: 'void' | 're-identify' },
): LetterOf<MaintenanceLetterData, 'maintenance/ended'> {
  const { procedure, title } = given
  const mustIdentify = fate === 're-identify'
  const anew: Words = {
    it: 'Alla riapertura del servizio dovrà avviarne una nuova. I link già ricevuti non valgono più.',
    en: 'When the service opens again you have to begin a new one. The links that you have got work no longer.',
  }
  const identify: Words = {
    it: "Alla riapertura del servizio dovrà ripetere l'abilitazione facendosi riconoscere di persona, con un documento d'identità, presso l'ente o un punto autorizzato. Fino ad allora non può accedere.",
    en: 'When the service opens again you have to be enabled anew: be identified in person, with an identity document, at the office or a point that it has authorised. Until then you cannot sign in.',
  }
  const said = {
    about: { it: 'procedura annullata', en: 'procedure ended' },
    greeting: 'by-name',
    lines: [
      {
        it: `La sua procedura (${procedure.it}) non era conclusa nel termine fissato ed è annullata: ${title.it}.`,
        en: `Your procedure (${procedure.en}) was not concluded in the time that was set, and has ended: ${title.en}.`,
      },
      mustIdentify ? identify : anew,
    ],
    notYou,
    why,
  } as const
  return letterOf('maintenance/ended', office, { ...dataOf(given), mustIdentify }, said)
}

/** To the subscriber, in place of a link or of half a PIN. */
export function closedLetter(
  office: OfficeName,
  { feature, text }: Pick<MaintenanceClosedRefusal, 'feature' | 'text'>,
): LetterOf<MaintenanceLetterData, 'maintenance/closed'> {
  const said = {
    about: { it: 'funzione non disponibile', en: 'not available at present' },
    greeting: 'by-name',
    lines: [text, { it: 'Potrà ripetere la richiesta alla riapertura.', en: 'You can ask again when it opens.' }],
    notYou: askedByAnother,
    why: whySubscriber,
  } as const
  return letterOf('maintenance/closed', office, { feature, ...text }, said)
}

const sample = {
  procedure: { it: "variazione dell'indirizzo e-mail privato", en: 'change of the private e-mail address' },
  title: { it: 'Aggiornamento del servizio', en: 'Update of the service' },
}
const to = 'whoever has begun the procedure'

export const maintenanceLetters: LetterTable<MaintenanceLetterData> = {
  'maintenance/closed': {
    to: 'the subscriber who has asked, without being signed in, for what is closed for him',
    when: 'in place of what was asked for',
    sample: (office) =>
      closedLetter(office, {
        feature: 'feature',
        text: {
          it: 'Recupero delle credenziali: non disponibile fino alle ore 24 di giovedì 1º ottobre 2026 (Aggiornamento del servizio).',
          en: 'Recovery of the credential: not available until 24:00 on Thursday 1 October 2026 (Rome) (Update of the service).',
        },
      }),
  },
  'maintenance/held': {
    to,
    when: 'when the sweep finds that a maintenance window holds it',
    sample: (office) => heldLetter(office, { ...sample, until: 1_790_892_000_000 }),
  },
  'maintenance/released': {
    to,
    when: 'when the sweep finds that the window is over',
    sample: (office) => releasedLetter(office, { ...sample, until: 1_790_892_000_000 }),
  },
  'maintenance/ended': {
    to,
    when: 'when a maintenance window ends it',
    sample: (office) => voidedLetter(office, { ...sample, fate: 're-identify' }),
  },
}
