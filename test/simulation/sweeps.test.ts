import { isSportelloError, type RetentionSweepReport, type Storage } from 'sportello'
import { describe, expect, it } from 'vitest'
import { decisionOn, filed as helped } from '../procedures/assistance/asking.ts'
import { minimalPdf } from '../rules/identity/minimal-pdf.ts'
import {
  accepted,
  anna,
  type Counter,
  completed,
  drafted,
  morning,
  office,
  openCounter,
  operator,
  subscribed,
} from '../support/counter.ts'
import { type Command, explore, filed, type Ports, type Scene, scene, staged, type World } from '../support/interleaving.ts'
import { expectSound, outline, wholeOf } from '../support/standing.ts'
import { about, newMail, newPec, oldPec } from './address-scenes.ts'

const day = 86_400_000
const second = { id: 'operator-2', codiceFiscale: operator.codiceFiscale }
const reason = 'Documento non leggibile.'

function said(answer: unknown): string {
  const { ok, refusal, error } = answer as { ok?: boolean; refusal?: { code: string }; error?: unknown }
  if (error !== undefined) return isSportelloError(error) ? `error ${error.code}` : `broken: ${String(error)}`
  if (ok === undefined) return (answer as RetentionSweepReport).failed === 0 ? 'swept' : 'failed'
  return ok ? 'ok' : (refusal?.code ?? 'nothing')
}

const sweeps =
  (laterMs = 0): Command<unknown> =>
  ({ sportello, clock }) => {
    clock.advance(laterMs)
    return sportello.retention.sweep()
  }
const erases: Command<unknown> = ({ sportello }) =>
  sportello.subject.erase({ operator: second, codiceFiscale: anna.codiceFiscale, reason: 'Istanza prot. 1.' })

const dossierDigest = async ({ sportello }: Counter, id: string) =>
  accepted(await sportello.approval.dossier({ operator, id })).digest

async function reject(counter: Counter, id: string): Promise<void> {
  accepted(await counter.sportello.approval.reject({ operator, id, dossierDigest: await dossierDigest(counter, id), reason }))
}

/** What is left of people and their files. */
function leftovers({ storage, files }: World) {
  const { records, journal, outbox } = storage.contents()
  return {
    personal: records.filter(({ personal }) => personal !== null).map(({ key }) => key),
    said: journal.filter(({ personal }) => personal !== null).map(({ key, type }) => `${key} ${type}`),
    mail: outbox.filter(({ sealed }) => sealed !== '').map(({ id }) => id),
    files: [...files],
  }
}

/** Every order ends with nothing broken, and after one more sweep with what one command after the other ends with. */
async function expectConverging<Cast>(
  beginning: Scene<Cast>,
  commands: readonly Command<Cast>[],
  expectRight: (world: World, answers: readonly string[], cast: Cast, after: Counter) => unknown = () => {},
  switches = 2,
) {
  const ends = new Set<string>()
  // Most orders come byte by byte to where another has come: what a sweep makes of it is looked at once.
  const known = new Map<string, string>()
  const endOf = async (world: World, told: readonly string[], openAfter: () => Counter) => {
    const whole = `${told.join()} ${wholeOf(world)}`
    const seen = known.get(whole)
    if (seen !== undefined) return seen
    const after = openAfter()
    await expectRight(world, told, beginning.cast, after)
    await after.sportello.retention.sweep()
    expectSound(world)
    const end = outline(world)
    known.set(whole, end)
    return end
  }
  const runs = await explore(
    beginning,
    commands,
    async ({ world, answers, plan, after, switches: used }) => {
      const told = answers.map(said)
      try {
        expect(told.join()).not.toContain('broken')
        const end = await endOf(world, told, after)
        if (used === 0) ends.add(end)
        expect([...ends]).toContain(end)
      } catch (cause) {
        throw new Error(`order ${plan.join('')}`, { cause })
      }
    },
    switches,
  )
  expect(runs).toBeGreaterThan(20)
}

