/** A password that the arriving provider refuses for good: its owner is told, chooses another one, and in the end opens the mailbox by one that he knows. */
import type { ArrivingProvider } from 'sportello'
import { describe, expect, it } from 'vitest'
import { accepted, operator, refusedCode } from '../../../support/counter.ts'
import { flowing } from '../../../support/letters.ts'
import { seedDomain, seedInstants } from '../../../support/migration-seed.ts'
import {
  chosen,
  complete,
  conforming,
  cutOver,
  day,
  lettersOf,
  look,
  type Moving,
  type MovingOptions,
  moving,
  one,
  owns,
  replacing,
  rollBack,
  sealedWork,
  two,
  workAll,
} from '../../../support/moving-mailboxes.ts'

const form = { operator, domain: seedDomain }
const elsewhere = 'preside@example.it'
const another = 'Mirtillo.Nero55'
const reason = 'Password rifiutata dal gestore.'

/** A provider that takes none of these passwords. */
async function refusing(passwords: string[], options: MovingOptions = {}): Promise<Moving> {
  const wrapArriving = (port: ArrivingProvider): ArrivingProvider => ({
    ...port,
    setPassword: async (order) => (passwords.includes(order.password) ? 'refused' : port.setPassword(order)),
  })
  return moving({ email: elsewhere, wrapArriving, ...options })
}

const view = async ({ sportello }: Moving, mailbox: string) => accepted(await sportello.mailboxes.inspect(look(mailbox)))
const report = async ({ sportello }: Moving) => accepted(await sportello.migration.report(form))
const lateBy = (mailbox: string, lastDay: string) => ({ ...look(mailbox), lastDay, reason })

/** The texts of the letters of that name, with their addresses. */
async function told(scene: Moving, purpose: string): Promise<readonly (readonly [to: string, text: string])[]> {
  await scene.sportello.relay({ limit: 1000 })
  return scene.mailer.sent
    .filter(({ id }) => id.endsWith(`.${purpose}`))
    .map(({ to, text }) => [to.address, flowing(text)] as const)
}

describe('a password that the arriving provider refuses while the activation is open', () => {
  it('is told in the mailbox, which still opens, and counted; another activation puts it right', async () => {
    const scene = await refusing([chosen])
    const { sportello, providers } = scene
    accepted(await sportello.mailboxes.activate(replacing))
    await workAll(scene)
    const [[to, text] = ['', '']] = await told(scene, 'password-refused')
    expect(to).toBe(`${two}@${seedDomain}`)
    expect(text).toContain('Il nuovo gestore non accetta la password')
    expect(text).toContain("Attivi di nuovo la casella con un'altra password: si può fare fino alle ore 24 del 22/11/2022.")
    expect((await view(scene, two)).access).toEqual({ opens: 'leaving', password: 'old' })
    expect((await report(scene)).passwords).toEqual({ kept: 0, replaced: 1, ordered: 0, refused: 1, set: 0 })
    const found = accepted(await sportello.mailboxes.find({ ...form, state: 'refused' })).mailboxes
    expect(found.map(({ mailbox }) => mailbox)).toEqual([`${two}@${seedDomain}`])

    accepted(await sportello.mailboxes.activate({ ...replacing, next: another, confirmation: another }))
    await workAll(scene)
    expect(await providers.opens(`${two}@${seedDomain}`, another)).toBe(true)
    expect((await report(scene)).passwords).toMatchObject({ refused: 0, set: 1 })
    await cutOver(scene)
    await complete(scene)
    expect((await view(scene, two)).status).toBe('live')
    expect(await told(scene, 'password-refused')).toHaveLength(1)
  })

  it('INV-31: and which conforms is not kept once more: another one is chosen, though it breaks no rule', async () => {
    const scene = await refusing([conforming])
    const { sportello, providers } = scene
    expect(accepted(await sportello.mailboxes.verify(owns(one, conforming)))).toMatchObject({
      violations: [],
      isNewNeeded: false,
    })
    accepted(await sportello.mailboxes.activate(owns(one, conforming)))
    await workAll(scene)
    expect(accepted(await sportello.mailboxes.verify(owns(one, conforming)))).toMatchObject({ violations: [], isNewNeeded: true })
    const refused = await sportello.mailboxes.activate(owns(one, conforming))
    expect(refused).toEqual({ ok: false, refusal: { code: 'mailbox/new-password-needed', violations: [] } })
    accepted(await sportello.mailboxes.activate({ ...owns(one, conforming), next: another, confirmation: another }))
    await workAll(scene)
    expect(await providers.opens(`${one}@${seedDomain}`, another)).toBe(true)
  })

  it('after its last day is told with whom to ask', async () => {
    const scene = await refusing([chosen])
    scene.clock.set(seedInstants.activationUntil - 1)
    accepted(await scene.sportello.mailboxes.activate(replacing))
    scene.clock.advance(1)
    await scene.sportello.migration.work()
    const [[, text] = ['', '']] = await told(scene, 'password-refused')
    expect(text).toContain("Il periodo per l'attivazione è chiuso: chieda all'ente")
  })
})

