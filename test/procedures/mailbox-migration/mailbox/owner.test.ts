/** What the owner of a mailbox does, and who is no owner. */

import { type Challenge, type ChallengeVerdict, refusalText } from 'sportello'
import { describe, expect, it, vi } from 'vitest'
import { accepted, operator, refusedCode } from '../../../support/counter.ts'
import { seedCampaign, seedDomain, seedInstants } from '../../../support/migration-seed.ts'
import {
  conforming,
  cutOver,
  day,
  hour,
  lettersOf,
  look,
  type Moving,
  moving,
  owns,
  rollBack,
  weak,
  workAll,
} from '../../../support/moving-mailboxes.ts'

const [one, two, three] = ['scuola.uno', 'scuola.due', 'scuola.tre'] as const
const chosen = 'Lampone.Verde42'
const replacing = { ...owns(two, weak), next: chosen, confirmation: chosen }

/** An activation, with what it asks of the storage. */
function countingStatements({ storage }: Moving['counter'], sportello: Moving['sportello']) {
  const statements: string[] = []
  const [load, list, commit] = [storage.load.bind(storage), storage.list.bind(storage), storage.commit.bind(storage)]
  storage.load = (keys) => {
    statements.push(`load ${keys.length}`)
    return load(keys)
  }
  storage.list = (query) => {
    statements.push(`list ${query.kind}`)
    return list(query)
  }
  storage.commit = (given) => {
    const voids = given.cancelMail.length === 0 ? '' : `, void ${given.cancelMail.length}`
    statements.push(`commit ${given.writes.map(({ key }) => key.split('/')[1]).join(' ')}${voids}`)
    return commit(given)
  }
  return async (form: Parameters<typeof sportello.mailboxes.activate>[0]) => {
    statements.length = 0
    const answer = await sportello.mailboxes.activate(form)
    return { answer, statements: [...statements] }
  }
}

