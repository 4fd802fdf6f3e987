/** Somebody tries wrong passwords on one account for days, from many places, while its owner signs in once a day. */
import { accepted, openCounter, subscribed } from './counter.ts'

const minute = 60_000
const day = 24 * 60 * minute

/** How much noise, and for how long. Each requester tries as soon as the longest delay is over, and all together at most once in `everyMs`. */
export type Noise = { readonly requesters: number; readonly days: number; readonly everyMs: number }

/** What came of it. */
export type NoiseReport = {
  readonly tried: number
  readonly ownerDays: number
  /** Days on which the owner got in from the known device. */
  readonly daysIn: number
  /** The same for an owner who comes from a place of his own and shows no device. */
  readonly daysInElsewhere: number
  /** Passwords that were judged, on the day with the most of them. */
  readonly judgedMax: number
}

type Judged = { readonly type: string; readonly at: number; readonly data: { readonly reason?: string } }

/** Plays it on storage in memory. */
export async function simulateNoise({ requesters, days, everyMs }: Noise): Promise<NoiseReport> {
  const counter = openCounter()
  const { credentials, accountId } = await subscribed(counter)
  const { sportello, clock } = counter
  const start = clock.now()
  const first = accepted(await sportello.session.signIn(credentials))
  let device = first.device
  const wrong = { ...credentials, password: 'Sbagliata.1' }
  const stepMs = Math.max(everyMs, Math.ceil((15 * minute) / requesters))
  const ownerAt = Array.from({ length: days }, (_, i) => start + i * day + 9 * 60 * minute)
  let [tried, daysIn, daysInElsewhere, next] = [0, 0, 0, 0]
  for (let at = start; at < start + days * day; at += stepMs) {
    clock.advance(Math.max(0, at - clock.now()))
    await sportello.session.signIn(wrong, { requester: `noise ${tried % requesters}` })
    tried += 1
    const due = ownerAt[next]
    if (due === undefined || at < due) continue
    next += 1
    const elsewhere = await sportello.session.signIn(credentials, { requester: 'home' })
    if (elsewhere.ok) daysInElsewhere += 1
    const known = await sportello.session.signIn(credentials, { requester: 'home', device })
    if (!known.ok) continue
    daysIn += 1
    device = known.value.device
  }
  const judged: number[] = []
  let after: number | undefined
  for (;;) {
    const page = accepted(
      await sportello.journal.read(
        { kind: 'credential', id: accountId },
        { limit: 1_000, ...(after === undefined ? {} : { after }) },
      ),
    ) as unknown as readonly (Judged & { readonly sequence: number })[]
    for (const { type, at, data } of page) if (type === 'AttemptFailed' && data.reason === 'wrong-password') judged.push(at)
    after = page.at(-1)?.sequence
    if (page.length < 1_000) break
  }
  const perDay = new Map<number, number>()
  for (const at of judged) {
    const which = Math.floor((at - start) / day)
    perDay.set(which, (perDay.get(which) ?? 0) + 1)
  }
  return { tried, ownerDays: days, daysIn, daysInElsewhere, judgedMax: Math.max(0, ...perDay.values()) }
}
