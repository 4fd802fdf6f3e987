import { describe, expect, it } from 'vitest'
import { accepted, operator, refusedCode } from '../../../support/counter.ts'
import { seedDomain, seedInstants } from '../../../support/migration-seed.ts'
import {
  complete,
  conforming,
  cutOver,
  lettersOf,
  look,
  moving,
  owns,
  rollBack,
  weak,
  workAll,
} from '../../../support/moving-mailboxes.ts'

const [one, two, three] = ['scuola.uno', 'scuola.due', 'scuola.tre'] as const
const chosen = 'Lampone.Verde42'

describe('a mailbox that moves', () => {
  it('keeps a password that conforms, replaces one that does not, and blocks what nobody has activated (seed 004)', async () => {
    const scene = await moving({ email: 'preside@example.it' })
    const { sportello, clock, providers } = scene
    const kept = accepted(await sportello.mailboxes.activate(owns(one, conforming)))
    expect(kept).toEqual({ number: 1, activatedAt: seedInstants.activationFrom, password: 'kept' })
    const verified = accepted(await sportello.mailboxes.verify(owns(two, weak)))
    expect(verified.violations.map(({ code }) => code)).toEqual(['letter-case', 'digit', 'special'])
    const replaced = accepted(
      await sportello.mailboxes.activate({ ...owns(two, weak), next: chosen, confirmation: chosen }, { ticket: verified.ticket }),
    )
    expect(replaced.password).toBe('replaced')
    await workAll(scene)
    expect(await providers.opens(`${one}@${seedDomain}`, conforming)).toBe(true)
    expect(await providers.opens(`${two}@${seedDomain}`, chosen)).toBe(true)
    const before = accepted(await sportello.mailboxes.inspect(look(two)))
    expect(before).toMatchObject({ status: 'activated', messages: { status: 'done', copied: 2 }, archive: { number: 1 } })
    expect(before.access).toEqual({ opens: 'leaving', password: 'old' })

    await cutOver(scene)
    expect(accepted(await sportello.mailboxes.inspect(look(three)))).toMatchObject({
      status: 'blocked',
      access: { opens: 'nothing', why: 'not-activated' },
    })
    expect(accepted(await sportello.mailboxes.inspect(look(one))).access).toEqual({ opens: 'nothing', why: 'cut-over' })
    await complete(scene)
    expect(accepted(await sportello.mailboxes.inspect(look(two)))).toMatchObject({
      status: 'live',
      access: { opens: 'arriving', password: 'new' },
    })
    clock.advance(24 * 3_600_000)
    await workAll(scene)
    expect(accepted(await sportello.mailboxes.inspect(look(two))).archive).toMatchObject({ status: 'done', copied: 1 })
    expect(await providers.messagesOf(`${two}@${seedDomain}`)).toBe(3)
    await sportello.relay({ limit: 1000 })
    // The letters of one round come in any order.
    expect(new Set(lettersOf(scene).filter((letter) => letter.includes(two)))).toEqual(
      new Set(
        ['activated', 'copy-started', 'copied-messages', 'live', 'copied-archive'].map((what) => `${what} ${two}@${seedDomain}`),
      ),
    )
    expect(lettersOf(scene).filter((letter) => letter.includes(two))).toHaveLength(5)
    expect(lettersOf(scene)).toContain('blocked preside@example.it')
    const report = accepted(await sportello.migration.report({ operator, domain: seedDomain }))
    expect(report).toMatchObject({
      total: 3,
      statuses: { live: { count: 2 }, blocked: { count: 1 }, activated: { count: 0 } },
      passwords: { kept: 1, replaced: 1, ordered: 0, set: 2 },
      messages: { notBegun: 1, done: 2 },
      archive: { done: 2 },
    })
    const stored = JSON.stringify(scene.counter.storage.contents())
    for (const secret of [conforming, weak, chosen]) expect(stored).not.toContain(secret)
  })

  it('is again as it was before after a rollback, both ways', async () => {
    const scene = await moving()
    const { sportello } = scene
    accepted(await sportello.mailboxes.activate(owns(one, conforming)))
    await workAll(scene)
    await cutOver(scene)
    await complete(scene)
    await rollBack(scene)
    expect(accepted(await sportello.mailboxes.inspect(look(one)))).toMatchObject({
      status: 'activated',
      access: { opens: 'leaving', password: 'old' },
    })
    expect(accepted(await sportello.mailboxes.inspect(look(three))).status).toBe('not-started')
  })

  it('tells a wrong password, a wrong mailbox and one that is not listed alike', async () => {
    const scene = await moving({ lists: [one] })
    const { sportello } = scene
    const wrong = await sportello.mailboxes.activate(owns(one, 'Sbagliata.123'))
    const unknown = await sportello.mailboxes.activate(owns('nessuno', 'Sbagliata.123'))
    const unlisted = await sportello.mailboxes.activate(owns(three, conforming))
    expect(refusedCode(wrong)).toBe('mailbox/invalid-credentials')
    expect(unknown).toEqual(wrong)
    expect(unlisted).toEqual(wrong)
  })
})
