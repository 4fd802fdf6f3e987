/** A process of its own that is asked and answers. */
import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'

type Reply = { readonly answer?: unknown; readonly failed?: string }

export type Remote = {
  /** Rejects when the process fails at it, or ends before it answers. */
  readonly ask: <Answer>(order: unknown) => Promise<Answer>
  readonly kill: (signal?: 'SIGKILL') => void
}

/** Starts the script, which `serve`s, and waits until it is ready. */
export async function openRemote(script: URL, given: readonly string[], flags: readonly string[] = []): Promise<Remote> {
  const child = fork(fileURLToPath(script), given, {
    execArgv: [...flags, '--import', 'tsx'],
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

/** What such a script does: answers one order after the other. */
export function serve<Given>(obey: (order: Given) => unknown): void {
  const tell = (reply: Reply) => void process.send?.(reply)
  process.on('message', async (order: Given) => {
    try {
      tell({ answer: await obey(order) })
    } catch (cause) {
      tell({ failed: cause instanceof Error ? String(cause.stack) : String(cause) })
    }
  })
  process.on('disconnect', () => process.exit())
  tell({})
}
