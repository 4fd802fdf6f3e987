/** What the owner of a mailbox is told of what has happened to it: in the mailbox while it opens, else at another address of his. */
import type { Instant } from '../../../kernel/index.ts'
import type { Letter } from '../../../runtime/letter.ts'
import type { Unit } from '../../../runtime/transact.ts'
import type { MigrationCampaign } from '../migration/model.ts'
import { cutOverOf, isActivationOpen } from '../migration/phase.ts'
import type { MailboxContext } from './context.ts'
import type { MailboxEvent } from './events.ts'
import { isRefused } from './follow.ts'
import type { MailboxRolledBackNext } from './letter-data-words.ts'
import {
  activatedAgainLetter,
  activatedLetter,
  blockedLetter,
  copiedLetter,
  copyFailedLetter,
  copyStartedLetter,
  lateAllowedLetter,
  liveLetter,
  passwordRefusedLetter,
  reminderLetter,
  rolledBackLetter,
} from './letters.ts'
import type { MailboxRecord } from './model.ts'

/** The mailbox and the campaign that it is changed in. */
export type Changing = {
  readonly id: string
  /** As the unit has read it. */
  readonly campaign: MigrationCampaign
}

/** Writes to the owner what he must know of. */
export function tell(
  context: MailboxContext,
  unit: Unit,
  { id, campaign }: Changing,
  state: MailboxRecord,
  event: MailboxEvent,
): void {
  const { personal } = state
  if (personal === null) return
  const { office } = context.runtime
  const { address: mailbox, email, locale } = personal
  const { plan } = campaign
  const { activation: link, host, webmail } = plan.links
  const topic = { kind: 'mailbox', id }
  const startedAt = cutOverOf(campaign)?.startedAt ?? null
  const post = (purpose: string, letter: Letter, until?: Instant): void => {
    const to = { name: '', address: mailbox }
    unit.mail({ topic, purpose, to, locale, letter, channel: 'pec', ...(until === undefined ? {} : { until }) })
  }
  /** Without another address there is nobody to write to: the office finds the mailbox in its lists. */
  const postElsewhere = (purpose: string, letter: Letter, until?: Instant): void => {
    if (email === null) return
    unit.mail({ topic, purpose, to: { name: '', address: email }, locale, letter, ...(until === undefined ? {} : { until }) })
  }
  /** Until when it can be activated; null where that is over. */
  const openUntil = (at: Instant): Instant | null => (isActivationOpen(campaign, at) ? plan.activation.until : null)
  switch (event.type) {
    case 'OwnerReminded': {
      const { until } = plan.activation
      // It is of no use once nothing can be activated.
      post('reminder', reminderLetter(office, { mailbox, link, host, until, cutOverAt: plan.cutOver.from }), until)
      return
    }
    case 'MailboxActivated': {
      const { number, activatedAt: at, password } = event
      const data = { mailbox, at, password }
      const [purpose, letter] =
        number === 1
          ? (['activated', activatedLetter(office, data)] as const)
          : (['activated-again', activatedAgainLetter(office, data)] as const)
      post(purpose, letter)
      // Late, nobody but whoever has activated it will open the mailbox: its owner would not learn that it was somebody else.
      if (startedAt !== null) postElsewhere(`${purpose}-elsewhere`, letter)
      return
    }
    case 'MailboxPasswordRefused':
      // Where a cut-over has begun the mailbox opens for nobody: that it is blocked says why.
      if (startedAt !== null) return
      post('password-refused', passwordRefusedLetter(office, { mailbox, link, until: openUntil(event.refusedAt) }))
      return
    case 'CopyingStarted':
      if (event.part === 'messages') post('copy-started', copyStartedLetter(office, { mailbox }))
      return
    case 'CopyingDone':
      post(`copied-${event.part}`, copiedLetter(office, { mailbox, part: event.part, copied: event.copied }))
      return
    case 'CopyingFailed': {
      const { part, cause } = event
      post(`copy-failed-${part}`, copyFailedLetter(office, { mailbox, part, cause, link }))
      return
    }
    case 'MailboxWentLive': {
      const last = state.activations.at(-1)
      const letter = liveLetter(office, { mailbox, password: last?.password ?? 'kept', webmail })
      post('live', letter)
      // Whoever was told elsewhere that it is blocked is told there that it opens.
      if (startedAt !== null && (last?.setAt ?? 0) >= startedAt) postElsewhere('live-elsewhere', letter)
      return
    }
    case 'MailboxListingCompleted':
      if (state.status !== 'blocked') return
      postElsewhere(
        'blocked',
        blockedLetter(office, { mailbox, startedAt: startedAt ?? state.since, isRefused: isRefused(state) }),
      )
      return
    case 'MailboxBlocked': {
      const data = { mailbox, startedAt: startedAt ?? event.blockedAt, isRefused: isRefused(state) }
      postElsewhere('blocked', blockedLetter(office, data))
      return
    }
    case 'LateActivationAllowed': {
      const { until } = event
      const data = { mailbox, link, host, until, isRefused: isRefused(state) }
      postElsewhere('late-allowed', lateAllowedLetter(office, data), until)
      return
    }
    case 'MailboxTakenBack': {
      // A cut-over that has begun anew before anybody was told has closed the mailbox again.
      if (startedAt !== null) return
      const { takenBackAt, status } = event
      const open = status === 'activated' ? 'nothing' : 'activate'
      const next: MailboxRolledBackNext = campaign.status === 'ended' ? 'ended' : isRefused(state) ? 'activate-again' : open
      const at = campaign.cutOvers.at(-1)?.rolledBackAt ?? takenBackAt
      const letter = rolledBackLetter(office, { mailbox, link, at, next, until: openUntil(takenBackAt) })
      post('rolled-back', letter)
      // One that was blocked: that was told there.
      if (status !== 'activated' || isRefused(state)) postElsewhere('rolled-back-elsewhere', letter)
      return
    }
    case 'MailboxListed':
    case 'PasswordVerified':
    case 'MailboxPasswordSet':
    case 'CopyingProgressed':
    case 'MailboxParked':
    case 'MailboxRequeued':
    case 'ActivationWithdrawn':
    case 'MailboxMigrationEnded':
      return
  }
}
