import { describe, expect, it } from 'vitest'
import { createSlots } from '../../src/crypto/slots.ts'

/** Jobs that end when told, and the order in which they began. */
function bench() {
  const began: number[] = []
  const ends = new Map<number, { resolve: (value: number) => void; reject: (cause: unknown) => void }>()
  const job = (id: number) => () =>
    new Promise<number>((resolve, reject) => {
      began.push(id)
      ends.set(id, { resolve, reject })
    })
  const settled = async () => {
    for (let i = 0; i < 10; i += 1) await Promise.resolve()
  }
  return { began, job, settled, end: (id: number) => ends.get(id)?.resolve(id), fail: (id: number) => ends.get(id)?.reject(id) }
}

describe('slots', () => {
  it('L13: never more jobs at once than slots, and the next begins when one ends', async () => {
    const { began, job, settled, end } = bench()
    const inSlot = createSlots(2, 10)
    const answers = [0, 1, 2, 3].map((id) => inSlot(job(id)))
    await settled()
    expect(began).toEqual([0, 1])
    end(1)
    await settled()
    expect(began).toEqual([0, 1, 2])
    answers.push(inSlot(job(4)))
    await settled()
    expect(began).toEqual([0, 1, 2])
    for (const id of [0, 2]) end(id)
    await settled()
    for (const id of [3, 4]) end(id)
    expect(await Promise.all(answers)).toEqual([0, 1, 2, 3, 4])
  })

  it('L13: waiting jobs begin in the order of arrival, and nobody who comes later overtakes', async () => {
    const { began, job, settled, end } = bench()
    const inSlot = createSlots(1, 10)
    for (const id of [0, 1, 2]) void inSlot(job(id))
    end(0)
    void inSlot(job(3))
    for (const id of [0, 1, 2, 3]) {
      await settled()
      end(id)
    }
    await settled()
    expect(began).toEqual([0, 1, 2, 3])
  })

  it('L13: a job beyond slots and queue is busy at once and does not begin', async () => {
    const { began, job, settled, end } = bench()
    const inSlot = createSlots(1, 1)
    const answers = [0, 1].map((id) => inSlot(job(id)))
    await expect(inSlot(job(2))).rejects.toMatchObject({ name: 'SportelloError', code: 'busy' })
    end(0)
    await settled()
    end(1)
    expect(await Promise.all(answers)).toEqual([0, 1])
    expect(began).toEqual([0, 1])
  })

  it('a queue of nobody turns away whoever finds no free slot', async () => {
    const { job, end } = bench()
    const inSlot = createSlots(1, 0)
    const first = inSlot(job(0))
    await expect(inSlot(job(1))).rejects.toMatchObject({ code: 'busy' })
    end(0)
    await first
    await expect(inSlot(async () => 7)).resolves.toBe(7)
  })

  it('J4: a job that fails, by a rejection or at once, gives its slot to the next', async () => {
    const { began, job, settled, fail } = bench()
    const inSlot = createSlots(1, 10)
    const failing = inSlot(job(0))
    const throwing = inSlot(() => {
      throw new RangeError('at once')
    })
    const last = inSlot(async () => 'reached')
    await settled()
    fail(0)
    await expect(failing).rejects.toBe(0)
    await expect(throwing).rejects.toBeInstanceOf(RangeError)
    expect(await last).toBe('reached')
    expect(began).toEqual([0])
  })
})
