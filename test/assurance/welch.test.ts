import { describe, expect, it } from 'vitest'
import { welch } from './welch.ts'

// Times around a mean, the same on every run.
const times = (mean: number, count: number) => Array.from({ length: count }, (_, i) => mean + ((i * 7919) % 1000) / 1000)

describe("Welch's t", () => {
  it('G10: is small where two samples are alike, and beyond 4.5 where one is a twentieth of its spread slower', () => {
    expect(Math.abs(welch(times(5, 4_000), times(5, 4_000)).t)).toBeLessThan(0.1)
    expect(welch(times(5.05, 4_000), times(5, 4_000)).t).toBeGreaterThan(4.5)
    expect(welch(times(5, 4_000), times(5.05, 4_000)).t).toBeLessThan(-4.5)
  })

  it('leaves out what is far slower than the rest', () => {
    const hiccups = [...times(5, 3_900), ...times(900, 100)]
    expect(Math.abs(welch(hiccups, times(5, 4_000)).t)).toBeLessThan(4.5)
  })

  it('is none of samples without any spread', () => {
    expect(welch([1, 1], [1, 1]).t).toBe(0)
  })
})