/** Something of every kind that is due: a draft, one that awaits a correction, a rejected, a withdrawn and an orphaned request, rows that pass. */
async function overdue(counter: Counter) {
  const { sportello, clock } = counter
  const { documents } = counter.configuration
  const draft = await drafted(sportello)
  const rejected = await completed(counter, { ...anna, email: 'b@example.it' })
  await reject(counter, rejected.id)
  const awaitingCorrection = await completed(counter, { ...anna, email: 'c@example.it' })
  const digest = await dossierDigest(counter, awaitingCorrection.id)
  accepted(await sportello.approval.requestCorrection({ operator, id: awaitingCorrection.id, dossierDigest: digest, reason }))
  await sportello.session.signIn(
    { codiceFiscale: 'RSSMRA70A01H501S', pin: '123456789', password: 'x' },
    { requestKey: 'sign-in-0123456789abc' },
  )
  const [stored] = await documents.list({ office: office.id, limit: 1 })
  await documents.put(minimalPdf(), {
    ...(stored?.ref ?? { office: '', digest: '', size: 0 }),
    owner: '01ARZ3NDEKTSV4RRFFQ69G5FAV',
  })
  clock.advance(200 * day)
  return { draft: draft.id, rejected: rejected.id, awaitingCorrection: awaitingCorrection.id }
}

/** Somebody who has left, with changes of both addresses under way, and requests for assistance that were decided and taken back. */
async function departed(counter: Counter, before: () => Promise<unknown> = async () => null) {
  const { sportello, clock } = counter
  const { credentials } = await subscribed(counter)
  accepted(await sportello.addresses.setPec({ ...about, pec: oldPec }))
  const { token } = accepted(await sportello.session.signIn(credentials))
  const { pin, password } = credentials
  const secrets = { token, pin, password }
  accepted(await sportello.pecChange.request({ ...secrets, pec: newPec, confirmation: newPec }))
  accepted(await sportello.emailChange.request({ ...secrets, email: newMail, confirmation: newMail }))
  const refused = await helped(counter)
  accepted(await sportello.assistance.reject({ ...(await decisionOn(counter, refused.id)), reason }))
  clock.advance(60_000)
  const { ticket } = await helped(counter, { pec: 'anna.terza@pec.example.org', confirmation: 'anna.terza@pec.example.org' })
  accepted(await sportello.assistance.withdraw(ticket))
  await before()
  accepted(await sportello.credential.revoke(about))
  return null
}

const departedLongAgo = () =>
  scene(async (counter) => {
    await departed(counter)
    counter.clock.advance(400 * day)
    return null
  })

/** What was decided on a request for credentials is kept for years; all else of the person is to be gone. */
const expectOnlyCases = ({ storage }: World) => {
  const kept = storage.contents().records.filter(({ personal }) => personal !== null)
  expect(kept.filter(({ machine }) => machine !== 'registration' && machine !== 'approval').map(({ key }) => key)).toEqual([])
}

const revokedLongAgo = () =>
  scene(async (counter) => {
    const person = await subscribed(counter)
    accepted(await counter.sportello.credential.revoke({ operator, codiceFiscale: anna.codiceFiscale, reason }))
    await counter.sportello.relay()
    counter.clock.advance(400 * day)
    const again = await completed(counter, { ...anna, email: 'again@example.it' })
    return { ...again, accountId: person.accountId, dossierDigest: await dossierDigest(counter, again.id) }
  })

