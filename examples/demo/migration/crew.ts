/** The workers of the story as the process that starts them sees them: how they are told the time, killed and replaced. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import type { ArrivingProvider, LeavingProvider } from 'sportello'
import { DemoError } from '../ending.ts'
import type { BoardWorker } from './board.ts'
import { serveProviders } from './line.ts'
import type { WorkerNote, WorkerOrder, WorkerWord } from './worker.ts'

/** The argument by which this program knows that it is to be a worker. */
export const workerWord = 'be-a-worker-of-the-migration'

export type Crew = {
  /** Starts another one; its name. */
  readonly start: () => string
  /** Kills one of those that work, as `kill -9` does; its name, or null where none works. */
  readonly kill: () => Promise<string | null>
  /** Tells all of them how far ahead the clock of the story is, and waits until they live by it. */
  readonly tellTime: (aheadMs: number) => Promise<void>
  readonly shown: () => readonly BoardWorker[]
  /** All that the workers have written on their outputs, which is nothing while all is well. */
  readonly said: () => string
  /** Throws what a worker has ended with by itself. */
  readonly check: () => void
  /** Lets all of them finish their round. */
  readonly stop: () => Promise<void>
}

type Member = {
  readonly name: string
  readonly child: ChildProcess
  done: number
  knows: number | null
  state: BoardWorker['state'] | 'stopped'
}

type Ports = { readonly leaving: LeavingProvider; readonly arriving: ArrivingProvider }

/** `gate`: workers that are started before it is open wait for it, with all that they need loaded. */
export function openCrew(
  program: string,
  begin: () => WorkerOrder['begin'],
  providers: Ports,
  gate: Promise<void> = Promise.resolve(),
): Crew {
  const members: Member[] = []
  let said = ''
  let failure: string | null = null
  let heard = (): void => {}

  const working = (): readonly Member[] => members.filter(({ state }) => state === 'working')

  function hear(member: Member, word: Partial<Record<string, unknown>>): void {
    const { done, knows, failed } = word as Partial<Record<keyof (WorkerWord & object) | string, unknown>>
    if (typeof done === 'number') member.done += done
    if (typeof failed === 'string') {
      failure = failed
      said += failed
    }
    if (typeof knows === 'number') {
      // The first word is that it listens.
      if (member.knows === null)
        void gate.then(() => member.child.connected && member.child.send({ begin: begin() } satisfies WorkerOrder))
      member.knows = knows
    }
    heard()
  }

  return {
    start() {
      const child = fork(program, [workerWord], { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] })
      for (const output of [child.stdout, child.stderr])
        output?.setEncoding('utf8').on('data', (text: string) => {
          said += text
        })
      const member: Member = { name: String(members.length + 1), child, done: 0, knows: null, state: 'working' }
      members.push(member)
      serveProviders(child, providers)
      child.on('message', (word) => hear(member, Object(word) as Partial<Record<string, unknown>>))
      child.on('exit', (code, signal) => {
        if (member.state === 'working') failure ??= `worker ${member.name} has ended with ${signal ?? code}: ${said.slice(-500)}`
        heard()
      })
      return member.name
    },
    async kill() {
      const [busiest] = [...working()].sort((one, other) => other.done - one.done)
      if (busiest === undefined) return null
      busiest.state = 'killed'
      const gone = once(busiest.child, 'exit')
      busiest.child.kill('SIGKILL')
      await gone
      return busiest.name
    },
    async tellTime(aheadMs) {
      for (const { child } of working()) child.send({ aheadMs } satisfies WorkerNote)
      while (failure === null && working().some(({ knows }) => knows !== aheadMs))
        await new Promise<void>((resolve) => {
          heard = resolve
        })
    },
    shown: () => members.flatMap(({ name, done, state }) => (state === 'stopped' ? [] : [{ name, done, state }])),
    said: () => said,
    check() {
      if (failure !== null) throw new DemoError('demo/worker', failure)
    },
    async stop() {
      await Promise.all(
        working().map(async (member) => {
          member.state = 'stopped'
          const { child } = member
          if (child.exitCode !== null || child.signalCode !== null) return
          const gone = once(child, 'exit')
          child.send({ stop: true } satisfies WorkerNote, () => {})
          const timer = setTimeout(() => child.kill('SIGKILL'), 5_000)
          await gone
          clearTimeout(timer)
        }),
      )
    },
  }
}
