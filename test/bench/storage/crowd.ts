/**
 * A counter that has grown: so many accounts and so many requests that wait for the office, multiplied in the database out of one of each
 * that the library wrote. The keys are as scattered, or as much in order, as those that the library gives.
 */
import { type Kysely, sql } from 'kysely'
import { createKeyRing } from '../../../src/crypto/index.ts'
import { minimalPdf } from '../../rules/identity/minimal-pdf.ts'
import { accepted, anna, keys, office } from '../../support/counter.ts'
import { accountKey, codes, noHash, password, pin, store, verifiersWith } from '../accounts.ts'
import type { Modules } from './engine.ts'
import { ourCounter } from './sign-in-sides.ts'

export type Crowd = {
  /** Codici fiscali to sign in with, of accounts that lie scattered among all. */
  readonly codici: readonly string[]
  /** Ids of requests that wait, scattered too, each with at least a page after it. */
  readonly places: readonly string[]
}

export const pageSize = 50

// More accounts than are met twice while something is measured, so that none is in a cache because it was just there.
const sampledMax = 20_000
const chunk = 100_000

const idOf = (key: string): string => key.slice(key.lastIndexOf('/') + 1)

/** Fills an empty database. PostgreSQL only. */
export async function gather(modules: Modules, db: Kysely<unknown>, size: number): Promise<Crowd> {
  await modules.migrate(db)
  const codici = codes(Math.min(size, sampledMax))
  const templates = await writeTemplates(modules, db, codici[0] ?? '')
  const step = size / codici.length
  const ring = createKeyRing(keys)
  const names = codici.map((code) => idOf(accountKey(ring, code)))
  const numbers = codici.map((_, i) => Math.floor(i * step) + 1)

  // Base64url of 32 bytes, as a keyed digest is; and an ULID, which begins with the instant.
  await sql`create unlogged table crowd as select n, translate(encode(sha256(('account ' || n)::bytea), 'base64'), '+/=', '-_') as account,
    '01K' || upper(lpad(to_hex(n), 7, '0') || substr(md5(n::text), 1, 16)) as request
    from generate_series(1, ${sql.lit(size)}::integer) n`.execute(db)
  await sql`create unique index on crowd (n)`.execute(db)
  await sql`update crowd set account = sampled.name
    from unnest(${numbers}::integer[], ${names}::text[]) as sampled (number, name) where n = sampled.number`.execute(db)
  for (let from = 1; from <= size; from += chunk) await multiply(db, templates, from, Math.min(from + chunk - 1, size))
  await giveSecrets(db, codici)
  const few = Math.max(1, Math.floor(size / 5_000))
  const places = await sql<{ request: string }>`select request from crowd
    where n % ${sql.lit(few)} = 0 and n <= ${sql.lit(size - pageSize)} order by n`.execute(db)
  await sql`drop table crowd`.execute(db)
  await sql`vacuum (analyze)`.execute(db)
  await sql`checkpoint`.execute(db)
  return { codici, places: places.rows.map(({ request }) => request) }
}

/** Gives each sampled account its own verifiers: those that were copied open the template alone. */
async function giveSecrets(db: Kysely<unknown>, codici: readonly string[]): Promise<void> {
  const ring = createKeyRing(keys)
  const verifiersOf = verifiersWith(ring, noHash)
  const own = await Promise.all(codici.map(async (code) => ({ key: accountKey(ring, code), ...(await verifiersOf(code)) })))
  const of = (field: 'key' | 'pin' | 'password') => own.map((one) => one[field])
  await sql`update sportello_record as record
    set personal = jsonb_set(jsonb_set(record.personal::jsonb, '{pin}', to_jsonb(own.pin)), '{password}', to_jsonb(own.password))::text
    from unnest(${of('key')}::text[], ${of('pin')}::text[], ${of('password')}::text[]) as own (key, pin, password)
    where record.key = own.key`.execute(db)
}

type Templates = { readonly account: string; readonly request: string }

/** One account that has signed in and one request that waits: the first of the crowd. */
async function writeTemplates(modules: Modules, db: Kysely<unknown>, codiceFiscale: string): Promise<Templates> {
  await store(modules.sqlStorage(db), noHash, [codiceFiscale])
  const { registration, session } = ourCounter(modules, db)
  accepted(await session.signIn({ codiceFiscale, pin, password }))
  const { id, ticket } = accepted(await registration.open({ ...anna, codiceFiscale }))
  accepted(await registration.addDocument(ticket, { type: 'identity-card' }, minimalPdf()))
  accepted(await registration.complete(ticket))
  return { account: idOf(accountKey(createKeyRing(keys), codiceFiscale)), request: id }
}

/** Copies the templates to the accounts and requests of the crowd from one number to another. */
async function multiply(db: Kysely<unknown>, { account, request }: Templates, from: number, to: number): Promise<void> {
  const some = sql`crowd where n between ${sql.lit(from)} and ${sql.lit(to)}`
  const copy = async (kind: string, template: string, name: string) => {
    const key = `${office.id}/${kind}/${template}`
    const prefix = `${office.id}/${kind}/`
    // The template itself may be one of the crowd.
    const names = sql`(select n, ${sql.ref(name)} as name, account from ${some} and ${sql.ref(name)} <> ${template} order by n) crowd`
    await sql`insert into sportello_record
      select ${prefix} || name, scope, version, machine, schema, replace(state, ${account}, account), personal,
        replace(tags, ${account}, account), due_at, at, journal_head, sequence, erased_at
      from ${names}, sportello_record where key = ${key}`.execute(db)
    await sql`insert into sportello_record_tag (scope, tag, key)
      select scope, replace(tag, ${account}, account), ${prefix} || name from ${names}, sportello_record_tag where key = ${key}`.execute(
      db,
    )
    await sql`insert into sportello_journal (key, sequence, at, by, type, data, personal, personal_digest, previous, hash)
      select ${prefix} || name, sequence, at, by, type, data, personal, personal_digest, previous, hash
      from ${names}, sportello_journal where key = ${key}`.execute(db)
  }
  await copy('credential', account, 'account')
  await copy('approval', request, 'request')
}
