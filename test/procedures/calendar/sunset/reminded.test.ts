/** Reminders of the last use: each once, on its day, to whoever has a credential that it ends. */
import type { Storage, SunsetCourseForm } from 'sportello'
import { memoryStorage } from 'sportello/memory'
import { beforeEach, describe, expect, it } from 'vitest'
import { codes } from '../../../bench/accounts.ts'
import { accepted, anna, type Counter, completed, openCounter, operator, subscribed } from '../../../support/counter.ts'
import { counterUnder, day, lastUse, law } from './law.ts'

const reminding = { ...law, remindDays: [60, 30, 7] } as const
/** The first millisecond of the day that is so many days before 30 September 2021. */
const daysBefore = (days: number): number => lastUse - day - days * day
const { codiceFiscale } = anna

let counter: Counter
beforeEach(async () => {
  counter = await counterUnder(reminding)
})

const set = async (form: Partial<SunsetCourseForm>) => accepted(await counter.sportello.sunset.set({ ...reminding, ...form }))
const sweepAt = async (at: number): Promise<number> => {
  counter.clock.set(at)
  const { reminded } = await counter.sportello.sunset.sweep()
  await counter.sportello.relay()
  return reminded
}
const letters = async () => {
  await counter.sportello.relay()
  return counter.mailer.sent.filter(({ id }) => id.includes('.exemption.')).map(({ text }) => text.replace(/\s+/g, ' '))
}

describe('a subscriber', () => {
  it('is reminded on each of the days, once, with the date, the means and what stays', async () => {
    await subscribed(counter)
    const told: number[] = []
    for (const days of [61, 60, 59, 30, 29, 8, 7, 6, 0]) {
      // The last millisecond of the day before, and the first of the day.
      told.push(await sweepAt(daysBefore(days) - 1), await sweepAt(daysBefore(days)), await sweepAt(daysBefore(days) + 1))
    }
    expect(told).toEqual([0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0])
    expect(await sweepAt(lastUse)).toBe(0)
    const [first, ...others] = await letters()
    expect(others).toHaveLength(2)
    expect(first).toContain(
      "Le credenziali che le ha rilasciato l'ente valgono fino alle ore 24 di giovedì 30 settembre 2021 (D.L. 76/2020). Dopo non aprono più nulla. Si accede con SPID, CIE o CNS.",
    )
    expect(first).toContain("Il suo account, i suoi recapiti e le sue autorizzazioni restano presso l'ente.")
  })

  it('hears the latest alone where the sweep has not run for long', async () => {
    await subscribed(counter)
    expect(await sweepAt(daysBefore(10))).toBe(1)
    expect(await sweepAt(daysBefore(9))).toBe(0)
    expect(await sweepAt(daysBefore(7))).toBe(1)
  })

  it('hears nothing twice of one last use, however the course is changed meanwhile', async () => {
    await subscribed(counter)
    expect(await sweepAt(daysBefore(30))).toBe(1)
    await set({ remindDays: [31, 30], title: { it: 'Altra norma', en: 'Another rule' } })
    expect(await sweepAt(daysBefore(29))).toBe(0)
    await set({ ends: { ...law.ends, use: '2021-12-31T00:00' } })
    await set({})
    expect(await sweepAt(daysBefore(28))).toBe(0)
    accepted(await counter.sportello.sunset.drop({ operator, reason: 'Deferred.', reopens: true }))
    await set({ reopens: true })
    expect(await sweepAt(daysBefore(27))).toBe(0)
  })

  it('is reminded anew of a last use that was prolonged two days before it, as INPS did', async () => {
    await subscribed(counter)
    expect(await sweepAt(daysBefore(7))).toBe(1)
    counter.clock.set(daysBefore(1))
    await set({ ends: { ...law.ends, use: '2021-12-31T00:00' } })
    expect(await sweepAt(daysBefore(1) + 1)).toBe(0)
    expect(await sweepAt(Date.UTC(2021, 10, 30, 23))).toBe(1)
    expect((await letters()).at(-1)).toContain('fino alle ore 24 di giovedì 30 dicembre 2021')
  })

  it('gets one letter where two courses end on one date, and one for each of two dates', async () => {
    counter = openCounter({ policy: { maintenance: { audiences: { firms: { it: 'imprese', en: 'firms' } } } } })
    counter.clock.set(daysBefore(70))
    await subscribed(counter)
    await set({ reopens: true })
    await set({ audience: 'firms', reopens: true })
    expect(await sweepAt(daysBefore(60))).toBe(1)
    expect(await letters()).toHaveLength(1)
    await set({ audience: 'firms', ends: { ...law.ends, use: '2021-10-02T00:00' } })
    expect(await sweepAt(daysBefore(30))).toBe(1)
    expect(await sweepAt(daysBefore(29))).toBe(1)
    const texts = await letters()
    // The second date is one of its own: its sixtieth day has come too.
    expect(texts).toHaveLength(4)
    expect(texts.at(-1)).toContain('(imprese) valgono fino alle ore 24 di venerdì 1º ottobre 2021')
  })

  it('whose credential ends by itself before is not reminded of what comes afterwards', async () => {
    for (const [days, expected] of [
      [30, 0],
      [90, 1],
    ] as const) {
      counter = openCounter({ policy: { credential: { lifetimeMs: days * day } } })
      counter.clock.set(daysBefore(61))
      await subscribed(counter)
      await set({})
      expect(await sweepAt(daysBefore(60)), `${days} days`).toBe(expected)
    }
  })

  it('who is exempted on the first day without it gets none, nor whose credential is revoked', async () => {
    await set({ exempt: ['guardianship'] })
    await subscribed(counter)
    const person = { operator, codiceFiscale, reason: 'Decree.' }
    const document = { kind: 'court-order', number: '12', expiresOn: '2030-01-01' } as const
    accepted(await counter.sportello.exemption.grant({ ...person, kind: 'guardianship', document }))
    expect(await sweepAt(daysBefore(60))).toBe(0)
    accepted(await counter.sportello.exemption.grant({ ...person, kind: 'guardianship', untilDay: '2021-09-30', document }))
    // That day was dealt with for all: the next finds him.
    expect(await sweepAt(daysBefore(59))).toBe(0)
    expect(await sweepAt(daysBefore(30))).toBe(1)
    accepted(await counter.sportello.credential.revoke(person))
    expect(await sweepAt(daysBefore(7))).toBe(0)
  })

  it('with a temporary password, and one who is suspended, are reminded too', async () => {
    const { id } = await completed(counter)
    const { digest } = accepted(await counter.sportello.approval.dossier({ operator, id }))
    accepted(await counter.sportello.approval.approve({ operator, id, dossierDigest: digest }))
    expect(await sweepAt(daysBefore(60))).toBe(1)
    accepted(await counter.sportello.credential.suspend({ operator, codiceFiscale, reason: 'Doubt.' }))
    expect(await sweepAt(daysBefore(30))).toBe(1)
  })
})