describe('the activation', () => {
  it('X1: is refused before the window opens and after it closes, to the millisecond, and the mailbox stays as it was', async () => {
    const { sportello, clock } = await moving()
    const at = async (now: number) => {
      clock.set(now)
      return sportello.mailboxes.activate(owns(one, conforming))
    }
    expect(await at(seedInstants.activationFrom - 1)).toEqual({
      ok: false,
      refusal: { code: 'mailbox/activation-not-open', from: seedInstants.activationFrom },
    })
    const closed = { code: 'mailbox/activation-closed', closedAt: seedInstants.activationUntil }
    expect(await at(seedInstants.activationUntil)).toEqual({ ok: false, refusal: closed })
    // As the announcement says it: midnight alone would be read as one more day.
    expect(refusalText(closed, 'it')).toContain('(ore 24 del 22/11/2022)')
    expect(refusalText(closed, 'en')).toContain('at 24:00 on 2022-11-22 (Rome)')
    expect(accepted(await sportello.mailboxes.inspect(look(one)))).toMatchObject({ status: 'not-started', activations: [] })
    expect((await at(seedInstants.activationUntil - 1)).ok).toBe(true)
  })

  it('X1: is closed by the reported start, however early, and open again after a rollback', async () => {
    const scene = await moving()
    const { sportello, clock } = scene
    clock.advance(hour)
    const act = { operator, domain: seedDomain, reason: 'Anticipato.' }
    accepted(await sportello.migration.reportStart(act))
    expect(refusedCode(await sportello.mailboxes.activate(owns(one, conforming)))).toBe('mailbox/activation-closed')
    await rollBack(scene)
    expect((await sportello.mailboxes.activate(owns(one, conforming))).ok).toBe(true)
  })

  it('keeps a password that conforms, and lets nobody choose another one then', async () => {
    const { sportello } = await moving()
    const other = { ...owns(one, conforming), next: chosen, confirmation: chosen }
    expect(refusedCode(await sportello.mailboxes.activate(other))).toBe('mailbox/password-kept')
    expect(accepted(await sportello.mailboxes.activate(owns(one, conforming))).password).toBe('kept')
  })

  it.each<[name: string, next: string, confirmation: string, codes: readonly string[]]>([
    ['it breaks every rule', 'aaa', 'aaa', ['length', 'letter-case', 'digit', 'special', 'repetition']],
    ['it is typed otherwise the second time', chosen, 'Lampone.Verde43', ['confirmation']],
    ['it is the old one', weak, weak, ['letter-case', 'digit', 'special', 'unchanged']],
  ])('tells every rule that the new password breaks at once: %s', async (_, next, confirmation, codes) => {
    const { sportello } = await moving()
    const refused = await sportello.mailboxes.activate({ ...owns(two, weak), next, confirmation })
    expect(refused).toMatchObject({ ok: false, refusal: { code: 'mailbox/new-password' } })
    const { violations } = (refused as unknown as { refusal: { violations: readonly { code: string }[] } }).refusal
    expect(violations.map(({ code }) => code)).toEqual(codes)
  })

  it('X3: once more replaces the one before, and the mailbox is told of each', async () => {
    const scene = await moving()
    const { sportello, providers, mailer } = scene
    accepted(await sportello.mailboxes.activate({ ...replacing, next: 'Rubata.Password9', confirmation: 'Rubata.Password9' }))
    await workAll(scene, 4)
    expect(await providers.opens(`${two}@${seedDomain}`, 'Rubata.Password9')).toBe(true)
    expect(accepted(await sportello.mailboxes.activate(replacing)).number).toBe(2)
    await workAll(scene, 4)
    expect(await providers.opens(`${two}@${seedDomain}`, 'Rubata.Password9')).toBe(false)
    expect(await providers.opens(`${two}@${seedDomain}`, chosen)).toBe(true)
    await sportello.relay()
    // The letters of one round come in any order.
    expect([...lettersOf(scene)].filter((letter) => letter.startsWith('activated')).sort()).toEqual([
      `activated ${two}@${seedDomain}`,
      `activated-again ${two}@${seedDomain}`,
    ])
    expect(mailer.sent.every(({ channel }) => channel === 'pec')).toBe(true)
  })

  it('X3: of somebody else is taken back by the office, also while messages are copied', async () => {
    const scene = await moving()
    const { sportello, providers, counter } = scene
    const stolen = 'Rubata.Password9'
    accepted(await sportello.mailboxes.activate({ ...replacing, next: stolen, confirmation: stolen }))
    await sportello.migration.work()
    expect(refusedCode(await sportello.mailboxes.activate(replacing))).toBe('mailbox/copying')
    const view = accepted(await sportello.mailboxes.withdraw({ ...look(two), reason: 'Password sottratta.' }))
    expect(view).toMatchObject({ status: 'not-started', activations: [] })
    expect(counter.storage.contents().outbox.filter(({ id, sealed }) => /\.(order|archive)$/.test(id) && sealed !== '')).toEqual(
      [],
    )
    accepted(await sportello.mailboxes.activate(replacing))
    await workAll(scene)
    expect(await providers.opens(`${two}@${seedDomain}`, chosen)).toBe(true)
    expect(accepted(await sportello.mailboxes.inspect(look(two))).messages).toMatchObject({ status: 'done', number: 2 })
  })

  it('X4: is refused while messages are copied, with the reason, and nothing changes', async () => {
    const scene = await moving()
    const { sportello, clock } = scene
    accepted(await sportello.mailboxes.activate(owns(one, conforming)))
    await sportello.migration.work()
    const before = accepted(await sportello.mailboxes.inspect(look(one)))
    expect(before.messages.status).toBe('running')
    const refused = await sportello.mailboxes.activate(owns(one, conforming))
    expect(refused).toEqual({ ok: false, refusal: { code: 'mailbox/copying', startedAt: clock.now() } })
    expect(accepted(await sportello.mailboxes.inspect(look(one)))).toEqual(before)
    await workAll(scene)
    expect((await sportello.mailboxes.activate(owns(one, conforming))).ok).toBe(true)
  })

  it('answers a repeat under its request key alike, with one order, and asks the challenge once', async () => {
    const judge = vi.fn(async (): Promise<ChallengeVerdict> => 'passed')
    const { sportello, counter } = await moving({ challenge: { judge } })
    const options = { requestKey: 'activation-0123456789', challenge: 'answer' }
    const first = await sportello.mailboxes.activate(owns(one, conforming), options)
    expect(await sportello.mailboxes.activate(owns(one, conforming), options)).toEqual(first)
    expect(judge).toHaveBeenCalledTimes(1)
    expect(counter.storage.contents().outbox.filter(({ id }) => id.endsWith('.order'))).toHaveLength(1)
  })

  it('reads once, counts the attempt, and commits once more; what was ordered before is voided where there was any', async () => {
    const scene = await moving()
    const { sportello, counter } = scene
    accepted(await sportello.mailboxes.activate(owns(three, conforming)))
    const work = countingStatements(counter, sportello)
    const first = await work(owns(one, conforming))
    expect(accepted(first.answer).number).toBe(1)
    expect(first.statements).toEqual(['load 4', 'commit throttle', 'commit mailbox mailbox-tally throttle'])
    await workAll(scene)
    const again = await work(owns(one, conforming))
    expect(accepted(again.answer).number).toBe(2)
    expect(again.statements).toEqual(['load 4', 'commit throttle', 'commit mailbox mailbox-tally throttle, void 2'])
  })

  it('is judged by what is stored once the provider has answered, whatever was read before', async () => {
    const act = { operator, domain: seedDomain, reason: 'Anticipato.' }
    let meanwhile: () => Promise<unknown> = async () => null
    const { sportello } = await moving({
      wrapLeaving: (port) => ({
        async verify(mailbox, password) {
          await meanwhile()
          return port.verify(mailbox, password)
        },
      }),
    })
    meanwhile = () => sportello.migration.reportStart(act)
    expect(refusedCode(await sportello.mailboxes.activate(owns(one, conforming)))).toBe('mailbox/activation-closed')
    expect(accepted(await sportello.mailboxes.inspect(look(one)))).toMatchObject({ activations: [] })
  })

  it('is of the second migration of a domain where the first has ended, as any process finds out by itself', async () => {
    const scene = await moving()
    const { sportello, clock } = scene
    accepted(await sportello.mailboxes.activate(owns(one, conforming)))
    accepted(await sportello.migration.end({ operator, domain: seedDomain, reason: 'Rinunciato.' }))
    clock.set(seedInstants.announcedAt)
    accepted(await sportello.migration.plan(seedCampaign))
    accepted(await sportello.mailboxes.add({ operator, domain: seedDomain }, [{ mailbox: `${one}@${seedDomain}` }]))
    clock.set(seedInstants.activationFrom)
    for (const number of [1, 2]) {
      expect(accepted(await sportello.mailboxes.activate(owns(one, conforming))).number).toBe(number)
      await workAll(scene)
    }
  })

  it('of two at once is one: the other is told that it was overtaken', async () => {
    const { sportello } = await moving()
    const other = { ...replacing, next: 'Fragola.Rossa77', confirmation: 'Fragola.Rossa77' }
    const answers = await Promise.all([sportello.mailboxes.activate(replacing), sportello.mailboxes.activate(other)])
    expect(answers.map((answer) => (answer.ok ? 'activated' : answer.refusal.code)).sort()).toEqual([
      'activated',
      'mailbox/superseded',
    ])
  })
})

