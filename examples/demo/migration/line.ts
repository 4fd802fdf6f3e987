/** The line between a worker and the providers, which are in another process: a question is a message, and so is its answer. */
import type { ChildProcess } from 'node:child_process'
import type { ArrivingProvider, LeavingProvider } from 'sportello'

type Ports = { readonly leaving: LeavingProvider; readonly arriving: ArrivingProvider }

/** What a worker asks a provider. Holds passwords: it is never written down. */
type Question = {
  readonly ask: number
  readonly call: 'verify' | 'setPassword' | 'copy' | 'progress'
  readonly args: readonly unknown[]
}

type Answer = { readonly to: number; readonly value: unknown } | { readonly to: number; readonly failed: string }

const isQuestion = (message: unknown): message is Question =>
  typeof message === 'object' && message !== null && 'ask' in message && 'call' in message

const isAnswer = (message: unknown): message is Answer => typeof message === 'object' && message !== null && 'to' in message

/** Answers what the worker asks. Whoever has died meanwhile hears nothing. */
export function serveProviders(worker: ChildProcess, { leaving, arriving }: Ports): void {
  const calls: { readonly [call in Question['call']]: (...args: never[]) => Promise<unknown> } = {
    verify: leaving.verify,
    ...arriving,
  }
  worker.on('message', (message) => {
    if (!isQuestion(message)) return
    const { ask, call, args } = message
    const reply = (answer: object): void => {
      if (worker.connected) worker.send({ to: ask, ...answer }, () => {})
    }
    calls[call](...(args as never[])).then(
      (value) => reply({ value }),
      (cause: unknown) => reply({ failed: cause instanceof Error ? cause.message : String(cause) }),
    )
  })
}

/** The providers as a worker sees them. What is not answered within `deadlineMs` is rejected: the library has no timers, and would wait for ever. */
export function dialProviders(deadlineMs: number): Ports {
  const waiting = new Map<number, (answer: Answer) => void>()
  let asked = 0
  process.on('message', (message) => {
    if (isAnswer(message)) waiting.get(message.to)?.(message)
  })

  function ask<Value>(call: Question['call'], ...args: readonly unknown[]): Promise<Value> {
    asked += 1
    const id = asked
    return new Promise((resolve, reject) => {
      const over = (): void => {
        clearTimeout(timer)
        waiting.delete(id)
      }
      const timer = setTimeout(() => {
        over()
        reject(new Error('the provider has not answered in time'))
      }, deadlineMs)
      waiting.set(id, (answer) => {
        over()
        if ('failed' in answer) reject(new Error(answer.failed))
        else resolve(answer.value as Value)
      })
      process.send?.({ ask: id, call, args } satisfies Question, (cause: Error | null) => {
        if (cause === null) return
        over()
        reject(cause)
      })
    })
  }

  return {
    leaving: { verify: (mailbox, password) => ask('verify', mailbox, password) },
    arriving: {
      setPassword: (order) => ask('setPassword', order),
      copy: (order) => ask('copy', order),
      progress: (name) => ask('progress', name),
    },
  }
}
