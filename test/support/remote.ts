/** A process of its own that is asked and answers. */
import { fork } from 'node:child_process'
import { bundle } from './bundle.ts'
import type { Reply } from './serve.ts'

export type Remote = {
  /** Rejects when the process fails at it, or ends before it answers. */
  readonly ask: <Answer>(order: unknown) => Promise<Answer>
  readonly kill: (signal?: 'SIGKILL') => void
}

const bundles = new Map<string, Promise<string>>()

/** One bundle of a script for all processes that run it. */
function bundled(script: URL): Promise<string> {
  const made = bundles.get(script.href) ?? bundle(script, 'outside')
  bundles.set(script.href, made)
  return made
}

/** Starts the script, which `serve`s, and waits until it is ready. */
export async function openRemote(script: URL, given: readonly string[], flags: readonly string[] = []): Promise<Remote> {
  const child = fork(await bundled(script), given, {
    execArgv: [...flags],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })

  function reply<Answer>(): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const ended = (code: number | null, signal: string | null) => reject(new Error(`${script}: ended with ${signal ?? code}`))
      child.once('exit', ended)
      child.once('message', ({ answer, failed }: Reply) => {
        child.off('exit', ended)
        if (failed === undefined) resolve(answer as Answer)
        else reject(new Error(failed))
      })
    })
  }

  await reply()
  return {
    ask<Answer>(order: unknown) {
      const answer = reply<Answer>()
      child.send(order as object)
      return answer
    },
    kill: (signal) => void child.kill(signal),
  }
}
