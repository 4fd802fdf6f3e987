/** What happens to the machines of the office: rows, journals and files that somebody changes behind it, ports that lie, and another office on the same storage. */
import type { JournalEntry, Stored } from 'sportello'
import type { Loose } from '../../invariants/history.ts'
import { officeBeside } from '../../invariants/host.ts'
import { type Acting, asOperator, asPerson, type Commands, reason } from '../acting.ts'
import { learn, secretsOf } from '../people.ts'
import { session, signIn } from './account.ts'
import { paper, register } from './enrolment.ts'

type Rows = readonly (Stored | null)[]
type Entries = readonly JournalEntry[]
const whole = { office: 'office', kinds: ['credential', 'registration', 'approval'] } as const

/** Another text of the same length. */
const altered = (text: string): string => text.replace(/[0-9a-z](?=[^0-9a-z]*$)/i, (last) => (last === '7' ? '8' : '7'))

/** A record of which something is known: the request or the account of somebody. */
function recordOf({ person, chance, world }: Acting): { readonly kind: string; readonly id: string } | null {
  const known = [
    ...person.drafts.flatMap(({ id }) => whole.kinds.slice(1).map((kind) => ({ kind, id }))),
    ...(person.accountId === '' ? [] : [{ kind: 'credential', id: person.accountId }]),
  ].filter(({ kind, id }) => (world.history.row(kind, id)?.journalHead ?? '') !== '')
  return known.length === 0 ? null : chance.oneOf(known)
}

const changed: readonly ((entries: Entries) => Entries)[] = [
  (entries) => entries.map((entry, i) => (i === 0 ? { ...entry, data: altered(entry.data) } : entry)),
  (entries) => entries.map((entry, i) => (i === entries.length - 1 ? { ...entry, at: entry.at + 1 } : entry)),
  (entries) => entries.map((entry, i) => (i === 0 ? { ...entry, by: 'operator:op-9' } : entry)),
  (entries) => entries.slice(0, -1),
  (entries) => entries.map((entry) => ({ ...entry, type: entry.type === 'Refused' ? 'Approved' : 'Refused' })),
]

/** What may be wrong with a row that somebody restored, copied or wrote. */
const spoilt: readonly ((row: Stored) => Stored)[] = [
  (row) => ({ ...row, schema: 99 }),
  (row) => ({ ...row, machine: row.machine === 'session' ? 'quota' : 'session' }),
  (row) => ({ ...row, state: '{' }),
]

