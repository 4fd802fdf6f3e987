/** `npm run portal` as somebody types it: a process of its own, with nothing but what the environment says. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { generateKeys, parseKeys } from 'sportello'
import { afterAll, describe, expect, it, onTestFinished } from 'vitest'
import { readSettings, startLine } from '../../examples/portal/setting/settings.ts'
import { type Ran, root, runNode, scratch } from '../examples/child.ts'
import { createDatabase, type PostgresServer, startPostgres } from '../support/postgres.ts'

const place = scratch()
const ensure = join(root, 'examples/portal/ensure.mjs')

type Environment = { readonly [name: string]: string }

const environment = (name: string, more: Environment = {}): Environment => ({
  ...{ PORT: '0', PROVIDER_PORT: '0', PORTAL_DATA: join(place.path, name) },
  ...more,
})

/** A start that ends by itself. */
const started = (name: string, more: Environment): Promise<Ran> => runNode([ensure], { env: environment(name, more) })

/** A portal that has told where it is. */
async function open(name: string, more: Environment = {}, args: readonly string[] = []) {
  const { PATH = '', HOME = '' } = process.env
  const child = spawn(process.execPath, [ensure, ...args], {
    env: { PATH, HOME, ...environment(name, more) },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = once(child, 'exit')
  onTestFinished(() => void child.kill('SIGKILL'))
  const said = { out: '', err: '' }
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said.err += text
  })
  await new Promise<void>((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said.out += text
      if (said.out.includes('Ctrl+C')) resolve()
    })
    void ended.then(() => reject(new Error(`the portal has ended: ${said.out}${said.err}`)))
  })
  const url = /http:\/\/localhost:\d+\//.exec(said.out)?.[0] ?? ''
  return {
    said,
    url,
    page: async (path = '') => {
      const response = await fetch(new URL(path, url))
      return { status: response.status, html: await response.text() }
    },
    async stop(signal: 'SIGTERM' | 'SIGINT') {
      child.kill(signal)
      const [code] = await ended
      return code
    },
  }
}

const logins = (out: string): readonly string[] => out.split('\n').filter((line) => line.startsWith('Anna Verdi: '))

