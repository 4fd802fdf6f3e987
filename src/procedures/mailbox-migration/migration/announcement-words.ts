/** The words that the announcement of a migration and the notice to suppliers have alike, in Italian and English. */
import type { Locale } from '../../../kernel/index.ts'
import { checklist, infocert, messages } from '../../../rules/password/index.ts'
import type { MigrationCampaign } from './model.ts'

/** A heading with its lines; nothing where there are none. */
export function block(heading: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', heading, ...lines]
}

/** The sentence with a full stop. */
export function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`
}

/** `6 ore`, `90 minuti`. */
export function durationText(ms: number, locale: Locale): string {
  const minutes = Math.round(ms / 60_000)
  const isHours = minutes % 60 === 0
  const count = isHours ? minutes / 60 : minutes
  const [one, many] = {
    it: isHours ? (['ora', 'ore'] as const) : (['minuto', 'minuti'] as const),
    en: isHours ? (['hour', 'hours'] as const) : (['minute', 'minutes'] as const),
  }[locale]
  return `${count} ${count === 1 ? one : many}`
}

const protocols = {
  it: {
    'smtp-starttls': 'Posta in uscita, SMTP con STARTTLS',
    smtps: 'Posta in uscita, SMTP su TLS',
    imaps: 'Posta in arrivo, IMAP su TLS',
    pop3s: 'Posta in arrivo, POP3 su TLS',
  },
  en: {
    'smtp-starttls': 'Outgoing mail, SMTP with STARTTLS',
    smtps: 'Outgoing mail, SMTP over TLS',
    imaps: 'Incoming mail, IMAP over TLS',
    pop3s: 'Incoming mail, POP3 over TLS',
  },
} as const

/** One line per server: what for, its name, its port. */
export function clientLines({ plan: { clients } }: Pick<MigrationCampaign, 'plan'>, locale: Locale): readonly string[] {
  const port = locale === 'it' ? 'porta' : 'port'
  return clients.map(({ protocol, host, port: number }) => `- ${protocols[locale][protocol]}: ${host}, ${port} ${number}`)
}

/** The rules of a password at the arriving provider, a line each, in the order in which a page shows them. */
export function passwordLines(locale: Locale): readonly string[] {
  return checklist('', infocert).map((rule) => `- ${messages[locale](rule)}`)
}
