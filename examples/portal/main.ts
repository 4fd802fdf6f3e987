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
import { openStorage } from './setting/storage.ts'
import { openTown } from './setting/town.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const directory = join(root, 'data/portal')
if (process.argv.includes('--fresh')) rmSync(directory, { recursive: true, force: true })
mkdirSync(directory, { recursive: true, mode: 0o700 })

/** A text that is drawn once and kept for its owner alone. */
function kept(name: string, draw: () => string): string {
  const file = join(directory, name)
  if (!existsSync(file)) {
    writeFileSync(file, `${draw()}\n`, { mode: 0o600 })
    chmodSync(file, 0o600)
  }
  return readFileSync(file, 'utf8').trim()
}

const { PORT = '8080', PROVIDER_PORT = '8081', DATABASE_URL, SPORTELLO_KEYS, DESK_PASSWORD = 'sportello-di-prova' } = process.env
const scripts = join(directory, 'scripts')
await buildScripts(scripts)
const storage = await openStorage(DATABASE_URL, join(directory, 'counter.sqlite'))
const town = await openTown({
  ...{ port: Number(PORT), providerPort: Number(PROVIDER_PORT), storage: storage.storage, scripts, deskPassword: DESK_PASSWORD },
  keys: parseKeys(SPORTELLO_KEYS ?? kept('keys', generateKeys)),
  documents: fileDocuments({ directory: join(directory, 'documents') }),
  passwordHash: nodePasswordHash(),
  clock: systemClock(),
  letters: join(directory, 'letters'),
  log: console.error,
})
const people = await settle(town, join(directory, 'people.json'))
console.log(`
Il portale / the portal:            ${town.url}
La posta / the post:                ${town.url}posta
Lo sportello / the operators' desk: ${town.url}desk   m.rossi, l.bianchi; password ${DESK_PASSWORD}
${people.map(({ name, codiceFiscale, pin, password }) => `${name}: ${codiceFiscale}, PIN ${pin}, password ${password}`).join('\n')}

Ctrl+C ferma / stops.`)
const stopJobs = town.startJobs()
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void stopJobs()
      .then(town.close)
      .then(storage.close)
      .then(() => process.exit(0))
  })
}