describe('npm run portal', () => {
  it('tells the address and the logins, and nothing on the error output; ends by SIGTERM; and goes on with the same people', async () => {
    const first = await open('kept')
    expect(first.said.out).toMatch(/^\nIl portale \/ the portal: +http:\/\/localhost:\d+\/\n/)
    expect(first.said.out).toContain('m.rossi, l.bianchi; password sportello-di-prova')
    expect(logins(first.said.out)).toHaveLength(1)
    expect(await first.page()).toMatchObject({ status: 200, html: expect.stringContaining('Comune di Prova') })
    expect((await first.page('posta')).html).toContain('anna')
    expect(await first.stop('SIGTERM')).toBe(0)
    expect(first.said.err).toBe('')

    const again = await open('kept')
    expect(logins(again.said.out)).toEqual(logins(first.said.out))
    expect(await again.stop('SIGINT')).toBe(0)

    const fresh = await open('kept', { DESK_PASSWORD: 'another' }, ['--fresh'])
    expect(fresh.said.out).toContain('password another')
    expect(logins(fresh.said.out)).not.toEqual(logins(first.said.out))
    expect(await fresh.stop('SIGTERM')).toBe(0)
  })

  it('answers whoever comes while it opens', async () => {
    const probe = createServer().listen(0, 'localhost')
    await once(probe, 'listening')
    const address = probe.address()
    const port = typeof address === 'object' ? address?.port : 0
    probe.close()
    await once(probe, 'close')
    const opening = open('early', { PORT: String(port) })
    // The first that is let in is not turned away, and nobody waits for ever.
    const page = async (): Promise<number> => {
      try {
        return (await fetch(`http://localhost:${port}/`, { signal: AbortSignal.timeout(120_000) })).status
      } catch (cause) {
        if (cause instanceof Error && cause.name === 'TimeoutError') throw cause
        await sleep(20)
        return page()
      }
    }
    expect(await page()).toBe(200)
    expect(await (await opening).stop('SIGTERM')).toBe(0)
  })

  it('says in one line what is wrong with a port, an address or keys', () => {
    const lineOf = (given: Environment): string | null => {
      try {
        const { keys } = readSettings(given)
        return keys === undefined ? null : String(parseKeys(keys))
      } catch (cause) {
        return startLine(cause)
      }
    }
    expect(lineOf({ PORT: 'http' })).toMatch(/^PORT è un numero .* PORT is a number from 0 to 65535, not "http"$/)
    expect(lineOf({ PROVIDER_PORT: '65536' })).toMatch(/^PROVIDER_PORT .* not "65536"$/)
    expect(lineOf({ PORT: '', DATABASE_URL: '' })).toBeNull()
    for (const address of ['mysql://root:secret@localhost/x', 'secret', 'postgres://']) {
      const line = lineOf({ DATABASE_URL: address })
      expect(line).toMatch(/^DATABASE_URL non è .* DATABASE_URL is no address of a PostgreSQL.*$/)
      expect(line).not.toContain('secret@')
    }
    expect(lineOf({ SPORTELLO_KEYS: 'no keys' })).toMatch(/^[^\n]*keys?[^\n]*$/i)
    // What nobody has foreseen is told with its trace.
    expect(startLine(new TypeError('a flaw'))).toBeNull()
  })

  it('does not start on a database that cannot be opened, and says why in one line', async () => {
    const { code, stdout, stderr } = await started('wrong', { DATABASE_URL: 'postgres://root:secret@127.0.0.1:1/x' })
    expect(stderr).toMatch(/^DATABASE_URL: il database .* the database cannot be opened \(.*ECONNREFUSED.*\)\n$/)
    expect(stderr).not.toContain('secret')
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  })

  it('says which port is in use, of the portal or of its provider', async () => {
    const other = createServer().listen(0, 'localhost')
    await once(other, 'listening')
    const address = other.address()
    const port = typeof address === 'object' ? String(address?.port) : ''
    // `localhost` may be ::1, where the provider does not listen.
    const own = createServer().listen(0, '127.0.0.1')
    await once(own, 'listening')
    const owned = own.address()
    const providerPort = typeof owned === 'object' ? String(owned?.port) : ''
    for (const [given, taken] of [
      [{ PORT: port }, port],
      [{ PROVIDER_PORT: providerPort }, providerPort],
    ] as const) {
      const { code, stderr } = await started('taken', given)
      expect(stderr).toMatch(new RegExp(`^La porta ${taken} è occupata: .* port ${taken} is in use, .*\n$`))
      expect(code).toBe(1)
    }
    other.close()
    own.close()
  })
})

describe('npm run portal with a PostgreSQL', () => {
  let server: PostgresServer | undefined
  afterAll(() => server?.stop())

  it('keeps everything there, under keys of the environment', async () => {
    server = await startPostgres({ durable: false })
    const { url: DATABASE_URL } = await createDatabase(server.url)
    const given = { DATABASE_URL, SPORTELLO_KEYS: generateKeys() }
    const first = await open('postgres', given)
    expect(logins(first.said.out)).toHaveLength(1)
    expect((await first.page()).status).toBe(200)
    expect(await first.stop('SIGTERM')).toBe(0)
    expect(first.said.err).toBe('')
    const again = await open('postgres', given)
    expect(logins(again.said.out)).toEqual(logins(first.said.out))
    expect(await again.stop('SIGTERM')).toBe(0)

    // From another folder nobody knows what these people sign in with; another database begins with people of its own.
    const elsewhere = await open('elsewhere', given)
    expect(elsewhere.said.out).toContain('whoever is in the database is not of this folder')
    expect(await elsewhere.stop('SIGTERM')).toBe(0)
    const empty = await open('postgres', { ...given, DATABASE_URL: (await createDatabase(server.url)).url })
    expect(logins(empty.said.out)).toHaveLength(1)
    expect(logins(empty.said.out)).not.toEqual(logins(first.said.out))
    expect(await empty.stop('SIGTERM')).toBe(0)
  })
})
