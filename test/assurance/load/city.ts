/**
 * The world of the load: some offices on one database, whose processes share nothing else, and a time in which an hour is a second, so
 * that sessions end, drafts lapse, mail is parked and what is over is swept away while it lasts.
 */
import { createHash } from 'node:crypto'
import type pg from 'pg'
import {
  createSportello,
  type DocumentRef,
  type Documents,
  defaultPolicy,
  type Mail,
  type Mailer,
  type MailOutcome,
  type Policy,
  type Sportello,
  type Storage,
} from 'sportello'
import { plainPasswordHash } from 'sportello/testing'
import { keys, office } from '../../support/counter.ts'

export const officeIds: readonly string[] = Array.from({ length: 16 }, (_, n) => `comune-${n}`)

export const prefix = 'load_'

/** How often the memory of a process is looked at. */
export const sampleMs = 2_000

const hour = 3_600_000
const day = 24 * hour

/** Long enough for whoever is at it, short enough to end before the load does. */
export const policy: Policy = {
  ...defaultPolicy,
  registration: { ...defaultPolicy.registration, draftLifetimeMs: day },
  credential: { ...defaultPolicy.credential, temporaryLifetimeMs: 2 * day },
  session: { ...defaultPolicy.session, idleMs: 6 * hour, lifetimeMs: day, passwordChangeLifetimeMs: 6 * hour },
  retention: {
    documentsMs: 0,
    closedMs: 12 * hour,
    rejectedMs: 12 * hour,
    approvedMs: 2 * day,
    credentialMs: 12 * hour,
    unknownAccountMs: day,
    sessionMs: 12 * hour,
    federationCaseMs: 2 * day,
    federationEndedMs: 2 * day,
    requestKeyMs: day,
    orphanMs: 6 * hour,
    exemptionMs: day,
    importMs: day,
    authorisationMs: 12 * hour,
    delegationMs: 12 * hour,
    mailboxMs: day,
    delegationRequestMs: 12 * hour,
  },
}

/** The longest that there is: in this time, some seconds. */
export const leaseMs: number = day

/**
 * A clock that began at 23:00 UTC of the day of `origin`, and of whose hours each takes a second: a term that ends at the end of the next day is over in 50 of them, whenever
 * the load is run. `aheadMs` is what it is put forward by.
 */
export function fastClock(origin: number, aheadMs = 0): () => number {
  const evening = Math.floor(origin / day) * day + 23 * hour
  return () => evening + (Date.now() - origin) * 3_600 + aheadMs
}

/** What is beside the tables of the library: the files, the letters that arrived, and a guard that no version is left out (INV-04). */
export const surroundings = `
create table document (office text, owner text, digest text, content bytea, stored_at bigint, primary key (office, owner, digest));
create table delivery (n bigserial, id text, record text, purpose text, address text, digest text, outcome text, body text);
create index on delivery (record, purpose);
create function grow() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and new.version = old.version + 1 and new.at >= old.at then return new; end if;
  -- What is expected to be absent is held by a row of version 0, once more where there is one.
  if tg_op = 'UPDATE' and new.version = 0 and old.version = 0 then return new; end if;
  if tg_op = 'INSERT' and new.version in (0, 1) then return new; end if;
  raise exception 'INV-04: % of %', new.version, new.key;
end $$;
-- After, since a row is proposed for insertion also where one is there that is changed then.
create trigger grow after insert or update on ${prefix}record for each row execute function grow();
`

/** Files in a table, dated by the time of the load. */
function tableDocuments(pool: pg.Pool, now: () => number): Documents {
  const named = ({ office: id, owner, digest }: DocumentRef) => [id, owner, digest]
  return {
    async put(content, ref) {
      await pool.query(
        'insert into document values ($1, $2, $3, $4, $5) on conflict (office, owner, digest) do update set stored_at = $5',
        [...named(ref), Buffer.from(content), now()],
      )
    },
    async get(ref) {
      const found = await pool.query<{ content: Buffer }>(
        'select content from document where office = $1 and owner = $2 and digest = $3',
        named(ref),
      )
      const content = found.rows[0]?.content
      return content === undefined ? null : new Uint8Array(content)
    },
    async delete(ref) {
      await pool.query('delete from document where office = $1 and owner = $2 and digest = $3', named(ref))
    },
    async list({ office: id, after, limit }) {
      const { rows } = await pool.query<{ owner: string; digest: string; size: number; stored_at: string }>(
        `select owner, digest, length(content) as size, stored_at from document
         where office = $1 and (owner collate "C", digest collate "C") > ($2, $3) order by owner collate "C", digest collate "C" limit $4`,
        [id, after?.owner ?? '', after?.digest ?? '', limit],
      )
      return rows.map(({ owner, digest, size, stored_at }) => {
        return { ref: { office: id, owner, digest, size }, storedAt: Number(stored_at) }
      })
    },
  }
}

/** A next hop that writes down everything that it is handed, and then says what becomes of it. */
function tableMailer(pool: pg.Pool, answer: (address: string) => MailOutcome): Mailer {
  return {
    async send(mail: Mail) {
      const outcome = answer(mail.to.address)
      const [, , record = '', , purpose = ''] = mail.id.split('.')
      const { id, ...rest } = mail
      const digest = createHash('sha256').update(JSON.stringify(rest)).digest('hex')
      await pool.query(
        'insert into delivery (id, record, purpose, address, digest, outcome, body) values ($1, $2, $3, $4, $5, $6, $7)',
        [id, record, purpose, mail.to.address, digest, outcome, mail.text],
      )
      return outcome
    },
  }
}

export type City = {
  readonly now: () => number
  readonly counters: readonly Sportello[]
  /** The letters of that purpose about the record that have arrived, as their addressee reads them, the newest first. */
  readonly letters: (record: string, purpose: string) => Promise<readonly Letter[]>
}

export type Letter = { readonly id: string; readonly text: string }

export type Part = {
  readonly pool: pg.Pool
  readonly storage: Storage
  readonly now: () => number
  readonly answer: (address: string) => MailOutcome
}

/** All offices, as one process sees them. */
export function openCity({ pool, storage, now, answer }: Part): City {
  const documents = tableDocuments(pool, now)
  const mailer = tableMailer(pool, answer)
  const world = { keys, storage, documents, mailer, policy, clock: { now }, passwordHash: plainPasswordHash() }
  return {
    now,
    counters: officeIds.map((id) => createSportello({ ...world, office: { ...office, id } })),
    async letters(record, purpose) {
      const { rows } = await pool.query<Letter>(
        `select id, body as text from delivery where record = $1 and purpose = $2 and outcome = 'sent' order by n desc`,
        [record, purpose],
      )
      return rows
    },
  }
}
