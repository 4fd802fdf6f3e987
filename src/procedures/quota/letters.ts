/** The letter of a quota: to a mailbox that many requests were opened with. */
import type { Instant } from '../../kernel/index.ts'
import { romeText } from '../../rules/civil/index.ts'
import { type Letter, type OfficeName, subjectOf } from '../../runtime/letter.ts'

/** The link and its end, exclusive. */
export type PassTerms = { readonly url: string; readonly until: Instant }

/** To the mailbox, whoever it belongs to: it names no person and says nothing of any request. */
export function passLetter(office: OfficeName, { url, until }: PassTerms): Letter {
  return {
    subject: subjectOf(office, {
      it: 'molte richieste con questo indirizzo e-mail',
      en: 'many requests with this e-mail address',
    }),
    lines: [
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
        it: `Il link vale per una sola richiesta, fino al ${romeText(until, 'it')}.`,
        en: `The link is good for one request, until ${romeText(until, 'en')}.`,
      },
      {
        it: 'Se non è stato lei, ignori il messaggio e non inoltri il link a nessuno: le richieste non danno alcun accesso.',
        en: 'If it was not you, ignore this message and pass the link on to nobody: the requests give no access.',
      },
    ],
  }
}
