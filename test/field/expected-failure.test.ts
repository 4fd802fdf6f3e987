/** The helper itself: what passes as an expected failure, and what does not. */
import { describe, expect, it } from 'vitest'
import { type ExpectedFailure, requireStillSo } from './expected-failure.ts'

type Door = 'shut' | 'open' | 'ajar'

const doorSeen = (see: ExpectedFailure<{ readonly door: Door }>['see']) =>
  requireStillSo({ see, today: { door: 'shut' }, isRight: ({ door }) => door === 'open' })

describe('an expected failure', () => {
  it('passes while exactly that is seen which is seen today', async () => {
    await expect(doorSeen(() => ({ door: 'shut' }))).resolves.toBeUndefined()
    await expect(doorSeen(async () => ({ door: 'shut' }))).resolves.toBeUndefined()
  })

  it('fails when what is seen is right, and says what to do', async () => {
    await expect(doorSeen(() => ({ door: 'open' }))).rejects.toThrow(/^gone: take it off the list.*'open'/)
  })

  it('fails when what is recorded as the fault is right', async () => {
    const always = requireStillSo({ see: () => 1, today: 1, isRight: () => true })
    await expect(always).rejects.toThrow(/^gone: /)
  })

  it('fails when something else is seen, and shows it', async () => {
    await expect(doorSeen(() => ({ door: 'ajar' }))).rejects.toThrow(/^something else: .*'ajar'/)
  })

  it('fails when the story itself does not come to its end', async () => {
    const broken = (): never => {
      throw new TypeError('requestCorrection is not a function')
    }
    await expect(doorSeen(broken)).rejects.toThrow('requestCorrection is not a function')
    await expect(doorSeen(async () => broken())).rejects.toThrow('requestCorrection is not a function')
  })
})