describe('whoever is no owner', () => {
  it('X5, INV-25: gets one answer to a wrong mailbox and a wrong password, for the same statements and the same question', async () => {
    const asked: string[] = []
    const { sportello, counter } = await moving({
      lists: [`${one}@${seedDomain}`],
      wrapLeaving: (port) => ({
        verify(mailbox, password) {
          asked.push(mailbox)
          return port.verify(mailbox, password)
        },
      }),
    })
    const work = countingStatements(counter, sportello)
    const wrong = await work(owns(one, 'Sbagliata.123'))
    expect(refusedCode(wrong.answer)).toBe('mailbox/invalid-credentials')
    expect(wrong.statements.filter((statement) => statement.startsWith('commit'))).toEqual(['commit throttle'])
    // One that is not there, and one that is there and was never listed, with its right password.
    expect(await work(owns('nessuno', 'Sbagliata.123'))).toEqual(wrong)
    expect(await work(owns(three, conforming))).toEqual(wrong)
    expect(asked).toEqual([one, 'nessuno', three].map((name) => `${name}@${seedDomain}`))
  })

  it('waits longer after each wrong password, and delays no other requester', async () => {
    const asked = vi.fn()
    const { sportello, clock } = await moving({
      wrapLeaving: (port) => ({
        verify(mailbox, password) {
          asked()
          return port.verify(mailbox, password)
        },
      }),
    })
    const attempt = (requester: string, password = 'Sbagliata.123') =>
      sportello.mailboxes.activate(owns(one, password), { requester })
    const delays: (number | null)[] = []
    for (let i = 0; i < 6; i += 1) {
      const refused = await attempt('192.0.2.1')
      const { retryAt } = (refused as unknown as { refusal: { retryAt: number | null } }).refusal
      delays.push(retryAt === null ? null : retryAt - clock.now())
      clock.set(retryAt ?? clock.now())
    }
    expect(delays).toEqual([null, null, null, 1000, 2000, 4000])
    expect(asked).toHaveBeenCalledTimes(6)
    await attempt('192.0.2.1')
    // Before its time even a right password is not judged, and the provider is not asked.
    expect(refusedCode(await attempt('192.0.2.1', conforming))).toBe('mailbox/invalid-credentials')
    expect(asked).toHaveBeenCalledTimes(7)
    expect((await attempt('192.0.2.2', conforming)).ok).toBe(true)
  })

  it('counts a repeat under one request key once, since it is the same guess', async () => {
    const { sportello } = await moving()
    const options = { requestKey: 'attempt-0123456789abc' }
    for (let i = 0; i < 5; i += 1) {
      expect(refusedCode(await sportello.mailboxes.activate(owns(one, 'Sbagliata.123'), options))).toBe(
        'mailbox/invalid-credentials',
      )
    }
    // Another password is another guess, and no repeat.
    expect(refusedCode(await sportello.mailboxes.activate(owns(one, conforming), options))).toBe('request/key-reused')
    expect((await sportello.mailboxes.activate(owns(one, conforming))).ok).toBe(true)
  })

  it('has no more guesses judged at once than one after the other', async () => {
    const asked = vi.fn(async () => 'wrong' as const)
    const { sportello } = await moving({ wrapLeaving: () => ({ verify: asked }) })
    const guesses = Array.from({ length: 5 }, (_, i) => sportello.mailboxes.activate(owns(one, `Sbagliata.${i}`)))
    await Promise.allSettled(guesses)
    expect(asked.mock.calls.length).toBeLessThanOrEqual(4)
  })

  it('cannot tell by a mailbox of another domain: that is seen from the form', async () => {
    const verify = vi.fn(async () => 'right' as const)
    const { sportello } = await moving({ wrapLeaving: () => ({ verify }) })
    const elsewhere = owns('scuola@altrove.example.it', conforming)
    expect(refusedCode(await sportello.mailboxes.activate(elsewhere))).toBe('mailbox/other-domain')
    expect(verify).not.toHaveBeenCalled()
  })

  it('is let in unlisted only where the migration was planned so', async () => {
    const scene = await moving({ lists: [], plan: { unlistedActivation: true } })
    accepted(await scene.sportello.mailboxes.activate(owns(three, conforming)))
    await workAll(scene)
    expect(accepted(await scene.sportello.mailboxes.inspect(look(three)))).toMatchObject({ status: 'activated', isListed: false })
    expect(accepted(await scene.sportello.migration.report({ operator, domain: seedDomain }))).toMatchObject({
      total: 1,
      unlisted: 1,
    })
    expect(refusedCode(await scene.sportello.mailboxes.activate(owns(three, 'Sbagliata.123')))).toBe(
      'mailbox/invalid-credentials',
    )
  })
})

