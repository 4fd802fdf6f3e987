/** A counter in a process of some zone, a millisecond before, at and after each date of seed 002, of exemptions and of reminders. */
import { accepted, anna, completed, drafted, operator, refusedCode, subscribed } from '../../../support/counter.ts'
import { atTheCounter } from '../../account/identification/identified.ts'
import { counterUnder, day, law } from './law.ts'

/** What is found around one instant, from a millisecond before to one after. */
type Around = readonly [before: string, at: string, after: string]

export type Boundaries = {
  /** The difference of this process' zone from UTC in winter, in minutes. */
  readonly zoneOffset: number
  readonly ends: { readonly [act: string]: number | null }
  readonly acts: { readonly [act: string]: Around }
  /** Whoever was born on a leap day, and whoever was born in winter and summer: the sign-in around the end of the eighteenth birthday. */
  readonly grownUp: { readonly [birthDate: string]: Around }
  readonly granted: Around
  readonly reminder: Around
}

const lastIssue = Date.UTC(2021, 1, 27, 23)
const lastUse = Date.UTC(2021, 8, 30, 22)
const { codiceFiscale } = anna

const said = (answer: Parameters<typeof refusedCode>[0]): string => (answer.ok ? 'open' : refusedCode(answer))

async function around(find: (offset: number) => Promise<string>): Promise<Around> {
  return [await find(-1), await find(0), await find(1)]
}

/** A subscriber under the law, who is asked at that instant. */
async function asked(at: number, ask: (counter: Awaited<ReturnType<typeof prepared>>) => Promise<Parameters<typeof said>[0]>) {
  return around(async (offset) => {
    const world = await prepared()
    world.counter.clock.set(at + offset)
    return said(await ask(world))
  })
}

async function prepared(form: object = {}, exempt: readonly ('minor' | 'guardianship')[] = []) {
  const counter = await counterUnder({ ...law, exempt })
  const { credentials } = await subscribed(counter, { ...anna, ...form })
  return { counter, credentials }
}

/** A request that was filed before, and approved then. */
async function approvedAt(): Promise<Around> {
  return around(async (offset) => {
    const counter = await counterUnder()
    const { id } = await completed(counter)
    const { digest } = accepted(await counter.sportello.approval.dossier({ operator, id }))
    counter.clock.set(lastIssue + offset)
    return said(await counter.sportello.approval.approve({ operator, id, dossierDigest: digest }))
  })
}

/** Somebody who was born then, with a course that exempts minors and has ended long before. */
async function signedInBy(birthDate: string, grownUp: number): Promise<Around> {
  return around(async (offset) => {
    const { counter, credentials } = await prepared({ birthDate }, ['minor'])
    counter.clock.set(grownUp + offset)
    return said(await counter.sportello.session.signIn(credentials))
  })
}

async function signedInUntil(untilDay: string, over: number): Promise<Around> {
  return around(async (offset) => {
    const { counter, credentials } = await prepared({}, ['guardianship'])
    const document = { kind: 'court-order', number: '12', expiresOn: '2099-01-01' } as const
    const form = { operator, codiceFiscale, kind: 'guardianship', untilDay, document, reason: 'Decree.' } as const
    accepted(await counter.sportello.exemption.grant(form))
    counter.clock.set(over + offset)
    return said(await counter.sportello.session.signIn(credentials))
  })
}

async function remindedAt(at: number): Promise<Around> {
  return around(async (offset) => {
    const counter = await counterUnder({ ...law, remindDays: [7] })
    await subscribed(counter)
    counter.clock.set(at + offset)
    return String((await counter.sportello.sunset.sweep()).reminded)
  })
}

const [course] = accepted(await (await counterUnder()).sportello.sunset.list({ operator }))
const found: Boundaries = {
  zoneOffset: -new Date(2026, 0, 15).getTimezoneOffset(),
  ends: course?.ends ?? {},
  acts: {
    open: await asked(lastIssue, ({ counter }) => counter.sportello.registration.open({ ...anna, email: 'other@example.it' })),
    approve: await approvedAt(),
    recover: await asked(lastIssue, ({ counter }) => counter.sportello.recovery.request({ codiceFiscale })),
    'renew the PIN': await asked(lastIssue, ({ counter, credentials: { password } }) =>
      counter.sportello.pinRenewal.start({ codiceFiscale, password }),
    ),
    identify: await asked(lastIssue, ({ counter }) =>
      counter.sportello.identification.record({ ...atTheCounter, identifiedAt: counter.clock.now() - 1 }),
    ),
    'complete a draft': await around(async (offset) => {
      const counter = await counterUnder()
      const { ticket } = await drafted(counter.sportello)
      counter.clock.set(lastIssue + offset)
      return said(await counter.sportello.registration.complete(ticket))
    }),
    'sign in': await asked(lastUse, ({ counter, credentials }) => counter.sportello.session.signIn(credentials)),
    'go on in a session': await around(async (offset) => {
      const { counter, credentials } = await prepared()
      const { token } = accepted(await counter.sportello.session.signIn(credentials))
      counter.clock.set(lastUse + offset)
      return said(await counter.sportello.session.check(token))
    }),
  },
  grownUp: {
    '2008-02-29': await signedInBy('2008-02-29', Date.UTC(2026, 1, 28, 23)),
    '2006-10-31': await signedInBy('2006-10-31', Date.UTC(2024, 9, 31, 23)),
    '2006-07-01': await signedInBy('2006-07-01', Date.UTC(2024, 6, 1, 22)),
  },
  // The day on which the clocks are put back.
  granted: await signedInUntil('2021-10-31', Date.UTC(2021, 9, 31, 23)),
  reminder: await remindedAt(lastUse - 8 * day),
}
process.stdout.write(JSON.stringify(found))
