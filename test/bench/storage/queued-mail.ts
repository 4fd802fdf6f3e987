/** A queue of sealed mail, as the library leaves it, which can be filled again and again. */
import { type Kysely, sql } from 'kysely'
import { createKeyRing, createSealer } from '../../../src/crypto/index.ts'
import { keys, morning, office } from '../../support/counter.ts'
import type { Modules } from './engine.ts'

export type Queue = {
  /** Puts all mail back as it was queued. */
  readonly fill: () => Promise<void>
  /** Ids of what is not settled. */
  readonly unsettled: () => Promise<readonly string[]>
}

const perCommit = 200

const text = 'Le scriviamo in merito alla sua richiesta di registrazione. '.repeat(20)

/** Seals so many mails in an empty database of PostgreSQL. */
export async function openQueue({ migrate, sqlStorage }: Modules, db: Kysely<unknown>, size: number): Promise<Queue> {
  await migrate(db)
  const storage = sqlStorage(db)
  const sealer = createSealer(createKeyRing(keys), { bytes: (length) => crypto.getRandomValues(new Uint8Array(length)) })
  const topic = `${office.id}/registration/01K0000000000000000000000`
  for (let from = 0; from < size; from += perCommit) {
    const outbox = await Promise.all(
      Array.from({ length: Math.min(perCommit, size - from) }, async (_, i) => {
        const id = `${office.id}.registration.01K0000000000000000000000.${from + i + 1}.completed`
        const to = { name: 'Anna Verdi', address: 'anna.verdi@example.it' }
        const mail = { id, to, subject: 'Comune di Prova', text, html: `<p>${text}</p>`, locale: 'it' }
        return { id, topic, at: morning + from + i, sealed: await sealer.seal('seal', id, JSON.stringify(mail)) }
      }),
    )
    await storage.commit({ expects: [], writes: [], removes: [], outbox, cancelMail: [] })
  }
  await sql`create table queued as select * from sportello_outbox`.execute(db)
  return {
    async fill() {
      await sql`truncate sportello_outbox`.execute(db)
      await sql`insert into sportello_outbox select * from queued`.execute(db)
      await sql`vacuum (analyze) sportello_outbox`.execute(db)
    },
    async unsettled() {
      const { rows } = await sql<{ id: string }>`select id from sportello_outbox where sealed <> ''`.execute(db)
      return rows.map(({ id }) => id)
    },
  }
}
