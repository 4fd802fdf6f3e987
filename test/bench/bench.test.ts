/**
 * What is compared must do the same: here the sides of the benchmark are held against each other, answer by answer. Nothing is
 * timed.
 */
import * as library from 'sportello'
import { readSpidSaml } from 'sportello/federation'
import * as identity from 'sportello/identity'
import type { ApprovalCommand } from 'sportello/machines'
import * as machines from 'sportello/machines'
import * as memory from 'sportello/memory'
import * as passwords from 'sportello/password'
import * as pec from 'sportello/pec'
import { describe, expect, it } from 'vitest'
import { codes } from './accounts.ts'
import { approvalSteps, handWrittenWalk, ourWalk, robotWalk, type Step, stepOf, xstateWalk } from './approval-walk.ts'
import { handWrittenCodeCheck, mixedCodes, ourCodeCheck, peerCodeCheck } from './codice-fiscale-checks.ts'
import { agreeing, dateFnsDeadline, handWrittenDeadline, mixedReceptions, ourDeadline, temporalDeadline } from './deadlines.ts'
import {
  drawing,
  handWrittenPasswordCheck,
  mixedPasswords,
  ourPasswordCheck,
  peerPasswordCheck,
  peerRules,
} from './password-checks.ts'
import { race, spreadOf } from './race.ts'
import { ourDaticert, peerDaticert, receiptsOfAllKinds } from './receipt-sides.ts'
import { ratioRow, table, withFigures } from './report.ts'
import { betterAuthSide, federatedSide, ourFlow, ourSide } from './sign-in-sides.ts'

describe('the approval, five times over', () => {
  const ours = ourWalk(machines)
  const sides = { switch: handWrittenWalk(), xstate: xstateWalk(), robot3: robotWalk() }
  const expected = (steps: readonly Step[]) => ours.view(ours.walk(steps))
  const seenBy = {
    switch: (steps: readonly Step[]) => sides.switch.view(sides.switch.walk(steps)),
    xstate: (steps: readonly Step[]) => sides.xstate.view(sides.xstate.walk(steps)),
    robot3: (steps: readonly Step[]) => sides.robot3.view(sides.robot3.walk(steps)),
  }

  /** Any command, accepted or not: right and wrong dossiers, the applicant as operator. */
  function anySteps(seed: number): readonly Step[] {
    const draw = drawing(seed)
    let filed = 0
    return Array.from({ length: 12 }, (_, index) => {
      const dossierDigest = draw(5) === 0 ? 'dossier-0' : `dossier-${filed}`
      const decision = { dossierDigest, operator: 'operator', operatorAccount: draw(6) === 0 ? 'account' : 'operator-account' }
      const personal = { reason: `Reason ${index}.` }
      const commands: readonly ApprovalCommand[] = [
        { type: 'SubmitApproval', accountId: 'account', dossier: `dossier-${filed + 1}` },
        { type: 'RequestCorrection', personal, ...decision },
        { type: 'SubmitApproval', accountId: 'account', dossier: `dossier-${filed + 1}` },
        { type: 'RequestCorrection', personal, ...decision },
        { type: 'Reject', personal, ...decision },
        { type: 'Approve', identification: 'in-person', ...decision },
        { type: 'VoidApproval', approved: null },
      ]
      const command = commands[draw(draw(3) === 0 ? 7 : 4)] as ApprovalCommand
      if (command.type === 'SubmitApproval') filed += 1
      return stepOf(command, 1_800_000_000_000 + index)
    })
  }

  it.each(Object.entries(seenBy))('%s ends the walk of the benchmark where ours does, with all ten steps accepted', (_, seen) => {
    const steps = approvalSteps()
    expect(steps).toHaveLength(10)
    expect(expected(steps)).toMatchObject({ status: 'approved', round: 5, decidedAt: steps[9]?.at })
    expect(seen(steps)).toEqual(expected(steps))
  })

  it.each(Object.entries(seenBy))('%s agrees with ours after every step of 500 walks of any commands', (_, seen) => {
    const statuses = new Set<string>()
    for (let seed = 1; seed <= 500; seed += 1) {
      const steps = anySteps(seed)
      for (let length = 1; length <= steps.length; length += 1) {
        const some = steps.slice(0, length)
        const view = expected(some)
        statuses.add(view.status)
        expect(seen(some)).toEqual(view)
      }
    }
    expect([...statuses].sort()).toEqual(['approved', 'awaiting-correction', 'none', 'pending', 'rejected', 'void'])
  })
})

describe('the rules of the mailbox provider, three times over', () => {
  const ours = ourPasswordCheck(passwords)
  const hand = handWrittenPasswordCheck()
  const peer = peerPasswordCheck()

  it('ours, a hand-written pass and password-validator name the same broken rules for a thousand passwords', () => {
    const counts = new Map<string, number>()
    const mixed = mixedPasswords()
    expect(mixed).toHaveLength(1_000)
    for (const password of mixed) {
      const broken = ours.check(password).map(({ code }) => code)
      expect(hand.check(password)).toEqual(broken)
      expect([...new Set(peer.check(password).map((name) => peerRules[name]))]).toEqual(broken)
      for (const code of broken.length === 0 ? ['none'] : broken) counts.set(code, (counts.get(code) ?? 0) + 1)
    }
    for (const code of ['none', 'length', 'letter-case', 'digit', 'special', 'repetition']) {
      expect(counts.get(code) ?? 0).toBeGreaterThan(100)
    }
  })
})

