/** A cut-over that is rolled back: whoever was told that the mailbox is live, or blocked, is told that it is not, and what comes next. */
import { describe, expect, it } from 'vitest'
import { accepted, operator } from '../../../support/counter.ts'
import { flowing } from '../../../support/letters.ts'
import { seedDomain, seedInstants } from '../../../support/migration-seed.ts'
import {
  complete,
  conforming,
  cutOver,
  hour,
  type Moving,
  moving,
  one,
  owns,
  rollBack,
  workAll,
} from '../../../support/moving-mailboxes.ts'

const three = 'scuola.tre'
const elsewhere = 'preside@example.it'
const act = { operator, domain: seedDomain, reason: 'Comunicazione dei gestori.' }

/** One that is live and two that are blocked, with their letters sent. */
async function moved(): Promise<Moving> {
  const scene = await moving({ email: elsewhere })
  accepted(await scene.sportello.mailboxes.activate(owns(one, conforming)))
  await workAll(scene)
  await cutOver(scene)
  await complete(scene)
  await scene.sportello.relay({ limit: 1000 })
  return scene
}

async function toldOf({ sportello, mailer }: Moving, name: string): Promise<readonly (readonly [to: string, text: string])[]> {
  await sportello.relay({ limit: 1000 })
  return mailer.sent
    .filter(({ id, text }) => /\.rolled-back(?:-elsewhere)?$/.test(id) && text.includes(name))
    .map(({ to, text }) => [to.address, flowing(text)] as const)
    .sort()
}

describe('a rollback', () => {
  it('is told to the mailbox that was live: it goes on as before, and its activation counts', async () => {
    const scene = await moved()
    await rollBack(scene)
    const texts = await toldOf(scene, one)
    expect(texts.map(([to]) => to)).toEqual([`${one}@${seedDomain}`])
    const [[, text] = ['', '']] = texts
    expect(text).toContain('la casella è di nuovo presso il gestore attuale e si usa come prima, con la vecchia password')
    expect(text).toContain("L'attivazione già fatta resta valida")
    expect(text).toContain("L'ente comunicherà la data del nuovo passaggio")
    await scene.sportello.retention.sweep()
    expect(await toldOf(scene, one)).toHaveLength(1)
  })

  it('is told to the mailbox that was blocked, and where it was told that it is: it must be activated', async () => {
    const scene = await moved()
    await rollBack(scene)
    const texts = await toldOf(scene, three)
    expect(texts.map(([to]) => to)).toEqual([elsewhere, `${three}@${seedDomain}`].sort())
    for (const [, text] of texts) expect(text).toContain("la casella va attivata: l'ente comunicherà fino a quando")
  })

  it('within the activation says until when the mailbox can be activated, and where', async () => {
    const scene = await moving({ email: elsewhere })
    scene.clock.set(seedInstants.activationFrom + hour)
    accepted(await scene.sportello.migration.reportStart(act))
    await scene.sportello.retention.sweep()
    await rollBack(scene)
    const [[, text] = ['', '']] = await toldOf(scene, three)
    expect(text).toContain('la casella va attivata: si può fare fino alle ore 24 del 22/11/2022')
    expect(text).toContain('https://migrazione.entrante.example.it/')
  })

  it('of a migration that is given up at once says that the mailbox stays', async () => {
    const scene = await moved()
    scene.clock.advance(hour)
    accepted(await scene.sportello.migration.reportRollback(act))
    accepted(await scene.sportello.migration.end(act))
    await scene.sportello.retention.sweep()
    for (const name of [one, three]) {
      const [[, text] = ['', '']] = await toldOf(scene, name)
      expect(text).toContain('La migrazione è chiusa: la casella resta presso il gestore attuale.')
      expect(text).not.toContain('nuovo passaggio')
    }
  })

  it('is told to nobody where the cut-over has begun anew before: the mailbox does not open', async () => {
    const scene = await moved()
    scene.clock.advance(hour)
    accepted(await scene.sportello.migration.reportRollback(act))
    scene.clock.advance(hour)
    accepted(await scene.sportello.migration.reportStart(act))
    await scene.sportello.retention.sweep()
    expect([...(await toldOf(scene, one)), ...(await toldOf(scene, three))]).toEqual([])
  })
})
