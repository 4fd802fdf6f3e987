/** What the relay sends of what is under way while a window has begun and no sweep has run yet. */
import type { Storage } from 'sportello'
import { memoryStorage } from 'sportello/memory'
import { describe, expect, it } from 'vitest'
import { accepted, anna, openCounter, operator } from '../../../support/counter.ts'
import { elsewhere, hour, policy, storyOfEnded, waitingLetters } from './queued-mail.ts'

const ends = { procedures: { 'email-change': 'void' } } as const

describe('M7: mail that was queued before the cut-off', () => {
  it('and is about what the window voids is not sent: its person hears that it has ended, before any sweep', async () => {
    const { cancelled, notCancelled, sent, says, sweep, signIn } = await storyOfEnded(memoryStorage(), 'void')
    expect(cancelled).toBeGreaterThan(0)
    expect(notCancelled).toEqual([])
    expect(sent).toEqual([{ to: anna.email, hasLink: false }])
    expect(says).toContain('è annullata: Aggiornamento')
    expect(sweep).toMatchObject({ voided: 0, failed: 0 })
    expect(signIn).toBe('in')
  })

  it('and is about what makes its person be identified is not sent, and nobody gets in from then on', async () => {
    const { sent, says, sweep, signIn } = await storyOfEnded(memoryStorage(), 're-identify')
    expect(sent).toEqual([{ to: anna.email, hasLink: false }])
    expect(says).toContain("riconoscere di persona, con un documento d'identità")
    expect(sweep).toMatchObject({ reidentified: 0, failed: 0 })
    expect(signIn).toBe('session/sign-in-refused')
  })

  it('is sent up to the last millisecond before the window, and not from the first one on', async () => {
    for (const [early, hasLink] of [
      [1, true],
      [0, false],
    ] as const) {
      const { clock, post, sent } = await waitingLetters(memoryStorage(), ends)
      clock.set(Date.UTC(2026, 2, 10, 11) - early)
      await post.relay()
      expect(sent().some((mail) => mail.hasLink)).toBe(hasLink)
    }
  })

  it('is sent where the window spares its person: the link works again afterwards, for as long as was left of it', async () => {
    const unless = { has: 'institutional-mailbox' } as const
    const procedures = { 'email-change': { fate: 'void', unless } } as const
    const email = 'anna.verdi@istruzione.it'
    const { clock, post, sent, sportello, window, mailer } = await waitingLetters(memoryStorage(), { procedures }, email)
    clock.advance(4 * hour)
    await post.relay()
    expect(sent()).toContainEqual({ to: elsewhere, hasLink: true })
    accepted(await sportello.maintenance.close({ operator, id: window, reason: 'Done.' }))
    const link = mailer.sent.flatMap(({ text }) => /email-change#token=(\S+)/.exec(text)?.[1] ?? []).at(-1) ?? ''
    accepted(await sportello.emailChange.confirm(link))
  })

  it('waits while it cannot be found out what has become of its procedure', async () => {
    const storage = memoryStorage()
    const { clock, configuration, sent } = await waitingLetters(storage, ends)
    const failing: Storage = {
      ...storage,
      load: async (keys) => {
        if (keys.some((key) => key.includes('/email-change/'))) throw new Error('no connection')
        return storage.load(keys)
      },
    }
    clock.advance(4 * hour)
    const { retried } = await openCounter({ ...configuration, policy, storage: failing, seed: 3 }).sportello.relay()
    expect(retried.length).toBeGreaterThan(0)
    expect(sent()).toEqual([])
  })

  it.each([
    ['no window ends anything', {}, 1],
    ['a window ends something else', { procedures: { 'pec-change': 'void' } }, 1],
    ['a window ends it, but has not begun', ends, 1],
  ] as const)(
    'costs one look at the calendar for all letters of a round where %s, and none where there is no mail',
    async (_, window, looks) => {
      const storage = memoryStorage()
      const { configuration, sent } = await waitingLetters(storage, window)
      let loads = 0
      const counted: Storage = {
        ...storage,
        load: async (keys) => {
          loads += 1
          return storage.load(keys)
        },
      }
      const { sportello } = openCounter({ ...configuration, policy, storage: counted, seed: 3 })
      await sportello.relay()
      expect(sent().length).toBeGreaterThan(1)
      expect(loads).toBe(looks)
      await sportello.relay()
      expect(loads).toBe(looks)
    },
  )
})
