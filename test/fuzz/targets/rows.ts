/** What comes from a storage or a host: rows, verifiers, sealed texts, request keys, settings. */
import { readFileSync } from 'node:fs'
import { choosePolicy, defaultPolicy, policyFigures } from '../../../src/api/policy.ts'
import { procedures } from '../../../src/api/procedures.ts'
import { createKeyRing, createSealer } from '../../../src/crypto/index.ts'
import { formatPhc, parsePhc } from '../../../src/crypto/phc.ts'
import type { Status } from '../../../src/kernel/index.ts'
import type { JournalEntry, Stored } from '../../../src/ports/index.ts'
import { requesterOf } from '../../../src/requester.ts'
import { readAudience, readRequest, readRequester } from '../../../src/runtime/input.ts'
import { readJournalLine } from '../../../src/runtime/journal-reader.ts'
import { type RecordKind, readState, schemaOf, splitPersonal } from '../../../src/runtime/record.ts'
import { seededRandom } from '../../../src/testing/index.ts'
import { runtimeOn } from '../../runtime/drawer.ts'
import { keys } from '../../support/counter.ts'
import type { FrozenLife } from '../../versions/life.ts'
import { isOpaque, Trap } from '../mutate.ts'
import { holds, holdsSame, type Target } from '../target.ts'

const frozen: FrozenLife = JSON.parse(readFileSync(new URL('../../fixtures/rows-1.json', import.meta.url), 'utf8'))

/** Rows in every status, each with its JSON laid open, so that it is changed by its structure too. */
function rowSeeds(): readonly unknown[] {
  const seen = new Set<string>()
  return (frozen.records as readonly Stored[]).flatMap(({ machine, schema, state, personal }) => {
    const status = `${machine} ${/"status":"([^"]*)"/.exec(state)?.[1]}`
    if (seen.has(status) || state.length > 2_000) return []
    seen.add(status)
    return [{ machine, schema, state: JSON.parse(state), personal: personal === null ? null : JSON.parse(personal) }]
  })
}

const asText = (part: unknown): unknown => {
  if (part === null || typeof part === 'string') return part
  try {
    return JSON.stringify(part) ?? 'undefined'
  } catch {
    return '{'
  }
}

const phc = [
  '$scrypt$ln=15,r=8,p=3$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
  '$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHQ$RdescudvJCsgt3ub+b4dWRWJTmaaJObG',
]

export async function storedRows(): Promise<Target> {
  const kinds = new Map(
    procedures.map(({ name, open }): [string, RecordKind<Status>] => [name, open(runtimeOn(), defaultPolicy).kind]),
  )
  const sealer = createSealer(createKeyRing(keys), seededRandom(1))
  const sealed = await sealer.seal('seal', 'row', 'PIN 0123')

  function judgeRow(row: Stored): void {
    const kind = kinds.get(row.machine)
    if (kind === undefined) return
    const state = readState(kind, row)
    const { rest, personal } = splitPersonal(state)
    const again = readState(kind, { ...row, schema: schemaOf(kind), state: rest, personal })
    holdsSame(again, state, 'a state is stored and read as itself')
  }
  return {
    name: 'stored rows',
    seeds: [...rowSeeds(), ...frozen.journal.slice(0, 20), ...phc, sealed],
    words: [
      ...kinds.keys(),
      'personal',
      'status',
      'schema',
      'machine',
      'state',
      '{}',
      '[]',
      'null',
      '{"status":"',
      '$scrypt$',
      'ln=',
      ',r=',
      ',p=',
      '$argon2id$v=19$',
      'm=',
      '.',
      'k1.',
      '==',
      '1e999',
    ],
    throws: ['record/unreadable', 'seal/failed'],
    async judge(input) {
      if (typeof input === 'string') {
        const read = parsePhc(input)
        if (read.ok) holds(formatPhc(read.value) === input, 'a hash has one spelling')
        const opened = await sealer.open('seal', 'row', input)
        holds(opened === 'PIN 0123' && input === sealed, 'a sealed text opens as it was sealed and in no other spelling')
        return read
      }
      const given = (typeof input === 'object' && input !== null && !isOpaque(input) ? input : {}) as {
        readonly [column: string]: unknown
      }
      if (given['hash'] !== undefined) return readJournalLine({ ...given, data: asText(given['data']) } as JournalEntry)
      judgeRow({
        key: '',
        tags: [],
        ...given,
        state: asText(given['state']),
        personal: asText(given['personal']),
      } as unknown as Stored)
      return null
    },
  }
}