export const host: Commands = {
  'somebody changes a journal behind the office': {
    weight: 3,
    async play(acting) {
      const { ask, behind, chance } = acting
      const record = recordOf(acting)
      if (record === null) return
      await ask('system', 'journal.verify', record)
      await behind('journal', { journal: chance.oneOf(changed) }, 'system', 'journal.verify', record)
    },
  },
  'somebody puts an older row with its journal back': {
    weight: 2,
    async play(acting) {
      const { ask, behind, chance, person, world } = acting
      if (person.accountId === '') return
      const key = `comune-di-prova/credential/${person.accountId}`
      const [row] = await world.storage.load([key])
      if (row == null || row.erasedAt !== null) return
      const entries = await world.storage.journal(key, { after: 0, limit: 1_000 })
      await signIn(acting, person, secretsOf(person))
      const anchor = await ask('system', 'journal.anchor')
      const lines = (anchor as Loose)?.collected as readonly string[] | undefined
      if (lines === undefined || !lines.some((line) => line.startsWith(`credential/${person.accountId} `))) return
      await ask('system', 'journal.verifyAnchor', lines)
      const [now] = await world.storage.load([key])
      const put = (change: (one: Stored) => Stored | null) => (rows: Rows) =>
        rows.map((one) => (one?.key === key ? change(one) : one))
      const older = (given: Entries): Entries => (given.some((entry) => entry.key === key) ? entries : given)
      if (now?.version !== row.version && entries.length > 0)
        await behind('anchored', { load: put(() => row), journal: older }, 'system', 'journal.verifyAnchor', lines)
      await behind('anchored', { load: put(() => null) }, 'system', 'journal.verifyAnchor', lines)
      const wiped = put((one) => ({ ...one, personal: null, tags: [], erasedAt: world.clock.at }))
      // Where an erasure was ordered once and did not come to its end, the order stands.
      if (!entries.some(({ type }) => type === 'ErasureOrdered'))
        await behind('anchored', { load: wiped }, 'system', 'journal.verifyAnchor', lines)
      const at = 1 + chance.below(Math.max(1, lines.length - 2))
      const others = [lines.filter((_, i) => i !== at), lines.map((line, i) => (i === at ? altered(line) : line))]
      await behind('anchored', {}, 'system', 'journal.verifyAnchor', chance.oneOf(others))
    },
  },
  'a row comes from another version': {
    weight: 3,
    async play(acting) {
      const { behind, chance, person } = acting
      const { secrets, accountId, code } = person
      if (secrets === null || accountId === '') return
      const spoil = chance.oneOf(spoilt)
      const load = (rows: Rows): Rows =>
        rows.map((row) => (row?.key === `comune-di-prova/credential/${accountId}` && row.erasedAt === null ? spoil(row) : row))
      await behind('row', { load }, asPerson(person), 'session.signIn', { codiceFiscale: code, ...secrets })
    },
  },
  'the archive loses or changes a file': {
    weight: 3,
    async play(acting) {
      const { ask, behind, person, operator, chance } = acting
      const draft = person.drafts.filter(({ isFiled }) => isFiled).at(-1) ?? (await register(acting, person))
      if (draft === null) return
      const by = asOperator(operator)
      const dossier = await ask(by, 'approval.dossier', { operator, id: draft.id })
      if (dossier === null) return
      const get = chance.oneOf<(content: Uint8Array | null) => Uint8Array | null>([() => null, () => paper(999_999)])
      await behind('file', { get }, by, 'approval.document', { operator, id: draft.id, document: 1 })
      await behind('file', { get }, by, 'approval.approve', { operator, id: draft.id, dossierDigest: dossier.digest })
    },
  },
  'the ports of a process lie': {
    weight: 3,
    async play(acting) {
      const { world, person, chance } = acting
      const form = { codiceFiscale: person.code, pin: '123456789', password: 'Sbagliata.1' }
      const truly = { codiceFiscale: person.code, ...secretsOf(person) }
      const same = { bytes: (length: number) => Uint8Array.from({ length }, (_, i) => i & 255) }
      const lies: readonly (readonly [string, object, (home: ReturnType<typeof world.open>) => Promise<Loose>])[] = [
        ['a hash that says yes', { passwordHash: lying('yes') }, (home) => home.session.signIn(form)],
        ['a hash that says nothing', { passwordHash: lying(undefined) }, (home) => home.session.signIn(form)],
        ['a clock without a number', { clock: { now: () => Number.NaN } }, (home) => home.session.signIn(truly)],
        ['a clock of fractions', { clock: { now: () => world.clock.at + 0.5 } }, (home) => home.session.signIn(truly)],
        [
          'a storage that does not say what became of a commit',
          { storage: { ...world.storage, commit: async () => undefined } },
          (home) => home.registration.open({ ...person.form, codiceFiscale: person.code } as never),
        ],
        [
          'chance that repeats itself',
          { random: same },
          async (home) => {
            const one = await home.registration.open({ ...person.form, codiceFiscale: person.code } as never)
            const two = await home.registration.open({ ...person.form, codiceFiscale: person.code } as never)
            return one.ok && two.ok ? one : { ok: false }
          },
        ],
      ]
      const [what, instead, act] = chance.oneOf(lies)
      const untouched = { ...world.storage, commit: async () => ({ ok: false, conflict: 'none' }) }
      try {
        const answer = await act(world.open({ storage: untouched as never, ...instead }))
        if (answer?.ok === true) world.find('INV-29', [`with ${what} it was done`])
      } catch {
        // It is said as an error, and nothing is done.
      }
    },
  },
  'another office works on the same storage': {
    weight: 3,
    async play(acting) {
      const { world, person, operator } = acting
      const { office, storage, judged } = officeBeside(world.storage)
      const sent: string[] = []
      const mailer = {
        async send({ id }: { readonly id: string }) {
          sent.push(id)
          return 'sent' as const
        },
      }
      const home = world.open({ office, storage, mailer } as never)
      const opened: Loose = await home.registration.open({ ...person.form, codiceFiscale: person.code } as never)
      if (opened.ok) {
        await home.registration.addDocument(
          opened.value.ticket,
          { type: 'identity-card', name: 'card.pdf' },
          paper(acting.number),
        )
        await home.registration.complete(opened.value.ticket)
        await acting.ask('system', 'retention.sweep')
        const { id } = opened.value
        const looked: Loose = await home.approval.dossier({ operator, id })
        const shown: Loose = await home.approval.document({ operator, id, document: 1 })
        if (looked.ok && !shown.ok) world.find('INV-28', [`a file of another office is gone: ${shown.refusal.code}`])
      }
      const theirs: Loose = await home.session.signIn({ codiceFiscale: person.code, ...secretsOf(person) })
      if (theirs.ok) world.find('INV-01', ['an account of this office opens in another one'])
      await home.relay()
      const strange = sent.filter((id) => !id.startsWith(`${office.id}.`))
      world.find('INV-01', [...judged, ...strange.map((id) => `another office has sent ${id}`)])
    },
  },
  'two people choose the same password': {
    weight: 2,
    async play(acting) {
      const { dare, person, other, number } = acting
      const next = `Comune.Cobalto${number}x`
      for (const one of [person, other]) {
        if (one.secrets === null) continue
        const token = await session(acting, one)
        const form = { token, current: one.secrets.password, next, confirmation: next }
        const done = await dare(asPerson(one), 'credential.changePassword', form)
        if (done !== 'no') learn(one, { pin: one.secrets.pin, password: next })
      }
    },
  },
  'letters are sent long after they were due': {
    weight: 2,
    async play(acting) {
      const { ask, person, world, chance } = acting
      const { secrets } = person
      if (secrets === null) return
      const way = chance.below(3)
      if (way === 0) await ask('stranger', 'recovery.request', { codiceFiscale: person.code })
      if (way === 1) {
        const email = chance.oneOf(person.mails)
        person.addresses.add(email)
        await ask(asPerson(person), 'emailChange.request', {
          token: await session(acting),
          ...secrets,
          email,
          confirmation: email,
        })
      }
      if (way === 2) await ask(asPerson(person), 'pinRenewal.start', { codiceFiscale: person.code, password: secrets.password })
      world.clock.at += 10 * 86_400_000
      await ask('system', 'relay')
    },
  },
  'many ask with one mailbox': {
    weight: 1,
    async play({ dare, person, world }) {
      const email = `crowd.${person.number}@example.it`
      for (let times = 0; times < world.history.policy.quota.mailboxMax + 2; times += 1) {
        const requester = `net ${Math.floor(times / 5)}`
        await dare('stranger', 'registration.open', { ...person.form, codiceFiscale: person.code, email }, { requester })
      }
    },
  },
  'somebody gives more than anybody reads': {
    weight: 1,
    async play({ dare, person, operator }) {
      const form = { ...person.form, codiceFiscale: person.code, operator, reason, cause: 'office' }
      const many = Object.fromEntries(Array.from({ length: 3_000 }, (_, i) => [`field${i}`, i]))
      await dare('stranger', 'registration.open', { ...form, ...many })
      await dare(asOperator(operator), 'credential.suspend', { ...form, reason: 'x'.repeat(60_000) })
    },
  },
}

function lying(answer: unknown) {
  return {
    hash: async () => `$plain$c=1$${'A'.repeat(22)}$${'A'.repeat(130)}`,
    verify: async () => answer as never,
    outdated: () => false,
  }
}