describe('a password that was refused and not chosen anew before the cut-over', () => {
  async function shut(options: MovingOptions = {}): Promise<Moving> {
    const scene = await refusing([chosen], options)
    accepted(await scene.sportello.mailboxes.activate(replacing))
    await workAll(scene)
    await cutOver(scene)
    return scene
  }

  it('INV-31: blocks its mailbox, and the owner is told elsewhere why', async () => {
    const scene = await shut()
    expect(await view(scene, two)).toMatchObject({ status: 'blocked', access: { opens: 'nothing', why: 'cut-over' } })
    expect((await report(scene)).statuses).toMatchObject({ blocked: { count: 3 }, activated: { count: 0 } })
    const texts = (await told(scene, 'blocked')).filter(([, text]) => text.includes(two))
    expect(texts.map(([to]) => to)).toEqual([elsewhere])
    expect(texts[0]?.[1]).toContain("il nuovo gestore non accetta la password indicata all'attivazione")
    const blocked = accepted(await scene.sportello.mailboxes.find({ ...form, state: 'blocked' })).mailboxes
    expect(blocked.map(({ mailbox }) => mailbox)).toContain(`${two}@${seedDomain}`)
    await complete(scene)
    expect(await view(scene, two)).toMatchObject({ status: 'blocked', access: { opens: 'nothing', why: 'not-set' } })
  })

  it('INV-31: is let in late by the office in any migration, chosen anew, and told at each step', async () => {
    const scene = await shut()
    const { sportello, clock, providers } = scene
    await complete(scene)
    expect(refusedCode(await sportello.mailboxes.activate(replacing))).toBe('mailbox/activation-closed')
    // Nobody else is let in where the migration was not planned so.
    expect(refusedCode(await sportello.mailboxes.allowLate(lateBy(one, '2022-11-30')))).toBe('mailbox/no-late-activation')
    const allowed = accepted(await sportello.mailboxes.allowLate(lateBy(two, '2022-11-30')))
    expect(allowed).toMatchObject({ status: 'activated', lateUntil: Date.UTC(2022, 10, 30, 23) })
    const [[to, text] = ['', '']] = await told(scene, 'late-allowed')
    expect(to).toBe(elsewhere)
    expect(text).toContain("Attivi di nuovo la casella con un'altra password: si può fare fino alle ore 24 del 30/11/2022.")
    await sportello.retention.sweep()
    expect((await view(scene, two)).status).toBe('activated')
    clock.set(Date.UTC(2022, 10, 30, 23) - 1)
    accepted(await sportello.mailboxes.activate({ ...replacing, next: another, confirmation: another }))
    await workAll(scene)
    clock.advance(day)
    await workAll(scene)
    expect(await view(scene, two)).toMatchObject({
      status: 'live',
      access: { opens: 'arriving', password: 'new' },
      archive: { status: 'done' },
    })
    expect(await providers.opens(`${two}@${seedDomain}`, another)).toBe(true)
    expect(await providers.opens(`${two}@${seedDomain}`, chosen)).toBe(false)
    expect(sealedWork(scene)).toEqual([])
    expect((await told(scene, 'activated-again-elsewhere')).map(([address]) => address)).toEqual([elsewhere])
    expect((await told(scene, 'live-elsewhere')).map(([address]) => address)).toEqual([elsewhere])
  })

  it('is blocked again where nobody made use of that', async () => {
    const scene = await shut()
    accepted(await scene.sportello.mailboxes.allowLate(lateBy(two, '2022-11-30')))
    scene.clock.set(Date.UTC(2022, 10, 30, 23))
    expect(refusedCode(await scene.sportello.mailboxes.activate(replacing))).toBe('mailbox/activation-closed')
    await scene.sportello.retention.sweep()
    expect((await view(scene, two)).status).toBe('blocked')
  })

  it('opens the mailbox where the provider takes it after all, once the office has it tried again', async () => {
    const passwords = [chosen]
    const scene = await refusing(passwords)
    accepted(await scene.sportello.mailboxes.activate(replacing))
    await workAll(scene)
    await cutOver(scene)
    await complete(scene)
    passwords.length = 0
    accepted(await scene.sportello.mailboxes.requeue(look(two)))
    await workAll(scene)
    expect(await view(scene, two)).toMatchObject({ status: 'live', parked: null, lateUntil: null })
    expect(await scene.providers.opens(`${two}@${seedDomain}`, chosen)).toBe(true)
    expect((await told(scene, 'live-elsewhere')).map(([address]) => address)).toEqual([elsewhere])
  })

  it('is refused before or after the cut-over has begun: both ways its owner hears of it once', async () => {
    const passwords: string[] = [chosen]
    let isDown = true
    const scene = await moving({
      email: elsewhere,
      wrapArriving: (port) => ({
        ...port,
        setPassword: async (order) =>
          isDown ? 'unavailable' : passwords.includes(order.password) ? 'refused' : port.setPassword(order),
      }),
    })
    accepted(await scene.sportello.mailboxes.activate(replacing))
    await workAll(scene, 2)
    await cutOver(scene)
    expect((await view(scene, two)).status).toBe('activated')
    isDown = false
    scene.clock.advance(day)
    await workAll(scene, 3)
    expect((await view(scene, two)).status).toBe('blocked')
    expect((await told(scene, 'blocked')).filter(([, text]) => text.includes(two))).toHaveLength(1)
    expect(await told(scene, 'password-refused')).toEqual([])
  })

  it('is where it was before after a rollback, with what comes next', async () => {
    const scene = await shut()
    await rollBack(scene)
    expect(await view(scene, two)).toMatchObject({ status: 'activated', access: { opens: 'leaving', password: 'old' } })
    const texts = [...(await told(scene, 'rolled-back')), ...(await told(scene, 'rolled-back-elsewhere'))]
    const own = texts.filter(([, text]) => text.includes(two))
    expect(own.map(([to]) => to)).toEqual([`${two}@${seedDomain}`, elsewhere])
    for (const [, text] of own) expect(text).toContain('Il nuovo gestore non accetta la password')
    const later = { cutOver: { from: '2022-12-05T14:00' }, lastDay: '2022-12-02', reminders: [] }
    accepted(await scene.sportello.migration.postpone({ ...form, reason, ...later }))
    accepted(await scene.sportello.mailboxes.activate({ ...replacing, next: another, confirmation: another }))
  })
})

