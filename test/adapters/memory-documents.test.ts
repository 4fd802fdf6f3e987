import { createHash } from 'node:crypto'
import { memoryDocuments } from 'sportello/memory'
import { fixedClock } from 'sportello/testing'
import { expect, it } from 'vitest'

const content = new TextEncoder().encode('%PDF-1.7 documento di prova')
const digest = createHash('sha256').update(content).digest('hex')
const ref = { office: 'comune', owner: '01J0', digest, size: content.length }
const list = { office: 'comune', limit: 10 }

it('memoryDocuments says by its clock when a document was put last', async () => {
  const clock = fixedClock(1_000)
  const documents = memoryDocuments({ clock })
  await documents.put(content, ref)
  clock.set(5_000)
  expect(await documents.list(list)).toEqual([{ ref, storedAt: 1_000 }])
  await documents.put(content, ref)
  expect(await documents.list(list)).toEqual([{ ref, storedAt: 5_000 }])
})

it('memoryDocuments goes by the time of the machine where it is given no clock', async () => {
  const documents = memoryDocuments()
  const before = Date.now()
  await documents.put(content, ref)
  const [stored] = await documents.list(list)
  expect(stored?.storedAt).toBeGreaterThanOrEqual(before)
  expect(stored?.storedAt).toBeLessThanOrEqual(Date.now())
})

it('memoryDocuments hands out copies: changing what was listed changes nothing', async () => {
  const documents = memoryDocuments()
  await documents.put(content, ref)
  const [stored] = await documents.list(list)
  if (stored !== undefined) Object.assign(stored.ref, { owner: 'other' })
  expect((await documents.list(list))[0]?.ref).toEqual(ref)
})

it('memoryDocuments refuses a clock that is none', () => {
  for (const clock of [1, {}, { now: 1 }]) {
    expect(() => memoryDocuments({ clock: clock as never })).toThrowError(
      expect.objectContaining({ code: 'config/invalid', message: 'documents: the clock cannot tell the time' }),
    )
  }
  for (const options of [null, undefined, {}]) expect(() => memoryDocuments(options as never)).not.toThrow()
})
