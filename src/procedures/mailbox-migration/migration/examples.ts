/** Commands of every type that fit the state of a migration: what menus, pictures and generated tests try. */
import type { MigrationCommand, MigrationPlan, MigrationState } from './model.ts'

const hour = 60 * 60_000
/** An instant around which the pictures are drawn. */
const beginning = 1_000_000_000_000
/** One that nobody plans beyond: what is planned after it is always to come. */
const distant = 200_000_000_000_000

/** A plan of which everything comes after that instant. */
export function examplePlan(after: number): MigrationPlan {
  return {
    title: { it: 'Nuovo sistema di Posta Elettronica Certificata', en: 'New system of certified mail' },
    leaving: 'Gestore Uno',
    arriving: 'Gestore Due',
    activation: { from: after + hour, until: after + 2 * hour },
    cutOver: { from: after + 3 * hour, longestMs: hour },
    contents: {
      atOnce: [{ it: 'I messaggi', en: 'Messages' }],
      later: [{ it: 'La sezione «Archivio»', en: 'The section “Archivio”' }],
      never: [{ what: { it: 'La rubrica', en: 'The address book' }, ownerCan: { it: 'La esporti.', en: 'Export it.' } }],
    },
    capacity: { beforeGb: 1, afterGb: 6 },
    benefits: [],
    clients: [{ protocol: 'imaps', host: 'mbox.due.example.it', port: 993 }],
    links: {
      host: 'due.example.it',
      activation: 'https://attivazione.due.example.it/',
      webmail: 'https://webmail.pec.example.it/',
      manuals: null,
      check: { it: 'Controlli il certificato.', en: 'Check the certificate.' },
    },
    reminders: [after + 2 * hour - 1],
    lateActivation: false,
    unlistedActivation: false,
  }
}

export function exampleCommands(state: MigrationState): readonly MigrationCommand[] {
  const personal = { reason: 'The provider has asked for it.' }
  const later = state.status === 'none' ? beginning : state.plan.cutOver.from
  const planning = [later, distant].map(
    (after) => ({ type: 'PlanMigration', domain: 'pec.example.it', plan: examplePlan(after), personal }) as const,
  )
  const reporting = (at: number): readonly MigrationCommand[] => [
    { type: 'ReportStart', startedAt: at, personal },
    { type: 'ReportCompletion', completedAt: at, personal },
    { type: 'ReportRollback', rolledBackAt: at, personal },
  ]
  if (state.status === 'none') return [...planning, ...reporting(0), { type: 'EndMigration', personal }]
  const { activation, cutOver } = state.plan
  const last = state.cutOvers.at(-1)
  // The earliest instants that can be reported, and the dates that are possible if any is.
  const since = Math.max(activation.from, last?.rolledBackAt ?? last?.completedAt ?? last?.startedAt ?? 0)
  return [
    ...planning,
    { type: 'OpenActivation', personal },
    { type: 'ProlongActivation', until: cutOver.from, reminders: [], personal },
    {
      type: 'PostponeCutOver',
      cutOverAt: cutOver.from + 10_000 * hour,
      longestMs: null,
      until: null,
      reminders: [],
      personal,
    },
    { type: 'BringCutOverForward', cutOverAt: cutOver.from - 1, longestMs: null, personal },
    { type: 'ProlongCutOver', longestMs: cutOver.longestMs + hour, personal },
    ...reporting(since),
    { type: 'EndMigration', personal },
  ]
}
