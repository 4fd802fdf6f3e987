/** Commands of every type that fit the state of a mailbox: what menus, pictures and generated tests try. */
import type { MailboxCommand, MailboxMigration, MailboxState } from './model.ts'

/** A migration whose activation is open for as long as anybody tries. */
export const openMigration: MailboxMigration = {
  from: 1_000_000_000_000,
  until: 200_000_000_000_000,
  startedAt: null,
  completedAt: null,
  endedAt: null,
  hasArchive: true,
  lateActivation: true,
}

const at = 1_000_000_000_000
const cuttingOver: MailboxMigration = { ...openMigration, startedAt: at }
const completed: MailboxMigration = { ...cuttingOver, completedAt: at }
const over: MailboxMigration = { ...completed, endedAt: at }

export function exampleMailboxCommands(state: MailboxState): readonly MailboxCommand[] {
  const number = state.status === 'none' ? 1 : Math.max(1, state.orders)
  const [messages, archive] = state.status === 'none' ? [1, 1] : [state.messages.number, state.archive.number]
  const until = 200_000_000_000_000
  return [
    {
      ...{ type: 'ListMailbox', migrationId: 'migration', migration: 1, isListed: true },
      personal: { address: 'scuola@pec.example.it', email: null, locale: 'it' },
    },
    { type: 'VerifyPassword', campaign: openMigration, proof: null },
    { type: 'ActivateMailbox', campaign: openMigration, password: 'kept' },
    { type: 'ActivateMailbox', campaign: cuttingOver, password: 'replaced' },
    { type: 'ConfirmPassword', number, campaign: openMigration },
    { type: 'ConfirmPassword', number, campaign: completed },
    { type: 'RefusePassword', number, campaign: openMigration },
    { type: 'RefusePassword', number, campaign: cuttingOver },
    { type: 'NoteCopying', part: 'messages', number: messages, news: { status: 'running', copied: 1, total: 2 } },
    { type: 'NoteCopying', part: 'messages', number: messages, news: { status: 'done', copied: 2 } },
    { type: 'NoteCopying', part: 'archive', number: archive, news: { status: 'failed', cause: 'other' } },
    { type: 'ReportPasswordChange' },
    { type: 'ParkMailbox', lane: 'orders', number: null, cause: 'unavailable' },
    { type: 'RequeueMailbox', lane: 'orders' },
    { type: 'RemindOwner', reminder: 2 },
    ...[openMigration, cuttingOver, completed, over].map((campaign) => ({ type: 'FollowMigration', campaign }) as const),
    { type: 'WithdrawActivation', campaign: openMigration, personal: { reason: 'It was not the owner.' } },
    { type: 'LeaveMigration', endedAt: at },
    { type: 'AllowLateActivation', campaign: cuttingOver, until, personal: { reason: 'The school was closed.' } },
  ]
}
