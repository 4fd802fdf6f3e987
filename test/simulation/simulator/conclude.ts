/** Once nothing goes wrong any more, whatever is open can be brought to an end in ten commands (INV-33). */
import type { Loose } from '../invariants/history.ts'
import { asOperator, type CallName, call, operators, reason } from './acting.ts'
import type { World } from './world.ts'

export const commandsMax = 10
const day = 86_400_000

/** Procedures whose end only time brings: the sweep notes it. */
const byTime: ReadonlySet<string> = new Set(['registration', 'pec-change', 'email-change', 'pin-renewal', 'recovery'])

/** What could not be brought to an end, one by one. */
export async function conclude(world: World): Promise<readonly string[]> {
  const [operator] = operators
  if (operator === undefined) return []
  for (const process of world.processes) Object.assign(process, { skewMs: 0, trouble: null, gate: null })
  world.clock.at = Math.max(world.clock.at, ...[...world.history.rows.values()].map(({ at }) => at)) + 1
  const at = { world, step: -2, process: 0, isBeside: false }
  const asOffice = (name: CallName, form: object): Promise<Loose> =>
    call(at, asOperator(operator), name, [{ operator, reason, ...form }])
  const found: string[] = []

  // The calendar of the office is brought to an end first: what it holds cannot go on.
  for (const window of world.history.all('maintenance').flatMap(({ value }) => value.windows as readonly Loose[])) {
    if (window.cancelledAt !== null || (window.to ?? Number.POSITIVE_INFINITY) <= world.clock.at) continue
    await asOffice(window.from > world.clock.at ? 'maintenance.cancel' : 'maintenance.close', { id: window.id })
  }
  await asOffice('sunset.drop', { reopens: true })

  for (const { id, value } of world.history.all('approval')) {
    if (value.status !== 'pending' && value.status !== 'awaiting-correction') continue
    let given = 0
    while (given < commandsMax && ['pending', 'awaiting-correction'].includes(world.history.row('approval', id)?.value.status)) {
      await asOffice('desk.takeOver', { id })
      await asOffice('desk.assign', { id })
      const dossier = await asOffice('approval.dossier', { id })
      await asOffice('approval.reject', { id, dossierDigest: dossier?.digest })
      given += 4
    }
    const { status } = world.history.row('approval', id)?.value ?? { status: 'gone' }
    if (['pending', 'awaiting-correction'].includes(status)) found.push(`approval ${id} is ${status} after ${given} commands`)
  }
  // What was refused so often that nobody tries any more is sent again by the office.
  for (let given = 0; given < commandsMax; given += 1) {
    const [parked] = (await call(at, asOperator(operator), 'outbox.parked', [])) ?? []
    if (parked === undefined) break
    await call(at, asOperator(operator), 'outbox.requeue', [{ operator, id: parked.id }])
  }
  for (let rounds = 0; rounds < commandsMax; rounds += 1) {
    await call(at, 'system', 'relay', [])
    world.clock.at += 20 * day
    await call(at, 'system', 'retention.sweep', [])
  }
  for (const mail of world.history.mails.values()) {
    if (mail.cancelledAt === null && mail.settled === null && mail.topic.indexOf('~') < 0)
      found.push(`${mail.id} is still in the outbox`)
  }
  for (const { kind, id, value } of world.history.rows.values()) {
    const isOpen = value.status === 'drafting' || String(value.status).startsWith('awaiting-re') || value.status === 'started'
    const isOver = [
      value.lapsesAt,
      value.openUntil,
      ...(value.links ?? []).map((link: Loose) => link.closesAt ?? link.until),
    ].some((end) => typeof end === 'number' && end <= world.clock.at)
    if (byTime.has(kind) && isOpen && !isOver) found.push(`${kind} ${id} is ${value.status}, and nothing ends it`)
  }
  return [...found, ...world.flaws.map(({ invariant, what }) => `${invariant}: ${what}`)]
}
