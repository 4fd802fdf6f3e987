/** Set up once for a run of the tests: one PostgreSQL for all test files, started when the first of them asks for it. */
import { once } from 'node:events'
import { createServer } from 'node:net'
import type { TestProject } from 'vitest/node'
import { type PostgresServer, startPostgres } from './postgres.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Port on which the URL of the run's PostgreSQL is told. */
    readonly postgresContext: number
  }
}

export type DeskAnswer = { readonly url: string } | { readonly error: string }

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  let server: Promise<PostgresServer> | undefined
  const answer = (): Promise<DeskAnswer> => {
    // What the tests write need not outlive the machine.
    server ??= startPostgres({ durable: false })
    return server.then(
      ({ url }) => ({ url }),
      (cause: unknown) => ({ error: cause instanceof Error ? `${cause.message} (${String(cause.cause)})` : String(cause) }),
    )
  }
  const desk = createServer((socket) => {
    socket.on('error', () => {})
    void answer().then((told) => socket.end(JSON.stringify(told)))
  }).listen(0, '127.0.0.1')
  await once(desk, 'listening')
  const address = desk.address()
  if (address !== null && typeof address !== 'string') project.provide('postgresContext', address.port)
  return async () => {
    desk.close()
    await (await server?.catch(() => undefined))?.stop()
  }
}