describe('a port', () => {
  const judging = (verdict: unknown): Challenge => ({ judge: async () => verdict as ChallengeVerdict })

  it.each<[verdict: unknown, code: string]>([
    ['failed', 'challenge/failed'],
    ['unavailable', 'challenge/unavailable'],
    ['yes', 'challenge/unavailable'],
    [{ passed: true }, 'challenge/unavailable'],
  ])('of the challenge that answers %s lets nobody on, and the provider is not asked', async (verdict, code) => {
    const verify = vi.fn(async () => 'right' as const)
    const { sportello } = await moving({ challenge: judging(verdict), wrapLeaving: () => ({ verify }) })
    const answer = await sportello.mailboxes.activate(owns(one, conforming), { challenge: 'response' })
    expect(refusedCode(answer)).toBe(code)
    expect(verify).not.toHaveBeenCalled()
  })

  it.each([undefined, '', 'x'.repeat(4097), 7])('of the challenge is not asked about %s', async (challenge) => {
    const judge = vi.fn(async () => 'passed' as const)
    const { sportello } = await moving({ challenge: { judge } })
    const answer = await sportello.mailboxes.activate(owns(one, conforming), { challenge: challenge as string })
    expect(refusedCode(answer)).toBe('challenge/failed')
    expect(judge).not.toHaveBeenCalled()
  })

  it('of the challenge is not asked again with the ticket of a verification, for its time and at its mailbox', async () => {
    const judge = vi.fn(async () => 'passed' as const)
    const { sportello, clock } = await moving({ challenge: { judge } })
    const { ticket, ticketUntil } = accepted(await sportello.mailboxes.verify(owns(one, conforming), { challenge: 'response' }))
    expect(accepted(await sportello.mailboxes.inspect(look(one))).status).toBe('verified')
    expect(refusedCode(await sportello.mailboxes.activate(owns(three, conforming), { ticket }))).toBe('challenge/failed')
    clock.set(ticketUntil)
    expect(refusedCode(await sportello.mailboxes.activate(owns(one, conforming), { ticket }))).toBe('challenge/failed')
    clock.set(ticketUntil - 1)
    expect((await sportello.mailboxes.activate(owns(one, conforming), { ticket })).ok).toBe(true)
    expect(judge).toHaveBeenCalledTimes(1)
    // It goes with the activation.
    expect(refusedCode(await sportello.mailboxes.verify(owns(one, conforming), { challenge: '' }))).toBe('challenge/failed')
  })

  it.each<[name: string, verify: () => Promise<unknown>]>([
    ['that says so', async () => 'unavailable'],
    ['that throws', () => Promise.reject(new Error(`the password ${conforming} was rejected`))],
    ['that answers nonsense', async () => ({ right: true })],
    ['that answers nothing', async () => undefined],
  ])(
    'of the leaving provider %s makes it unavailable: nothing changes, and nothing of the password is told',
    async (_, verify) => {
      const { sportello, counter } = await moving({ wrapLeaving: () => ({ verify: verify as never }) })
      const answer = await sportello.mailboxes.activate(owns(one, conforming))
      expect(answer).toEqual({ ok: false, refusal: { code: 'mailbox/provider-unavailable' } })
      expect(accepted(await sportello.mailboxes.inspect(look(one))).status).toBe('not-started')
      expect(JSON.stringify(counter.storage.contents())).not.toContain(conforming)
    },
  )

  it('that answers only after the cut-over has begun changes nothing', async () => {
    const scene = await moving({
      wrapLeaving: (port) => ({
        async verify(mailbox, password) {
          await cutOver(scene)
          return port.verify(mailbox, password)
        },
      }),
    })
    const answer = await scene.sportello.mailboxes.activate(owns(one, conforming))
    expect(refusedCode(answer)).toBe('mailbox/activation-closed')
    expect(accepted(await scene.sportello.mailboxes.inspect(look(one))).status).toBe('blocked')
  })
})

