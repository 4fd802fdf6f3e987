/** What an owner passes on to the suppliers whose programs use the mailbox: when the servers change, and to which (seed 004). */
import type { Locale } from '../../../kernel/index.ts'
import { romeLongText } from '../../../rules/civil/index.ts'
import { block, clientLines, durationText, sentence } from './announcement-words.ts'
import type { MigrationCampaign } from './model.ts'
import { cutOverOf } from './phase.ts'

const words = {
  it: {
    subject: 'Oggetto',
    to: 'Ai fornitori dei programmi che usano le caselle di posta',
    planned: (domain: string, arriving: string, from: string, longest: string) =>
      `Le caselle @${domain} passano al gestore ${sentence(arriving)} Il passaggio è previsto per ${from}, con un'interruzione di ${longest} al massimo, salvo imprevisti tecnici. Fino all'inizio del passaggio valgono i server attuali.`,
    begun: (domain: string, arriving: string, since: string) =>
      `Le caselle @${domain} passano al gestore ${sentence(arriving)} Il passaggio è in corso da ${since}: fino alla conclusione nessun programma può accedervi.`,
    completed: (domain: string, arriving: string, since: string) =>
      `Le caselle @${domain} sono passate al gestore ${arriving} ${since}.`,
    servers: 'Dopo il passaggio valgono questi server:',
    same: "Il nome utente è sempre l'indirizzo della casella. La password può essere cambiata: la comunica il titolare della casella.",
    manuals: (link: string) => `Guide alla configurazione: ${link}`,
  },
  en: {
    subject: 'Subject',
    to: 'To the suppliers of programs that use the mailboxes',
    planned: (domain: string, arriving: string, from: string, longest: string) =>
      `The mailboxes @${domain} move to the provider ${sentence(arriving)} The cut-over is planned for ${from}, with an interruption of ${longest} at most, unless something unforeseen happens. The present servers work until it begins.`,
    begun: (domain: string, arriving: string, since: string) =>
      `The mailboxes @${domain} move to the provider ${sentence(arriving)} The cut-over has been under way since ${since}: no program has access until it is complete.`,
    completed: (domain: string, arriving: string, since: string) =>
      `The mailboxes @${domain} moved to the provider ${arriving} on ${since}.`,
    servers: 'After the cut-over these servers are used:',
    same: 'The user name is the address of the mailbox, as before. The password may be another one: the owner of the mailbox tells you.',
    manuals: (link: string) => `How programs are configured: ${link}`,
  },
} as const

/** The whole notice, in plain lines. What was reported of the cut-over comes before what was planned. */
export function supplierText(office: { readonly name: string }, campaign: MigrationCampaign, locale: Locale): string {
  const say = words[locale]
  const { domain, plan } = campaign
  const { title, arriving, cutOver, links } = plan
  const reported = cutOverOf(campaign)
  const course =
    reported === null
      ? say.planned(domain, arriving, romeLongText(cutOver.from, locale), durationText(cutOver.longestMs, locale))
      : reported.completedAt === null
        ? say.begun(domain, arriving, romeLongText(reported.startedAt, locale))
        : say.completed(domain, arriving, romeLongText(reported.completedAt, locale))
  return [
    office.name,
    `${say.subject}: ${title[locale]}`,
    '',
    say.to,
    '',
    course,
    ...block(say.servers, clientLines(campaign, locale)),
    '',
    say.same,
    ...(links.manuals === null ? [] : [say.manuals(links.manuals)]),
    '',
  ].join('\n')
}
