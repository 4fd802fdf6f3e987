/** What the environment says of the portal, and the line that tells whoever starts it why it does not start. */
import { isSportelloError } from 'sportello'

/** Something that whoever starts the portal can mend: one line, without a trace. */
export class StartError extends Error {
  constructor(italian: string, english: string) {
    super(`${italian} / ${english}`)
  }
}

export type Settings = {
  readonly port: number
  readonly providerPort: number
  /** Undefined for SQLite in a file. */
  readonly databaseUrl: string | undefined
  /** Undefined for keys that are drawn once. */
  readonly keys: string | undefined
  readonly deskPassword: string
}

type Environment = { readonly [name: string]: string | undefined }

function portOf(env: Environment, name: string, otherwise: number): number {
  const text = env[name] ?? ''
  if (text === '') return otherwise
  // 0 is any port that is free.
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text)
  throw new StartError(`${name} è un numero da 0 a 65535, non «${text}»`, `${name} is a number from 0 to 65535, not "${text}"`)
}

/** Neither line tells the address, which holds a password. */
function databaseOf({ DATABASE_URL: text = '' }: Environment): string | undefined {
  if (text === '') return undefined
  if (/^postgres(ql)?:\/\/./.test(text) && URL.canParse(text)) return text
  throw new StartError(
    'DATABASE_URL non è l’indirizzo di un PostgreSQL, come postgres://utente:password@localhost:5432/sportello',
    'DATABASE_URL is no address of a PostgreSQL, such as postgres://user:password@localhost:5432/sportello',
  )
}

/** An empty variable is none. Throws a StartError. */
export function readSettings(env: Environment): Settings {
  return {
    port: portOf(env, 'PORT', 8080),
    providerPort: portOf(env, 'PROVIDER_PORT', 8081),
    databaseUrl: databaseOf(env),
    keys: env['SPORTELLO_KEYS'] || undefined,
    deskPassword: env['DESK_PASSWORD'] || 'sportello-di-prova',
  }
}

const fieldOf = (cause: unknown, name: string): unknown =>
  typeof cause === 'object' && cause !== null ? (cause as { readonly [name: string]: unknown })[name] : undefined

/** Why a database cannot be opened, in one line. */
export function databaseError(cause: unknown): StartError {
  const [within, message] = [fieldOf(cause, 'cause'), fieldOf(cause, 'message')]
  if (within !== undefined && within !== null) return databaseError(within)
  const [said] = String(message || fieldOf(cause, 'code')).split('\n')
  return new StartError(`DATABASE_URL: il database non si apre (${said})`, `the database cannot be opened (${said})`)
}

/** One line where the cause is something to be mended, else null: then it is a flaw, which is told with its trace. */
export function startLine(cause: unknown): string | null {
  if (cause instanceof StartError) return cause.message
  const [code, port] = [fieldOf(cause, 'code'), fieldOf(cause, 'port')]
  if (code === 'EADDRINUSE') {
    const other = 'PORT=8090 PROVIDER_PORT=8091 npm run portal'
    return `La porta ${port} è occupata: ne scelga altre / port ${port} is in use, choose others: ${other}`
  }
  if (code === 'EACCES' && port !== undefined)
    return `Alla porta ${port} non è permesso ascoltare / listening on port ${port} is not allowed`
  return isSportelloError(cause) && cause.code.startsWith('config/') ? cause.message : null
}
