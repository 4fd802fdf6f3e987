/**
 * `npm run portal`: a portal on this machine, with people in it. PORT is where it listens, DATABASE_URL a PostgreSQL instead of SQLite in a file,
 * SPORTELLO_KEYS the keys of the counter; without them keys are drawn once and kept beside the data. `--fresh` begins anew.
 */
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { generateKeys, parseKeys } from 'sportello'
import { fileDocuments } from 'sportello/files'
import { nodePasswordHash, systemClock } from 'sportello/node'
import { settle } from './setting/people.ts'
import { buildScripts } from './setting/scripts.ts'
import { readSettings, startLine } from './setting/settings.ts'
import { openStorage } from './setting/storage.ts'
import { openTown } from './setting/town.ts'

// Node 22 warns that its SQLite is experimental.
process.removeAllListeners('warning').on('warning', (warning) => {
  if (warning.name !== 'ExperimentalWarning') console.error(warning)
})

/** A text that is drawn once and kept for its owner alone. */
function kept(file: string, draw: () => string): string {
  if (!existsSync(file)) {
    writeFileSync(file, `${draw()}\n`, { mode: 0o600 })
    chmodSync(file, 0o600)
  }
  return readFileSync(file, 'utf8').trim()
}

async function start(): Promise<void> {
  const { port, providerPort, databaseUrl, keys, deskPassword } = readSettings(process.env)
  // Tests have a folder of their own.
  const directory = process.env['PORTAL_DATA'] || fileURLToPath(new URL('../../data/portal', import.meta.url))
  if (process.argv.includes('--fresh')) rmSync(directory, { recursive: true, force: true })
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const ring = parseKeys(keys ?? kept(join(directory, 'keys'), generateKeys))
  const scripts = join(directory, 'scripts')
  await buildScripts(scripts)
  const storage = await openStorage(databaseUrl, join(directory, 'counter.sqlite'))
  const town = await openTown({
    ...{ port, providerPort, storage: storage.storage, scripts, deskPassword, keys: ring },
    documents: fileDocuments({ directory: join(directory, 'documents') }),
    passwordHash: nodePasswordHash(),
    clock: systemClock(),
    letters: join(directory, 'letters'),
    log: console.error,
  })
  const people = await settle(town, join(directory, 'people.json'))
  const logins = people.map((one) => `${one.name}: ${one.codiceFiscale}, PIN ${one.pin}, password ${one.password}`)
  const strangers =
    'Chi c’è nel database non è di questa cartella / whoever is in the database is not of this folder: npm run portal -- --fresh'
  const stopJobs = town.startJobs()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      void stopJobs()
        .then(town.close)
        .then(storage.close)
        .then(() => process.exit(0))
    })
  }
  console.log(`
Il portale / the portal:            ${town.url}
La posta / the post:                ${town.url}posta
Lo sportello / the operators' desk: ${town.url}desk   m.rossi, l.bianchi; password ${deskPassword}
${logins.length === 0 ? strangers : logins.join('\n')}

Ctrl+C ferma / stops.`)
}

start().catch((cause: unknown) => {
  console.error(startLine(cause) ?? cause)
  process.exit(1)
})
