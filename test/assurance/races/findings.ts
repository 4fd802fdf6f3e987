/** What the judges of the races look for: each answers with what is wrong, and with nothing where all is well. */
import { eventsByKey } from '../../support/soundness.ts'
import type { Contents } from '../../support/tables.ts'
import type { Answer, Sent } from './race.ts'

type Findings = readonly string[]

export const acceptedOf = (answers: readonly Answer[]): readonly unknown[] =>
  answers.flatMap((answer) => ('ok' in answer && answer.ok ? [answer.value] : []))

/** How often each answer was given, such as `ok 1, busy 3, approval/already-decided 28`. */
export function tally(answers: readonly Answer[]): string {
  const counts = new Map<string, number>()
  for (const answer of answers) {
    const said = 'error' in answer ? answer.error : answer.ok ? 'ok' : answer.code
    counts.set(said, (counts.get(said) ?? 0) + 1)
  }
  return [...counts].map(([said, count]) => `${said} ${count}`).join(', ')
}

export function expectCount(what: string, found: number, expected: number): Findings {
  return found === expected ? [] : [`${what}: ${found} instead of ${expected}`]
}

/** Exactly one of the clients was told that it is done. */
export const expectOneAccepted = (answers: readonly Answer[]): Findings =>
  acceptedOf(answers).length === 1 ? [] : [`one client was to succeed: ${tally(answers)}`]

/** A caller who was not let through heard nothing else than this, or that too many were there at once. */
export function expectRefusals(answers: readonly Answer[], codes: readonly string[]): Findings {
  const others = answers.filter((answer) => !('ok' in answer && answer.ok))
  const strange = others.filter(
    (answer) => !('error' in answer ? answer.error === 'busy' : codes.includes('code' in answer ? answer.code : '')),
  )
  return strange.length === 0 ? [] : [`unexpected answers: ${tally(strange)}`]
}

/** How many events of a type are in the journals of a kind. */
export function eventsCount(contents: Contents, kind: string, type: string): number {
  const eventsOf = eventsByKey(contents)
  return contents.records
    .filter(({ key }) => key.split('/')[1] === kind)
    .reduce((sum, { key }) => sum + eventsOf(key).filter((event) => event.type === type).length, 0)
}

export const mailsOf = (contents: Contents, purpose: string) => contents.outbox.filter(({ id }) => id.endsWith(`.${purpose}`))

/** The status of a record, empty where there is none. */
export function statusOf({ records }: Contents, kind: string, id: string): string {
  const row = records.find(({ key }) => key.endsWith(`/${kind}/${id}`))
  return row === undefined ? '' : String((JSON.parse(row.state) as { readonly status?: unknown }).status)
}

/** No mail was sent twice. */
export function expectSentOnce(sent: readonly Sent[]): Findings {
  const ids = sent.map(({ id }) => id)
  return ids.filter((id, i) => ids.indexOf(id) !== i).map((id) => `${id} was sent twice`)
}

/** What belongs to every second client, from the first one on. */
export const even = <V>(list: readonly V[]): readonly V[] => list.filter((_, n) => n % 2 === 0)

/** What belongs to the other ones. */
export const odd = <V>(list: readonly V[]): readonly V[] => list.filter((_, n) => n % 2 === 1)
