/** What the simulated providers have done, in a file: they are in the memory of one process, and must outlast it. */
import { closeSync, existsSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs'
import type { Effect } from './providers.ts'

export type EffectLog = {
  /** What earlier processes have left, in its order. */
  readonly earlier: readonly Effect[]
  /** Keeps an effect: it outlasts a kill of this process once the call returns. */
  readonly keep: (effect: Effect) => void
  readonly close: () => void
}

/** Opens the file, for its owner only. A line that a kill has cut off was answered to nobody, and is taken away. */
export function openEffects(path: string): EffectLog {
  const text = existsSync(path) ? readFileSync(path, 'utf8') : ''
  const whole = text.slice(0, text.lastIndexOf('\n') + 1)
  if (whole !== text) truncateSync(path, Buffer.byteLength(whole))
  const lines = whole.split('\n').filter((line) => line !== '')
  const file = openSync(path, 'a', 0o600)
  return {
    earlier: lines.map((line) => JSON.parse(line) as Effect),
    keep: (effect) => void writeSync(file, `${JSON.stringify(effect)}\n`),
    close: () => closeSync(file),
  }
}