describe('sweeps and commands in every order of their port calls', () => {
  it('D8: two sweeps at once come to the same end as one', async () => {
    await expectConverging(await scene(overdue), [sweeps(), sweeps()], undefined, 1)
  })

  it('D8: the same of the addresses of somebody who has left', async () => {
    const gone = async (world: World, _answers: readonly string[], _cast: null, after: Counter) => {
      await after.sportello.retention.sweep()
      expectOnlyCases(world)
    }
    await expectConverging(await departedLongAgo(), [sweeps(), sweeps()], gone, 1)
  })

  it('D7, INV-28: no document is lost that is added while its bytes are swept as an orphan', async () => {
    const beginning = await scene(async (counter) => {
      const { ticket, id } = accepted(await counter.sportello.registration.open(anna))
      accepted(await counter.sportello.registration.addDocument(ticket, { type: 'identity-card' }, filed))
      const [stored] = await counter.configuration.documents.list({ office: office.id, limit: 1 })
      accepted(await counter.sportello.registration.removeDocument(ticket, 1))
      if (stored !== undefined) await counter.configuration.documents.put(filed, stored.ref)
      counter.clock.advance(2 * day)
      return { ticket, id }
    })
    const adds: Command<{ ticket: string }> = ({ sportello }, { ticket }) =>
      sportello.registration.addDocument(ticket, { type: 'identity-card' }, filed)
    await expectConverging(
      beginning,
      [sweeps(), adds],
      async ({ files }, answers) => {
        expect(answers).toEqual(['swept', 'ok'])
        expect(files.size).toBe(1)
      },
      3,
    )
    await expectConverging(beginning, [sweeps(), sweeps(), adds], async ({ files }) => expect(files.size).toBe(1), 1)
  })

  it('D7: adding to a draft and completing it in its last moment, while another clock says that it has lapsed', async () => {
    const beginning = await scene(async (counter) => {
      const opened = await drafted(counter.sportello)
      counter.clock.set(opened.lapsesAt - 1)
      return opened
    })
    const completes: Command<{ ticket: string }> = ({ sportello }, { ticket }) => sportello.registration.complete(ticket)
    await expectConverging(beginning, [sweeps(1), completes], async ({ files }, [, answer]) => {
      expect(['ok', 'registration/lapsed']).toContain(answer)
      expect(files.size).toBe(answer === 'ok' ? 1 : 0)
    })
    const adds: Command<{ ticket: string }> = ({ sportello }, { ticket }) =>
      sportello.registration.addDocument(ticket, { type: 'identity-card' }, filed)
    await expectConverging(beginning, [sweeps(1), adds], async ({ files }, [, answer]) => {
      expect(['ok', 'registration/lapsed']).toContain(answer)
      expect(files.size).toBe(0)
    })
  })

  it('INV-01: a credential that is issued while its predecessor is erased keeps what was just written', async () => {
    const approves: Command<{ id: string; dossierDigest: string }> = ({ sportello }, { id, dossierDigest: digest }) =>
      sportello.approval.approve({ operator, id, dossierDigest: digest })
    await expectConverging(await revokedLongAgo(), [sweeps(), approves], async (_world, [, answer], { credentials }, after) => {
      expect(answer).toBe('ok')
      accepted(await after.sportello.session.signIn(credentials))
    })
  })

  it('L7: an attempt on nobody that comes while the count is forgotten is counted', async () => {
    const attempt = { codiceFiscale: anna.codiceFiscale, pin: '123456789', password: 'Sbagliata.1' }
    const beginning = await scene(async (counter) => {
      await counter.sportello.session.signIn(attempt)
      counter.clock.advance(30 * day)
      return null
    })
    const tries: Command<null> = ({ sportello }) => sportello.session.signIn(attempt)
    await expectConverging(beginning, [sweeps(), tries], async ({ storage }) => {
      const [row] = storage.contents().records.filter(({ machine }) => machine === 'credential')
      expect([1, 2]).toContain(JSON.parse(row?.state ?? '{}').attempts.failures)
    })
  })

  it('two erasures at once, and an erasure and a sweep, leave nothing of the person', async () => {
    const beginning = await scene(async (counter) => {
      await overdue(counter)
      await counter.sportello.retention.sweep()
      return null
    })
    const expectGone = (world: World, answers: readonly string[]) => {
      expect(answers.join()).not.toMatch(/error|failed/)
      expect(leftovers(world)).toEqual({ personal: [], said: [], mail: [], files: [] })
    }
    await expectConverging(beginning, [erases, erases], expectGone, 1)
    await expectConverging(beginning, [erases, sweeps(100 * day)], expectGone, 1)
  })

  it('an erasure and a sweep, and an erasure and a click, leave nothing of the person and his addresses', async () => {
    const beginning = await scene(async (counter) => {
      // The link goes out before the revocation that voids it.
      await departed(counter, () => counter.sportello.relay())
      return /pec-change#token=(\S+)/.exec(counter.mailer.sent.map(({ text }) => text).join())?.[1] ?? ''
    })
    const expectGone = async (world: World, answers: readonly string[]) => {
      expect(answers.join()).not.toMatch(/error|failed/)
      expect(leftovers(world)).toEqual({ personal: [], said: [], mail: [], files: [] })
    }
    const clicks: Command<string> = ({ sportello }, token) => sportello.pecChange.confirm(token)
    await expectConverging(beginning, [erases, clicks], expectGone, 1)
    // Either of them ends a change in its own way: what is left of it may be the one's or the other's.
    await explore(
      beginning,
      [erases, sweeps(40 * day)],
      async ({ world, answers }) => {
        await expectGone(world, answers.map(said))
        expectSound(world)
      },
      1,
    )
  })

  it('an erasure and a draft that is completed: either it is gone, or it waits for the office whole', async () => {
    const beginning = await scene(({ sportello }) => drafted(sportello))
    const completes: Command<{ ticket: string }> = ({ sportello }, { ticket }) => sportello.registration.complete(ticket)
    await expectConverging(beginning, [erases, completes], (world, [erased, answer]) => {
      if (answer !== 'ok')
        return expect([erased, leftovers(world)]).toEqual(['ok', { personal: [], said: [], mail: [], files: [] }])
      expect(erased).toBe('subject/open-request')
      return expect(leftovers(world)).toMatchObject({
        personal: [expect.stringContaining('registration')],
        files: [expect.any(String)],
      })
    })
  })

  it('an erasure and an approval: never a credential without its person', async () => {
    const approves: Command<{ id: string; dossierDigest: string }> = ({ sportello }, { id, dossierDigest: digest }) =>
      sportello.approval.approve({ operator, id, dossierDigest: digest })
    await expectConverging(
      await revokedLongAgo(),
      [erases, approves],
      async (_world, [erased, answer], { credentials }, after) => {
        expect(answer).toBe('ok')
        expect(['subject/open-request', 'subject/credential-in-force']).toContain(erased)
        accepted(await after.sportello.session.signIn(credentials))
      },
    )
  })
})