describe('whoever comes once a cut-over has begun', () => {
  it('X5, INV-25: gets one answer whether somebody was let in late or not, until he shows a right password', async () => {
    const scene = await refusing([chosen])
    const { sportello } = scene
    accepted(await sportello.mailboxes.activate(replacing))
    await workAll(scene)
    await cutOver(scene)
    accepted(await sportello.mailboxes.allowLate(lateBy(two, '2022-11-30')))
    const answers = [two, one, 'nessuno'].map((name) => sportello.mailboxes.activate(owns(name, 'Sbagliata.123')))
    expect((await Promise.all(answers)).map(refusedCode)).toEqual(Array(3).fill('mailbox/invalid-credentials'))
    expect(refusedCode(await sportello.mailboxes.activate(owns(one, conforming)))).toBe('mailbox/activation-closed')
  })

  it('is told that the activation is over where the leaving provider is gone by then', async () => {
    let isGone = false
    const scene = await moving({
      wrapLeaving: (port) => ({ verify: async (...asked) => (isGone ? 'unavailable' : port.verify(...asked)) }),
    })
    await cutOver(scene)
    isGone = true
    expect(refusedCode(await scene.sportello.mailboxes.activate(owns(one, conforming)))).toBe('mailbox/activation-closed')
  })
})

describe('a late activation', () => {
  it('X3: is told elsewhere, since nobody but whoever has activated the mailbox will open it', async () => {
    const scene = await moving({ email: elsewhere, plan: { lateActivation: true } })
    await cutOver(scene)
    accepted(await scene.sportello.mailboxes.allowLate(lateBy(one, '2022-11-30')))
    accepted(await scene.sportello.mailboxes.activate(owns(one, conforming)))
    expect((await told(scene, 'late-allowed')).map(([, text]) => text)).toEqual([
      expect.stringContaining('si può ancora attivare fino alle ore 24 del 30/11/2022'),
    ])
    await scene.sportello.relay({ limit: 1000 })
    expect(lettersOf(scene)).toContain(`activated-elsewhere ${elsewhere}`)
  })

  it('that waits to be told until it is over is not told any more', async () => {
    const scene = await moving({ email: elsewhere, plan: { lateActivation: true } })
    await cutOver(scene)
    await scene.sportello.relay({ limit: 1000 })
    accepted(await scene.sportello.mailboxes.allowLate(lateBy(one, '2022-11-30')))
    scene.clock.set(Date.UTC(2022, 10, 30, 23))
    expect(await scene.sportello.relay()).toMatchObject({ sent: [], overdue: { length: 1 } })
  })
})