const by = { kind: 'operator', id: 'a' } as const

export function requestKeys(): Target {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._~-'
  const isKey = (key: unknown): boolean =>
    typeof key === 'string' && key.length >= 16 && key.length <= 128 && [...key].every((letter) => letters.includes(letter))
  return {
    name: 'request keys',
    seeds: [
      { requestKey: '0123456789abcdef', audience: 'suap', requester: '192.0.2.1' },
      { requestKey: 'A'.repeat(128) },
      { requestKey: `${'a'.repeat(16)}\n`, requester: '2001:db8:1:2:aaaa::1' },
      { requester: '::ffff:192.0.2.1', requestKey: undefined },
    ],
    words: ['requestKey', 'requester', 'audience', '~', '.', '-', '_', '::', 'ffff:', '%eth0', '0177', '255', '256', '/64'],
    judge(given) {
      const options = given as { readonly requestKey?: string; readonly requester?: string }
      const read = readRequest(options, { name: 'fuzz', by, input: 1 })
      const requester = readRequester(options)
      const audience = readAudience(options)
      holds(requester === undefined || (requester.length > 0 && requester.length <= 256), 'a requester is a short text')
      holds(audience === null || audience.length <= 64, 'an audience is a short text')
      if (read.ok && read.value !== undefined) holds(isKey(read.value.key), 'a request key has its letters and its length')
      let key: unknown
      try {
        key = (options as { readonly requestKey?: unknown } | null | undefined)?.requestKey
      } catch {
        key = null
      }
      holds(read.ok === (key === undefined || isKey(key)), 'what is no request key is refused')
      const asked = typeof given === 'string' ? given : requester
      const counted = requesterOf(asked)
      if (counted !== undefined) {
        holds(
          /^(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]{1,4}(?::[0-9a-f]{1,4}){3}::\/64)$/.test(counted),
          'a client is counted by its address',
        )
        if (!counted.includes(':')) holds(requesterOf(counted) === counted, 'an address counts as itself')
      }
      return [read, requester, audience, counted]
    },
  }
}

export function policy(): Target {
  const figures = Object.entries(policyFigures).map(([part, names]) => [part, Object.keys(names)] as const)
  const { password, ...rest } = defaultPolicy
  return {
    name: 'policy',
    seeds: [rest, {}, ...Object.entries(rest).map(([part, chosen]) => ({ [part]: chosen })), { password }],
    words: [...figures.map(([part]) => part), ...figures.flatMap(([, names]) => names).slice(0, 60), 'password'],
    throws: ['config/invalid'],
    quotes: true,
    judge(given, chance) {
      try {
        const chosen = choosePolicy(given as never)
        const { password: rules, ...own } = chosen
        if (chance.onceIn(4)) {
          const { password: again, ...same } = choosePolicy(chosen)
          holds(again === rules, 'the rules of a password are those of the host')
          holdsSame(same, own, 'a policy that was taken is taken as it is')
        }
        for (const [part, names] of figures) {
          holdsSame(Object.keys(Reflect.get(chosen, part)), names, 'a policy has every figure')
        }
        return own
      } catch (error) {
        // What the settings of a host throw of their own is theirs.
        if (error instanceof Trap) return 'trap'
        if (error instanceof Error && 'code' in error) holds(error.message.length < 4_096, 'an error is a sentence')
        throw error
      }
    },
  }
}
