import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { repeatedly } from '../../src/adapters/timers.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('a job that is repeated', () => {
  it('runs at once, and again after the end of each run, never beside itself', async () => {
    let under = 0
    let most = 0
    let runs = 0
    const stop = repeatedly(100, async () => {
      under += 1
      most = Math.max(most, under)
      runs += 1
      await new Promise((resolve) => setTimeout(resolve, 250))
      under -= 1
    })
    expect(runs).toBe(1)
    await vi.advanceTimersByTimeAsync(1_000)
    expect([runs, most]).toEqual([3, 1])
    const stopped = stop()
    await vi.advanceTimersByTimeAsync(1_000)
    await stopped
    expect([runs, under, vi.getTimerCount()]).toEqual([3, 0, 0])
  })

  it('is waited for where it is stopped while it runs', async () => {
    let isDone = false
    const stop = repeatedly(100, async () => {
      await new Promise((resolve) => setTimeout(resolve, 50))
      isDone = true
    })
    const stopped = stop().then(() => isDone)
    await vi.advanceTimersByTimeAsync(500)
    expect(await stopped).toBe(true)
    expect(vi.getTimerCount()).toBe(0)
  })

  it('keeps no process alive', async () => {
    vi.useRealTimers()
    const timer = { unref: vi.fn() }
    const given = vi.spyOn(globalThis, 'setTimeout').mockReturnValue(timer as never)
    const stop = repeatedly(1_000_000, async () => undefined)
    await stop()
    given.mockRestore()
    const waiting = vi.spyOn(globalThis, 'setTimeout').mockReturnValue(timer as never)
    const other = repeatedly(1_000_000, async () => undefined)
    await Promise.resolve()
    await Promise.resolve()
    waiting.mockRestore()
    expect(timer.unref).toHaveBeenCalledOnce()
    await other()
  })
})
