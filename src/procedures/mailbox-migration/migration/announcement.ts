/** What the office publishes to the owners of the mailboxes before they move, made of the campaign itself (seed 004). */
import type { Locale } from '../../../kernel/index.ts'
import { romeLongDate, romeLongText } from '../../../rules/civil/index.ts'
import { untilText } from '../../calendar/maintenance/calendar-words.ts'
import { block, clientLines, durationText, passwordLines, sentence } from './announcement-words.ts'
import type { MigrationCampaign } from './model.ts'
import { plannedEnd } from './phase.ts'

const words = {
  it: {
    subject: 'Oggetto',
    moves: (day: string, leaving: string, arriving: string, domain: string) =>
      `${day.slice(0, 1).toUpperCase()}${day.slice(1)} le caselle @${domain} passano dal gestore ${leaving} al gestore ${sentence(arriving)} Gli indirizzi non cambiano.`,
    activate: 'Attivare la casella',
    when: (from: string, until: string) => `La casella si attiva da ${from}, ${until}.`,
    mandatory:
      "L'attivazione è obbligatoria. Una casella non attivata non potrà più essere usata dall'inizio del passaggio, né per ricevere né per spedire.",
    late: "Dopo il passaggio si può attivare solo rivolgendosi all'ente.",
    steps: (link: string, domain: string) => [
      `1. Apra ${link} (se il link non funziona, lo copi nella barra degli indirizzi).`,
      `2. Scriva il nome della casella, senza la parte @${domain}, e la password attuale.`,
      '3. Confermi di non essere un robot.',
      '4. Se la password attuale rispetta le regole qui sotto, resta la stessa; altrimenti ne scelga una nuova e la ripeta.',
    ],
    wrong:
      'Se il nome o la password non sono giusti, la procedura risponde che le credenziali non sono valide, senza dire quale dei due.',
    genuine: 'Verificare che la pagina sia autentica',
    host: (host: string) =>
      `La password si scrive solo su pagine il cui indirizzo comincia con https:// e il cui sito è ${host}, o finisce con .${host}. Nessuno la chiede per telefono o per posta.`,
    password: 'La password',
    rules: 'La nuova casella accetta una password che rispetti tutte queste regole:',
    which:
      "Fino all'inizio del passaggio valgono la vecchia casella e la vecchia password. Durante il passaggio non se ne può usare nessuna. Dopo vale la nuova casella, con la password attuale o con quella nuova, se è stata scelta.",
    keep: "Dall'attivazione al passaggio non cambi la password e non ne chieda il ripristino: la copia dei messaggi si interromperebbe.",
    contents: 'I contenuti della casella',
    atOnce: "Copiati subito dopo l'attivazione:",
    later: 'Copiati dopo il passaggio:',
    never: 'Non copiati:',
    cutOver: 'Il passaggio',
    interruption: (from: string, longest: string, to: string) =>
      `Il passaggio comincia ${from}. Il servizio si interrompe per ${longest} al massimo, cioè fino a ${to}, salvo imprevisti tecnici.`,
    afterwards: 'Dopo il passaggio',
    webmail: (link: string) => `La posta si legge su ${link}, con l'indirizzo della casella e la sua password.`,
    programs: 'I programmi di posta e le applicazioni che usano la casella vanno riconfigurati:',
    suppliers: 'Se un fornitore accede alla casella con un suo programma, gli faccia avere questa comunicazione.',
    manuals: (link: string) => `Guide alla configurazione: ${link}`,
    news: 'Che cosa cambia',
    capacity: (after: number, before: number | null) =>
      `- La capienza della casella è di ${after} GB${before === null ? '' : ` (oggi ${before} GB)`}.`,
  },
  en: {
    subject: 'Subject',
    moves: (day: string, leaving: string, arriving: string, domain: string) =>
      `On ${day} the mailboxes @${domain} move from the provider ${leaving} to the provider ${sentence(arriving)} The addresses stay as they are.`,
    activate: 'Activate your mailbox',
    when: (from: string, until: string) => `A mailbox is activated from ${from}, ${until}.`,
    mandatory:
      'You must activate it. A mailbox that is not activated can neither receive nor send from the beginning of the cut-over on.',
    late: 'After the cut-over only the office can activate it.',
    steps: (link: string, domain: string) => [
      `1. Open ${link} (if the link does not work, copy it into the address bar).`,
      `2. Type the name of the mailbox, without @${domain}, and the current password.`,
      '3. Confirm that you are not a robot.',
      '4. If the current password follows the rules below it stays the same; else choose a new one and repeat it.',
    ],
    wrong:
      'If the name or the password is wrong, the answer is that the credentials are not valid; it does not say which of the two.',
    genuine: 'Make sure that the page is genuine',
    host: (host: string) =>
      `Type the password only on pages whose address begins with https:// and whose site is ${host}, or ends with .${host}. Nobody asks for it by telephone or by mail.`,
    password: 'The password',
    rules: 'The new mailbox takes a password that follows all of these rules:',
    which:
      'Until the cut-over begins use the old mailbox and the old password. During the cut-over none works. Afterwards use the new mailbox, with the current password, or with the new one if you chose one.',
    keep: 'From the activation to the cut-over do not change the password, and do not ask for its reset: that would interrupt the copying of messages.',
    contents: 'What is in the mailbox',
    atOnce: 'Copied as soon as the mailbox is activated:',
    later: 'Copied after the cut-over:',
    never: 'Not copied:',
    cutOver: 'The cut-over',
    interruption: (from: string, longest: string, to: string) =>
      `The cut-over begins on ${from}. The service is interrupted for ${longest} at most, that is until ${to}, unless something unforeseen happens.`,
    afterwards: 'After the cut-over',
    webmail: (link: string) => `Mail is read at ${link}, with the address of the mailbox and its password.`,
    programs: 'Mail programs and applications that use the mailbox must be configured anew:',
    suppliers: 'If a supplier has access to the mailbox with a program of his own, pass this notice on.',
    manuals: (link: string) => `How programs are configured: ${link}`,
    news: 'What changes',
    capacity: (after: number, before: number | null) =>
      `- A mailbox holds ${after} GB${before === null ? '' : ` (${before} GB today)`}.`,
  },
} as const