describe('a late activation', () => {
  const act = { operator, domain: seedDomain, reason: 'La scuola era chiusa.' }

  it('is off unless the migration was planned with it', async () => {
    const scene = await moving()
    await cutOver(scene)
    const asked = { ...look(one), lastDay: '2022-11-30', reason: act.reason }
    expect(refusedCode(await scene.sportello.mailboxes.allowLate(asked))).toBe('mailbox/no-late-activation')
  })

  it('is an act of the office, and holds to the end of its day', async () => {
    const scene = await moving({ plan: { lateActivation: true } })
    const { sportello, clock, providers } = scene
    await cutOver(scene)
    expect(refusedCode(await sportello.mailboxes.activate(owns(one, conforming)))).toBe('mailbox/activation-closed')
    const asked = { ...look(one), lastDay: '2022-11-25', reason: act.reason }
    const allowed = accepted(await sportello.mailboxes.allowLate(asked))
    expect(allowed.lateUntil).toBe(Date.UTC(2022, 10, 25, 23))
    await sportello.retention.sweep()
    expect(accepted(await sportello.mailboxes.inspect(look(one))).status).toBe('not-started')
    clock.set(Date.UTC(2022, 10, 25, 23) - 1)
    accepted(await sportello.mailboxes.activate(owns(one, conforming)))
    accepted(await sportello.migration.reportCompletion(act))
    await workAll(scene)
    expect(accepted(await sportello.mailboxes.inspect(look(one)))).toMatchObject({
      status: 'live',
      access: { opens: 'arriving', password: 'old' },
    })
    expect(await providers.opens(`${one}@${seedDomain}`, conforming)).toBe(true)
  })

  it('that nobody made use of ends with its day', async () => {
    const scene = await moving({ plan: { lateActivation: true } })
    const { sportello, clock } = scene
    await cutOver(scene)
    accepted(await sportello.mailboxes.allowLate({ ...look(one), lastDay: '2022-11-25', reason: act.reason }))
    clock.set(Date.UTC(2022, 10, 25, 23))
    expect(refusedCode(await sportello.mailboxes.activate(owns(one, conforming)))).toBe('mailbox/activation-closed')
    await sportello.retention.sweep()
    expect(accepted(await sportello.mailboxes.inspect(look(one))).status).toBe('blocked')
    clock.advance(day)
  })
})
