/** Runs targets in processes of their own, and ends one that gives no answer. */
import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Message, Order } from './run.ts'

export type Fuzzed = {
  readonly inputs: number
  /** How many of them led to where none before had been. */
  readonly fresh: number
  readonly ms: number
  /** What was found, in words; null for nothing. */
  readonly found: string | null
}

/** So long without an answer is no answer. */
const silenceMs = 120_000

/** What is forked. A guided run is of the sources as they are stored. */
export const program = new URL('child.ts', import.meta.url)

/** Runs one target to its end or to what it finds, by the program as it is stored or by a `script` that was made of it. */
export function fuzz(order: Order, script = fileURLToPath(program)): Promise<Fuzzed> {
  const start = performance.now()
  const child = fork(script, [JSON.stringify(order)], {
    // What an input leaves behind is short-lived, and more room for it saves half the time of the collector.
    execArgv: ['--max-semi-space-size=32', ...(script.endsWith('.ts') ? ['--import', 'tsx'] : [])],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  let inputs = 0
  let fresh = 0
  let found: string | null = null
  let isOver = false
  let complaint = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    complaint = (complaint + chunk.toString()).slice(-2_000)
  })
  const hang = () => {
    found = `${order.target}: no answer for ${silenceMs / 1_000} s, at an input from ${inputs} on of seed ${order.seed}`
    child.kill('SIGKILL')
  }
  let watch = setTimeout(hang, silenceMs)
  child.on('message', (message: Message) => {
    clearTimeout(watch)
    if ('at' in message) {
      inputs = message.at
      watch = setTimeout(hang, silenceMs)
      return
    }
    if ('found' in message) found = message.found
    else {
      inputs = message.done
      fresh = message.fresh
    }
    // Whatever the reader has left running ends with it.
    isOver = true
    child.kill('SIGKILL')
  })
  return new Promise((resolve) => {
    child.once('exit', (code) => {
      clearTimeout(watch)
      if (found === null && !isOver) found = `${order.target}: its process ended with ${code}: ${complaint}`
      resolve({ inputs, fresh, ms: performance.now() - start, found })
    })
  })
}
