/**
 * How people and mail programs reach the arriving provider. Whoever moves thousands of passwords is followed by whoever wants them: so every link leads to
 * a host that people are told to look for, and to no other.
 */
import type { Locale } from '../../../kernel/index.ts'

/** The protocols of mail programs, in the order in which they are shown, each with its port where nothing else is said. */
export const migrationPorts: {
  /** RFC 3207. */
  readonly 'smtp-starttls': number
  /** RFC 8314. */
  readonly smtps: number
  readonly imaps: number
  readonly pop3s: number
} = { 'smtp-starttls': 25, smtps: 465, imaps: 993, pop3s: 995 }

/** A protocol of mail programs: two that send, two that fetch. */
export type MigrationProtocol = keyof typeof migrationPorts

/** All of them, in their order. */
export const migrationProtocols: readonly MigrationProtocol[] = ['smtp-starttls', 'smtps', 'imaps', 'pop3s']

/** How a mail program reaches the arriving provider by one protocol. */
export type MigrationClient = {
  readonly protocol: MigrationProtocol
  /** The name of the server, in lower case. */
  readonly host: string
  /** 1 to 65535. */
  readonly port: number
}

/** The links that people are given. */
export type MigrationLinkName = 'activation' | 'webmail' | 'manuals'

/** Where people go, and how they make sure that they are there. */
export type MigrationLinks = {
  /** The one host, with those below it, at which a password is asked for: what people look for in the address. */
  readonly host: string
  /** Where a mailbox is activated: at that host. */
  readonly activation: string
  /** Where the mail is read after the cut-over: at that host, or at the domain of the mailboxes. */
  readonly webmail: string
  /** How mail programs are configured, at that host; null where there is none. */
  readonly manuals: string | null
  /** What people check before they type a password, beside the host. */
  readonly check: { readonly [L in Locale]: string }
}

const name = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/

/** Longer than this no domain is: it stands in keys and in mail addresses. */
export const domainLengthMax = 128

/** True for the name of a host or of a domain, in lower case, of two parts at least. An address in numbers is none. */
export function isHostName(text: string): boolean {
  return text.length <= domainLengthMax && name.test(text)
}

// No user, no port, nothing that a browser reads in another way than people do.
const linkPattern = /^https:\/\/([a-z0-9.-]+)(?:[/?#][A-Za-z0-9/?#&=._~%+,;:@!$'()*-]*)?$/

/** The host of an `https` link; null for what is no plain link. */
export function hostOf(link: string): string | null {
  const host = link.length <= 500 ? linkPattern.exec(link)?.[1] : undefined
  return host !== undefined && isHostName(host) ? host : null
}

/** True for the host itself and for those below it: `evil-example.it` is not below `example.it`. */
function isBelow(host: string, above: string): boolean {
  return host === above || host.endsWith(`.${above}`)
}

/** The first link that leads to another host than it may, with the hosts at which it may lead; null where there is none. */
export function strayLink(
  { host, activation, webmail, manuals }: MigrationLinks,
  domain: string,
): { readonly link: MigrationLinkName; readonly hosts: readonly string[] } | null {
  const links = [
    { link: 'activation', leads: activation, hosts: [host] },
    { link: 'webmail', leads: webmail, hosts: [host, domain] },
    { link: 'manuals', leads: manuals, hosts: [host] },
  ] as const
  for (const { link, leads, hosts } of links) {
    const led = leads === null ? host : hostOf(leads)
    if (led === null || !hosts.some((one) => isBelow(led, one))) return { link, hosts }
  }
  return null
}
