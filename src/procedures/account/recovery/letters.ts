/** The letter of a recovery: the link, which opens nothing without the PIN. */
import type { Instant } from '../../../kernel/index.ts'
import { onDay, romeText } from '../../../rules/civil/index.ts'
import { type LetterOf, type LetterTable, letterOf, type OfficeName } from '../../../runtime/letter.ts'
import { sampleFacts, whySubscriber } from '../../../runtime/letter-words.ts'
import type { MailedLink } from '../../../runtime/links.ts'

/** What the letters of a recovery tell, by their names. */
export type RecoveryLetterData = {
  readonly 'recovery/link': {
    /** Link to the page that asks for the PIN and the new password. */
    readonly url: string
    /** Its end, exclusive. */
    readonly until: Instant
    /** True where no other link goes out before the end of this one. */
    readonly isLast: boolean
  }
}

type LinkTerms = { readonly url: MailedLink; readonly until: Instant; readonly isLast: boolean }

/** To the validated address, or to the one before it for some days after a change. */
export function linkLetter(office: OfficeName, terms: LinkTerms): LetterOf<RecoveryLetterData, 'recovery/link'> {
  const { url, until, isLast } = terms
  const last = {
    it: 'Per oggi le richieste sono state troppe: prima di quella data non arriveranno altri link. Usi questo.',
    en: 'There were too many requests for today: no other link will come before then. Use this one.',
  }
  const lines = [
    {
      it: 'È stato chiesto di recuperare la sua password. Finché non ne sceglie una nuova resta valida quella attuale.',
      en: 'Somebody has asked to recover your password. Until you choose a new one the present one stays in force.',
    },
    {
      label: {
        it: 'Per sceglierne una nuova apra questa pagina. Le sarà chiesto il PIN di 9 cifre:',
        en: 'To choose a new one, open this page. It will ask for your 9-digit PIN:',
      },
      url,
    },
    {
      it: `Il link vale una sola volta, fino ${onDay('al', romeText(until, 'it'))}. Se ne chiede un altro, vale solo l'ultimo.`,
      en: `The link works once, until ${romeText(until, 'en')}. If you ask for another, only the newest one works.`,
    },
    ...(isLast ? [last] : []),
    {
      it: "Chi ha perso anche il PIN deve farsi riconoscere dall'ente.",
      en: 'Whoever has lost the PIN too must be identified by the office.',
    },
  ]
  const said = {
    about: { it: 'recupero della password', en: 'recovery of your password' },
    greeting: 'by-name',
    lines,
    notYou: {
      it: "Se non è stato lei, non occorre fare altro: senza il PIN il link non apre nulla. Non lo inoltri a nessuno. Se i messaggi si ripetono, avvisi l'ente.",
      en: 'If it was not you, you need do nothing: without the PIN the link opens nothing. Pass it on to nobody. If such messages keep coming, tell the office.',
    },
    why: whySubscriber,
  } as const
  return letterOf('recovery/link', office, { url, until, isLast }, said, ['url'])
}

export const recoveryLetters: LetterTable<RecoveryLetterData> = {
  'recovery/link': {
    to: 'the subscriber, at the private mailbox, or at the one before it for some days after a change',
    when: 'when the recovery of a password is asked for',
    sample: (office) => linkLetter(office, { ...sampleFacts, isLast: true }),
  },
}