/** The whole announcement, in plain lines. */
export function announcementText(office: { readonly name: string }, campaign: MigrationCampaign, locale: Locale): string {
  const say = words[locale]
  const { domain, plan } = campaign
  const { title, leaving, arriving, activation, cutOver, contents, capacity, benefits, links, lateActivation } = plan
  const named = (lines: readonly { readonly [L in Locale]: string }[]) => lines.map((line) => `- ${line[locale]}`)
  const never = contents.never.map(({ what, ownerCan }) => {
    const remedy = ownerCan === null ? '' : ` ${sentence(ownerCan[locale])}`
    return `- ${sentence(what[locale])}${remedy}`
  })
  const programs = clientLines(campaign, locale)
  const { manuals } = links
  return [
    office.name,
    `${say.subject}: ${title[locale]}`,
    '',
    say.moves(romeLongDate(cutOver.from, locale), leaving, arriving, domain),
    ...block(say.activate, [
      say.when(romeLongText(activation.from, locale), untilText(activation.until, locale)),
      say.mandatory,
      ...(lateActivation ? [say.late] : []),
      ...say.steps(links.activation, domain),
      say.wrong,
    ]),
    ...block(say.genuine, [say.host(links.host), sentence(links.check[locale])]),
    ...block(say.password, [say.rules, ...passwordLines(locale), say.which, say.keep]),
    ...block(say.contents, [
      ...[say.atOnce, ...named(contents.atOnce)],
      ...(contents.later.length === 0 ? [] : [say.later, ...named(contents.later)]),
      ...(never.length === 0 ? [] : [say.never, ...never]),
    ]),
    ...block(say.cutOver, [
      say.interruption(
        romeLongText(cutOver.from, locale),
        durationText(cutOver.longestMs, locale),
        romeLongText(plannedEnd(campaign), locale),
      ),
    ]),
    ...block(say.afterwards, [
      say.webmail(links.webmail),
      ...(programs.length === 0 ? [] : [say.programs, ...programs, say.suppliers]),
      ...(manuals === null ? [] : [say.manuals(manuals)]),
    ]),
    ...block(say.news, [say.capacity(capacity.afterGb, capacity.beforeGb), ...named(benefits)]),
    '',
  ].join('\n')
}