describe('the sweep', () => {
  it('goes on where its limit was reached, and a whole one is not repeated', async () => {
    await subscribed(counter)
    await subscribed(counter, { ...anna, codiceFiscale: codes(1)[0] ?? '', email: 'mario@example.it' })
    counter.clock.set(daysBefore(60))
    const first = await counter.sportello.sunset.sweep({ limit: 1 })
    expect(first).toMatchObject({ looked: 1, reminded: 1 })
    const after = first.next ?? ''
    expect(await counter.sportello.sunset.sweep({ after })).toMatchObject({ looked: 1, reminded: 1, next: null })
    // Which of them have had it is known by the record of each.
    expect(await counter.sportello.sunset.sweep()).toMatchObject({ looked: 2, reminded: 0 })
    expect(await counter.sportello.sunset.sweep()).toMatchObject({ looked: 0, reminded: 0 })
    await expect(counter.sportello.sunset.sweep({ limit: 0 })).rejects.toThrow('limit is 1 to 1000000')
    await expect(counter.sportello.sunset.sweep({ after: 'x' })).rejects.toThrow('after is the next')
  })

  it('sends one letter where two run at once', async () => {
    await subscribed(counter)
    counter.clock.set(daysBefore(60))
    const told = await Promise.all([counter.sportello.sunset.sweep(), counter.sportello.sunset.sweep()])
    expect(told.map(({ reminded }) => reminded).sort()).toEqual([0, 1])
    expect(await letters()).toHaveLength(1)
  })

  it('tells by the next one whom it could not tell while the storage failed, and nobody twice', async () => {
    const inner = memoryStorage()
    let left = Number.POSITIVE_INFINITY
    const storage: Storage = {
      ...inner,
      async commit(commit) {
        left -= 1
        if (left < 0) throw new Error('The storage is gone.')
        return inner.commit(commit)
      },
    }
    counter = openCounter({ storage })
    counter.clock.set(daysBefore(70))
    const count = 12
    for (const [i, code] of codes(count).entries()) {
      await subscribed(counter, { ...anna, codiceFiscale: code, email: `person-${i}@example.it` })
    }
    await set({})
    counter.clock.set(daysBefore(60))
    // One commit is left, and several people are told in one.
    left = 1
    const first = await counter.sportello.sunset.sweep()
    expect(first).toMatchObject({ looked: count, failed: count - first.reminded })
    expect([0, count]).not.toContain(first.reminded)
    left = Number.POSITIVE_INFINITY
    expect(await counter.sportello.sunset.sweep()).toMatchObject({ looked: count, reminded: first.failed, failed: 0 })
    await letters()
    const addresses = counter.mailer.sent.filter(({ id }) => id.includes('.exemption.')).map(({ to }) => to.address)
    expect(new Set(addresses).size).toBe(count)
    expect(addresses).toHaveLength(count)
    // Those of several commits at once are counted together.
    expect(await sweepAt(daysBefore(30))).toBe(count)
  })

  it('is part of that of the retention', async () => {
    await subscribed(counter)
    counter.clock.set(daysBefore(60))
    await counter.sportello.retention.sweep()
    expect(await letters()).toHaveLength(1)
  })
})
