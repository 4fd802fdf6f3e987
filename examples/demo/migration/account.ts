/** The account at the end: every mailbox is there once, opens with the password that was promised, and holds what it held. */
import type { MailboxPlace, MailboxView, Sportello } from 'sportello'
import { must } from '../ending.ts'
import type { Owner } from './owners.ts'
import { domain } from './owners.ts'
import type { SimulatedProviders } from './providers.ts'
import { operator } from './setting.ts'

export type Account = {
  readonly kept: number
  readonly replaced: number
  readonly blocked: number
  /** Those that have arrived with all that they held, and those whose new mailbox was too small. */
  readonly whole: number
  readonly unfinished: number
  readonly messages: number
  /** What is wrong, a line each: mailboxes that are there twice, not at all, or not as promised. */
  readonly wrong: readonly string[]
}

const places = ['not-started', 'verified', 'activated', 'live', 'blocked'] as const

/** The mailboxes that stand in these places, page by page. */
export async function* mailboxesIn({ mailboxes }: Sportello, places: readonly MailboxPlace[]): AsyncGenerator<MailboxView> {
  for (const place of places) {
    for (let after: string | null = null; ; ) {
      const page: { readonly mailboxes: readonly MailboxView[]; readonly next: string | null } = must(
        await mailboxes.find({ operator: operator(), domain, state: place, limit: 200, after }),
        'en',
      )
      yield* page.mailboxes
      after = page.next
      if (after === null) break
    }
  }
}

/** What speaks against a mailbox that has arrived. */
function againstArrived(view: MailboxView, owner: Owner, providers: SimulatedProviders): readonly string[] {
  const { access, messages, archive } = view
  if (access.opens !== 'arriving') return [`opens ${access.opens}`]
  const [right, other] = access.password === 'new' ? [owner.next ?? '', owner.password] : [owner.password, owner.next]
  const isWhole = messages.status === 'done' && archive.status === 'done'
  const held = owner.messages + owner.archived
  return [
    ...(providers.opens(owner.mailbox, right) ? [] : ['the password that was promised does not open it']),
    ...(other !== null && providers.opens(owner.mailbox, other) ? ['another password opens it too'] : []),
    ...(isWhole === !owner.isFull ? [] : [`copied: ${messages.status}, ${archive.status}`]),
    ...(isWhole && providers.messagesOf(owner.mailbox) !== held ? ['not every message is there once'] : []),
  ]
}

function against(view: MailboxView, owner: Owner, providers: SimulatedProviders): readonly string[] {
  if (view.status === 'live') return againstArrived(view, owner, providers)
  if (view.status !== 'blocked') return [`is ${view.status}`]
  return [
    ...(owner.habit === 'never' ? [] : ['was activated, and is blocked']),
    ...(view.access.opens === 'nothing' ? [] : [`opens ${view.access.opens}`]),
    ...(providers.messagesOf(owner.mailbox) === 0 ? [] : ['was copied although nobody has activated it']),
  ]
}

/** Looks at every mailbox of the counter, and at every one of the story. */
export async function takeAccount(
  sportello: Sportello,
  owners: readonly Owner[],
  providers: SimulatedProviders,
): Promise<Account> {
  const missing = new Map(owners.map((owner) => [owner.mailbox, owner]))
  const counts = { kept: 0, replaced: 0, blocked: 0, whole: 0, unfinished: 0, messages: 0 }
  const wrong: string[] = []
  for await (const view of mailboxesIn(sportello, places)) {
    const mailbox = view.mailbox ?? view.id
    const owner = missing.get(mailbox)
    if (owner === undefined || !missing.delete(mailbox)) {
      wrong.push(`${mailbox}: is there twice, or is nobody's`)
      continue
    }
    wrong.push(...against(view, owner, providers).map((fault) => `${mailbox}: ${fault}`))
    counts.messages += providers.messagesOf(mailbox)
    if (view.status === 'blocked') counts.blocked += 1
    if (view.status !== 'live') continue
    counts[view.activations.at(-1)?.password === 'replaced' ? 'replaced' : 'kept'] += 1
    counts[view.messages.status === 'done' && view.archive.status === 'done' ? 'whole' : 'unfinished'] += 1
  }
  wrong.push(...[...missing.keys()].map((mailbox) => `${mailbox}: is not there`))
  return { ...counts, wrong }
}
