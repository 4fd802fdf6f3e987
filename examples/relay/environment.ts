/**
 * What the two relays have in common: a counter on PostgreSQL, whose tables the application has made with `migrate`, that sends through
 * SMTP. The environment says where everything is: DATABASE_URL, SPORTELLO_OFFICE, SPORTELLO_KEYS, SMTP_URL and MAIL_FROM. The first
 * three are all that any other process of the counter needs to find it.
 */
import { Kysely, PostgresDialect } from 'kysely'
import { createTransport } from 'nodemailer'
import { Pool } from 'pg'
import {
  createSportello,
  isSportelloError,
  type Keys,
  type Office,
  parseKeys,
  type RelayReport,
  type Sportello,
  type SportelloConfiguration,
} from 'sportello'
import { memoryDocuments } from 'sportello/memory'
import { nodePasswordHash, platformRandom } from 'sportello/node'
import { pooledTls, smtpMailer } from 'sportello/smtp'
import { pgPool, sqlStorage } from 'sportello/sql'

export type Environment = { readonly [name: string]: string | undefined }

/** Something is missing or malformed. The message names the variable and never quotes it. */
export class SettingError extends Error {}

/** What a variable says. Throws a `SettingError` when it is missing, or when `parse` throws. */
export function read<Value>(environment: Environment, name: string, what: string, parse: (text: string) => Value): Value {
  const text = environment[name]?.trim() ?? ''
  try {
    if (text !== '') return parse(text)
  } catch {
    // Told below; what was thrown may quote the secret.
  }
  throw new SettingError(`${name} ${text === '' ? 'is missing' : 'is not what it must be'}: ${what}`)
}

function databaseUrl(text: string): string {
  if (!/^postgres(ql)?:$/.test(new URL(text).protocol)) throw new Error('another protocol')
  return text
}

type SmtpUrl = { readonly host: string; readonly port: number; readonly user: string; readonly pass: string }

function smtpUrl(text: string): SmtpUrl {
  const { protocol, hostname: host, port, username, password } = new URL(text)
  const standard = { 'smtp:': 587, 'smtps:': 465 }[protocol]
  if (standard === undefined || host === '' || username === '') throw new Error('incomplete')
  return { host, port: Number(port || standard), user: decodeURIComponent(username), pass: decodeURIComponent(password) }
}

/** The address of the database, for those who need it beside the relay. */
export function readDatabaseUrl(environment: Environment): string {
  return read(environment, 'DATABASE_URL', 'postgres://user:password@host:5432/database', databaseUrl)
}

/** Where the counter is: what every process of it must be told alike. */
export type CounterSettings = { readonly connectionString: string; readonly office: Office; readonly keys: Keys }

export function readCounter(environment: Environment): CounterSettings {
  const connectionString = readDatabaseUrl(environment)
  const office = read(environment, 'SPORTELLO_OFFICE', 'JSON with id, name, taxCode, locale and links', JSON.parse) as Office
  const keys = read(environment, 'SPORTELLO_KEYS', 'a text that generateKeys() makes', parseKeys)
  return { connectionString, office, keys }
}

export type OpenedCounter = { readonly sportello: Sportello; readonly close: () => Promise<void> }

/** Opens the counter of a process that handles neither documents nor passwords. */
export function openCounter(
  { connectionString, ...settings }: CounterSettings,
  ports: Pick<SportelloConfiguration, 'mailer' | 'policy'>,
): OpenedCounter {
  // A call that never ends would hold up the round; the counter has no deadlines of its own.
  const pool = new Pool({ connectionString, max: 8, connectionTimeoutMillis: 10_000, query_timeout: 30_000 })
  // A connection that breaks while nobody uses it is replaced; without a listener it would end the process.
  pool.on('error', () => {})
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool: pgPool(pool) }) })
  const sportello = createSportello({
    ...settings,
    ...ports,
    storage: sqlStorage(db),
    documents: memoryDocuments(),
    passwordHash: nodePasswordHash(),
    random: platformRandom(),
  })
  return { sportello, close: () => db.destroy() }
}

export type OpenedRelay = { readonly relay: Sportello['relay']; readonly close: () => Promise<void> }

/** Opens database and mail server as the environment says. Throws a `SettingError`, or the counter's own `config/invalid`. */
export function openRelay(environment: Environment): OpenedRelay {
  const counter = readCounter(environment)
  const server = read(environment, 'SMTP_URL', 'smtp://user:password@host:587, or smtps:// for port 465', smtpUrl)
  const address = read(environment, 'MAIL_FROM', 'the address that the mail is from', String)

  const transport = createTransport(pooledTls(server))
  const { sportello, close } = openCounter(counter, {
    mailer: smtpMailer(transport, { from: { name: counter.office.name, address } }),
  })
  return {
    relay: sportello.relay,
    async close() {
      transport.close()
      await close()
    },
  }
}

/** How many of each; null when the round had nothing to do. */
export function countsOf({
  sent,
  retried,
  rejected,
  overdue,
  cancelled,
  parked,
}: RelayReport): { readonly [outcome: string]: number } | null {
  const counts = {
    sent: sent.length,
    retried: retried.length,
    rejected: rejected.length,
    overdue: overdue.length,
    cancelled: cancelled.length,
    parked: parked.length,
  }
  return Object.values(counts).some((count) => count > 0) ? counts : null
}

/**
 * What may be logged of a failure: what the library says quotes nothing; of other errors only the name, and a code such as ECONNREFUSED,
 * are known to be harmless.
 */
export function failureText(error: unknown): string {
  if (isSportelloError(error)) return `${error.code}: ${error.message}`
  if (error instanceof SettingError) return error.message
  if (!(error instanceof Error)) return typeof error
  const code = 'code' in error && typeof error.code === 'string' && /^\w{1,40}$/.test(error.code) ? error.code : null
  return code === null ? error.name : `${error.name} ${code}`
}

/** One line of a log that a machine reads. */
export function log(entry: { readonly [field: string]: unknown }): void {
  process.stdout.write(`${JSON.stringify({ at: new Date().toISOString(), ...entry })}\n`)
}