/** Ports of a process that dies at a call: before it has had an effect, or after. Nothing answers from then on. */
function mortal(
  { storage, documents, mailer }: Ports,
  death: { calls: number; readonly at: number; readonly when: 'before' | 'after' },
): Ports {
  const mourned = <Port extends object>(port: Port): Port =>
    new Proxy(port, {
      get(target, name) {
        const method: unknown = Reflect.get(target, name)
        if (typeof method !== 'function') return method
        return async (...given: readonly unknown[]) => {
          death.calls += 1
          if (death.calls > death.at || (death.calls === death.at && death.when === 'before')) throw new Error('dead')
          const answer: unknown = await Reflect.apply(method, target, given)
          if (death.calls === death.at) throw new Error('dead')
          return answer
        }
      },
    })
  return { storage: mourned(storage), documents: mourned(documents), mailer }
}

describe('a process that dies in the middle', () => {
  async function deaths<Cast>(beginning: Scene<Cast>, command: Command<Cast>, then: Command<Cast> = command) {
    const end = async (at: number, when: 'before' | 'after') => {
      const world = await staged(beginning)
      const death = { calls: 0, at, when }
      const dying = openCounter({ ...mortal(world.ports, death), seed: 7 })
      dying.clock.set(beginning.at)
      const answer = await command(dying, beginning.cast).catch((error: unknown) => ({ error }))
      const next = openCounter({ ...world.ports, seed: 8 })
      next.clock.set(beginning.at)
      await then(next, beginning.cast)
      expectSound(world)
      return { world, calls: death.calls, answer, end: outline(world), left: JSON.stringify(leftovers(world)) }
    }
    const whole = await end(Number.POSITIVE_INFINITY, 'before')
    expect(said(whole.answer)).toMatch(/^(ok|swept)$/)
    for (let call = 1; call <= whole.calls; call += 1) {
      for (const when of ['before', 'after'] as const) {
        const { end: reached, left } = await end(call, when)
        expect([reached, left], `dies ${when} the effect of call ${call}`).toEqual([whole.end, whole.left])
      }
    }
    return whole
  }

  it('D8: leaves nothing behind that the next sweep does not find, at whatever call', async () => {
    const { calls, answer } = await deaths(await scene(overdue), sweeps())
    expect(calls).toBeGreaterThan(30)
    expect(answer).toMatchObject({ lapsed: 2, discarded: 3, erased: 2, removed: 10, collected: 1, failed: 0, next: null })
  })

  it('D8: nothing of addresses, nor of requests for assistance', async () => {
    const { world, answer } = await deaths(await departedLongAgo(), sweeps())
    expect(answer).toMatchObject({ failed: 0, next: null })
    expectOnlyCases(world)
  })

  it('D8: nothing of addresses for the erasure of one person, when it is repeated', async () => {
    const { world } = await deaths(await scene(departed), erases)
    expect(leftovers(world)).toEqual({ personal: [], said: [], mail: [], files: [] })
  })

  it('D8: the same for the erasure of one person, when it is repeated', async () => {
    const beginning = await scene(async (counter) => {
      const person = await subscribed(counter)
      accepted(await counter.sportello.credential.revoke({ operator, codiceFiscale: anna.codiceFiscale, reason }))
      const rejected = await completed(counter, { ...anna, email: 'b@example.it' })
      await reject(counter, rejected.id)
      await drafted(counter.sportello, { ...anna, email: 'c@example.it' })
      return person
    })
    const { world } = await deaths(beginning, erases)
    expect(leftovers(world)).toEqual({ personal: [], said: [], mail: [], files: [] })
  })

  it('one call of a port that fails costs no more than what it was about', async () => {
    const beginning = await scene(overdue)
    let calls = 0
    const failing = (at: number, storage: Storage): Storage =>
      new Proxy(storage, {
        get(target, name) {
          const method: unknown = Reflect.get(target, name)
          if (typeof method !== 'function') return method
          return (...given: readonly unknown[]) => {
            calls += 1
            return calls === at ? Promise.reject(new Error('a moment of weakness')) : Reflect.apply(method, target, given)
          }
        },
      })
    const run = async (at: number) => {
      const world = await staged(beginning)
      calls = 0
      const counter = openCounter({ ...world.ports, storage: failing(at, world.storage), seed: 7 })
      counter.clock.set(beginning.at)
      const report = await counter.sportello.retention.sweep().catch((error: unknown) => error)
      return { report: report as RetentionSweepReport, made: calls }
    }
    const whole = await run(0)
    for (let at = 1; at <= whole.made; at += 1) {
      const { report } = await run(at)
      if (isSportelloError(report)) expect(report.code).toBe('storage/failed')
      else if (report.failed > 0) {
        expect(report.failures).toMatchObject([{ code: 'storage/failed' }])
        const did = report.lapsed + report.discarded + report.erased + report.removed + report.collected
        expect(did).toBeGreaterThanOrEqual(whole.report.lapsed + whole.report.erased + whole.report.removed - 3)
      }
    }
    expect(morning).toBeLessThan(beginning.at)
  })
})