describe('the codice fiscale, three times over', () => {
  const ours = ourCodeCheck(identity)
  const hand = handWrittenCodeCheck()
  const peer = peerCodeCheck()
  const mixed = mixedCodes()

  it('ours and a hand-written loop accept the same codes', () => {
    expect(mixed).toHaveLength(1_000)
    for (const code of mixed) expect([code, hand.check(code)]).toEqual([code, ours.check(code)])
    expect(mixed.filter(ours.check)).toHaveLength(720)
  })

  it('codice-fiscale-js agrees but for codes of the 35th of a month, which it lets through', () => {
    const disputed = mixed.filter((code) => peer.check(code) !== ours.check(code))
    expect(disputed).toHaveLength(40)
    for (const code of disputed) expect([code.slice(9, 11), peer.check(code)]).toEqual(['35', true])
  })
})

describe('the deadline of a confirmation, four times over', () => {
  const sides = [ourDeadline(pec), handWrittenDeadline(), dateFnsDeadline(), temporalDeadline()]
  const receptions = mixedReceptions()

  it('ours, the rule by hand, date-fns-tz and Temporal say the same for a thousand receptions, a tenth near a change', () => {
    expect(new Set(receptions).size).toBe(1_000)
    expect(agreeing(sides, receptions)).toBe(sides)
    const lastDays = receptions.map(
      (at) => (pec.confirmationDeadline(at) - pec.confirmationDeadline(at - 86_400_000)) / 3_600_000,
    )
    const withHours = (hours: number) => lastDays.filter((length) => length === hours).length
    expect([withHours(23) > 3, withHours(25) > 3, withHours(23) + withHours(24) + withHours(25)]).toEqual([true, true, 1_000])
  })

  it('sides that differ for one reception are not compared', () => {
    const wrong = { name: 'wrong', deadline: (at: number) => (at === receptions[999] ? at : pec.confirmationDeadline(at)) }
    expect(() => agreeing([...sides, wrong], receptions)).toThrow(`deadlines of ${receptions[999]}`)
  })
})

describe('the receipt, twice over', () => {
  it('ours and fast-xml-parser read the same of every kind', () => {
    const ours = ourDaticert(pec)
    const peer = peerDaticert()
    const receipts = receiptsOfAllKinds()
    expect(new Set(receipts.map((xml) => ours.read(xml)?.kind)).size).toBe(8)
    for (const xml of receipts) expect(peer.read(xml)).toEqual(ours.read(xml))
  })
})

describe('the sign-in, twice over', () => {
  const modules = { ...library, ...memory }

  it.each([
    ['ours', () => ourSide(modules, 20)],
    ['better-auth, with its own hashing', () => betterAuthSide(20, 'default')],
    ['ours, with SPID', () => federatedSide({ ...modules, readSpidSaml }, 20)],
    ['better-auth', () => betterAuthSide(20)],
  ])('%s opens a session for each account, each time another, and none for a wrong password or a low level', async (_, side) => {
    const { signIn, opens, refuses } = await side()
    const tokens = new Set<string>()
    for (let turn = 0; turn < 40; turn += 1) {
      const token = await signIn(turn)
      expect(await opens(token)).toBe(true)
      tokens.add(token)
    }
    expect(tokens.size).toBe(40)
    expect(await opens('x'.repeat(32))).toBe(false)
    expect(await refuses(3)).toBe(true)
  })

  it('the accounts are as many as asked, all different', () => {
    expect(new Set(codes(1_000)).size).toBe(1_000)
  })

  it('the flow goes from the form to the second sign-in', async () => {
    const flow = ourFlow(modules, memory.memoryStorage())
    expect(await flow()).toMatch(/^k1~/)
    expect(await flow()).toMatch(/^k1~/)
  })
})

describe('the figures', () => {
  it('a race pairs the samples of a round, and its first round does not count', async () => {
    const samples = { slow: [900, 20, 60, 10], fast: [1, 10, 20, 10] }
    const side = (name: 'slow' | 'fast') => ({ name, sample: () => samples[name].shift() ?? Number.NaN })
    const result = await race([side('slow'), side('fast')], 3)
    expect(result.ratio('slow', 'fast')).toEqual({ median: 2, min: 1, max: 3 })
    expect(result.timeOf('fast')).toEqual({ median: 10, min: 10, max: 20 })
  })

  it('a median of an even number of samples lies between the two in the middle', () => {
    expect(spreadOf([4, 1, 3, 2])).toEqual({ median: 2.5, min: 1, max: 4 })
  })

  it('a ratio meets its goal at the bound and misses it beyond', () => {
    const ratio = { median: 2, min: 1, max: 3 }
    expect(ratioRow('x', ratio, { least: 2 }, '').met).toBe(true)
    expect(ratioRow('x', ratio, { least: 2.01 }, '').met).toBe(false)
    expect(ratioRow('x', ratio, { most: 2 }, '').met).toBe(true)
    expect(ratioRow('x', ratio, { most: 1.99 }, '').met).toBe(false)
    expect(table([ratioRow('x', ratio, { most: 1 }, 'y')])).toContain('| x | **2.00x** (1.00..3.00); y | ≤ 1x | **no** |')
  })

  it('figures replace what stands between the marks, and nothing else', () => {
    const document = withFigures('a\n<!-- figures: written by `npm run bench` -->\nold\n<!-- end of figures -->\nz\n', '| new |')
    expect(document).toBe('a\n<!-- figures: written by `npm run bench` -->\n\n| new |\n\n<!-- end of figures -->\nz\n')
    expect(() => withFigures('no marks', '')).toThrow('lost its marks')
  })
})
