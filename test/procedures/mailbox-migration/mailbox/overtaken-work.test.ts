/** Work that something else has overtaken: it changes nothing, and leaves no password behind. */
import type { ArrivingProvider, MailboxCopyState, MailboxPasswordOutcome } from 'sportello'
import { describe, expect, it } from 'vitest'
import { accepted, operator } from '../../../support/counter.ts'
import { seedCampaign, seedDomain } from '../../../support/migration-seed.ts'
import {
  chosen,
  complete,
  conforming,
  cutOver,
  day,
  look,
  type Moving,
  moving,
  one,
  owns,
  replacing,
  sealedWork,
  two,
  workAll,
} from '../../../support/moving-mailboxes.ts'

const act = { operator, domain: seedDomain, reason: 'Comunicazione dei gestori.' }

const reportOf = async ({ sportello }: Moving) => accepted(await sportello.migration.report({ operator, domain: seedDomain }))

/** A provider that answers the first question in this way, once that was done. */
const onFirst =
  (during: () => Promise<unknown>, first: { set?: MailboxPasswordOutcome; copy?: MailboxCopyState }) =>
  (port: ArrivingProvider): ArrivingProvider => {
    let isFirst = true
    return {
      ...port,
      async setPassword(order) {
        if (!isFirst) return port.setPassword(order)
        isFirst = false
        await during()
        return first.set ?? port.setPassword(order)
      },
      copy: async (order) => (order.number === 1 && first.copy !== undefined ? first.copy : port.copy(order)),
    }
  }

describe('a refusal of a password that was replaced meanwhile', () => {
  it('parks nothing: nothing of the mailbox waits for the office', async () => {
    const again = async () => accepted(await scene.sportello.mailboxes.activate(owns(one, conforming)))
    const wrapArriving = onFirst(again, { set: 'refused', copy: { status: 'failed', cause: 'other' } })
    const scene: Moving = await moving({ wrapArriving })
    accepted(await scene.sportello.mailboxes.activate(owns(one, conforming)))
    await workAll(scene)
    expect(accepted(await scene.sportello.mailboxes.inspect(look(one)))).toMatchObject({
      parked: null,
      messages: { status: 'done', number: 2 },
    })
    expect((await reportOf(scene)).parked).toEqual({ refused: 0, unavailable: 0, silent: 0 })
  })
})

describe('an activation that the office withdraws while the provider is asked', () => {
  it('stays withdrawn: its owner can activate the mailbox at once, and nothing counts as ordered', async () => {
    const withdraw = async () => accepted(await scene.sportello.mailboxes.withdraw({ ...look(two), reason: 'Non era lei.' }))
    const scene: Moving = await moving({ wrapArriving: onFirst(withdraw, {}) })
    accepted(await scene.sportello.mailboxes.activate(replacing))
    await scene.sportello.migration.work()
    expect(accepted(await scene.sportello.mailboxes.inspect(look(two)))).toMatchObject({
      status: 'not-started',
      messages: { status: 'not-begun' },
    })
    expect((await reportOf(scene)).messages).toMatchObject({ ordered: 0, running: 0 })
    accepted(await scene.sportello.mailboxes.activate(replacing))
    await workAll(scene)
    expect(await scene.providers.opens(`${two}@${seedDomain}`, chosen)).toBe(true)
    expect((await reportOf(scene)).messages).toMatchObject({ done: 1 })
  })
})

describe('the end of a migration', () => {
  it('stops the work at once, before any sweep, and the sweep wipes every password', async () => {
    const scene = await moving()
    accepted(await scene.sportello.mailboxes.activate(owns(one, conforming)))
    accepted(await scene.sportello.migration.end(act))
    expect(await scene.sportello.migration.work()).toMatchObject({ taken: 1, dropped: 1, set: 0 })
    expect(await scene.providers.opens(`${one}@${seedDomain}`, conforming)).toBe(false)
    await scene.sportello.retention.sweep()
    expect(sealedWork(scene)).toEqual([])
  })

  it('while the provider is asked leaves no password behind, and every mailbox is counted as it stands', async () => {
    const scene: Moving = await moving({
      wrapArriving: onFirst(async () => accepted(await scene.sportello.migration.end(act)), {}),
    })
    accepted(await scene.sportello.mailboxes.activate(owns(one, conforming)))
    await scene.sportello.migration.work()
    await scene.sportello.retention.sweep()
    expect(sealedWork(scene)).toEqual([])
    expect(await reportOf(scene)).toMatchObject({ passwords: { ordered: 1, set: 0 }, messages: { ordered: 1 } })
  })
})

describe('a second migration of the domain', () => {
  it('asks under numbers that its provider has not had: the password is set, and what has come since is copied', async () => {
    const scene = await moving()
    const { sportello, clock, providers } = scene
    const asked = `${two}@${seedDomain}`
    accepted(await sportello.mailboxes.activate(replacing))
    await workAll(scene)
    accepted(await sportello.mailboxes.activate(replacing))
    await workAll(scene)
    accepted(await sportello.migration.end(act))
    await sportello.retention.sweep()
    providers.changePassword(asked, conforming)
    const dates = { activation: { firstDay: '2022-12-01', lastDay: '2022-12-10' }, reminders: [] }
    accepted(
      await sportello.migration.plan({ ...seedCampaign, ...dates, cutOver: { from: '2022-12-12T14:00', longestMinutes: 60 } }),
    )
    accepted(await sportello.mailboxes.add({ operator, domain: seedDomain }, [{ mailbox: two }]))
    clock.set(Date.UTC(2022, 11, 2))
    accepted(await sportello.mailboxes.activate(owns(two, conforming)))
    await workAll(scene)
    expect(await providers.opens(asked, conforming)).toBe(true)
    const view = accepted(await sportello.mailboxes.inspect(look(two)))
    expect(view).toMatchObject({ parked: null, activations: [{ number: 1 }], messages: { status: 'done', number: 1 } })
    expect(view.activations[0]?.setAt).not.toBe(null)
  })
})

describe('an archive whose password was changed at the leaving provider before the cut-over', () => {
  it('is told as failed while its owner can still do something about it, and is copied after another activation', async () => {
    const scene = await moving()
    const { sportello, clock, providers, mailer } = scene
    accepted(await sportello.mailboxes.activate(owns(one, conforming)))
    await workAll(scene)
    const later = 'Mirtillo.Nero55'
    providers.changePassword(`${one}@${seedDomain}`, later)
    accepted(await sportello.mailboxes.reportPasswordChange(look(one)))
    expect(sealedWork(scene)).toEqual([])
    await sportello.relay()
    expect(mailer.sent.map(({ id }) => id.slice(id.lastIndexOf('.') + 1))).toContain('copy-failed-archive')
    accepted(await sportello.mailboxes.activate(owns(one, later)))
    await workAll(scene)
    await cutOver(scene)
    await complete(scene)
    clock.advance(day)
    await workAll(scene)
    expect(accepted(await sportello.mailboxes.inspect(look(one)))).toMatchObject({
      status: 'live',
      archive: { status: 'done', copied: 2 },
    })
    expect(await providers.opens(`${one}@${seedDomain}`, later)).toBe(true)
  })
})
