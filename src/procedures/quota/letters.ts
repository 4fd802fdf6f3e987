/** The letter of a quota: to a mailbox that many requests were opened with. */
import type { Instant } from '../../kernel/index.ts'
import { onDay, romeText } from '../../rules/civil/index.ts'
import { type LetterOf, type LetterTable, letterOf, type OfficeName } from '../../runtime/letter.ts'
import { sampleFacts } from '../../runtime/letter-words.ts'
import type { MailedLink } from '../../runtime/links.ts'

/** The link and its end, exclusive. */
export type PassTerms = { readonly url: MailedLink; readonly until: Instant }

/** What the letter of a quota tells, by its name. */
export type QuotaLetterData = {
  readonly 'quota/pass': {
    /** Link with the pass, to the page of the request. */
    readonly url: string
    /** Its end, exclusive. */
    readonly until: Instant
  }
}

/** To the mailbox, whoever it belongs to: it names no person and says nothing of any request. */
export function passLetter(office: OfficeName, terms: PassTerms): LetterOf<QuotaLetterData, 'quota/pass'> {
  const { url, until } = terms
  const lines = [
    {
      it: 'Sono state presentate molte richieste con questo indirizzo e-mail. Per ora altre non vengono accettate.',
      en: 'Many requests have been made with this e-mail address. For now no others are taken.',
    },
    {
      label: {
        it: 'Se è lei e vuole presentare una richiesta, usi questa pagina:',
        en: 'If it is you and you want to make a request, use this page:',
      },
      url,
    },
    {
      it: `Il link vale per una sola richiesta, fino ${onDay('al', romeText(until, 'it'))}.`,
      en: `The link is good for one request, until ${romeText(until, 'en')}.`,
    },
  ]
  const said = {
    about: { it: 'molte richieste con questo indirizzo e-mail', en: 'many requests with this e-mail address' },
    greeting: 'nameless',
    lines,
    notYou: {
      it: 'Se non è stato lei, ignori il messaggio e non inoltri il link a nessuno: le richieste non danno alcun accesso.',
      en: 'If it was not you, ignore this message and pass the link on to nobody: the requests give no access.',
    },
    why: {
      it: "questo indirizzo è stato indicato in molte richieste presentate all'ente, da lei o da altri.",
      en: 'this address was given in many requests made to the office, by you or by somebody else.',
    },
  } as const
  return letterOf('quota/pass', office, { url, until }, said, ['url'])
}

export const quotaLetters: LetterTable<QuotaLetterData> = {
  'quota/pass': {
    to: 'the mailbox, whoever it belongs to',
    when: 'when a request was refused since too many were opened with the mailbox, at most once a day',
    sample: (office) => passLetter(office, sampleFacts),
  },
}
