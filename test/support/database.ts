/** Databases for test files: on the PostgreSQL of the run, each of one file alone. */
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, inject } from 'vitest'
import { createDatabase, type Database } from './postgres.ts'
import type { DeskAnswer } from './postgres-desk.ts'

/** URL of the run's PostgreSQL. Throws what to install where there is none. */
export async function postgresOfRun(): Promise<string> {
  const answer = JSON.parse(await text(connect(inject('postgresContext'), '127.0.0.1'))) as DeskAnswer
  if ('error' in answer) throw new Error(answer.error)
  return answer.url
}

/** A database of the test file's own, gone after it. */
export function fileDatabase(): { readonly url: string } {
  const place = { url: '' }
  let database: Database | undefined
  beforeAll(async () => {
    database = await createDatabase(await postgresOfRun())
    place.url = database.url
  }, 360_000)
  afterAll(() => database?.drop())
  return place
}
