/** The desk, the calendar, the services, the import, and what runs by itself: relays, sweeps, the feed, anchors, exports and erasures. */
import { forBruno, seedServices } from '../../../procedures/services/seed-services.ts'
import { clocksOfRome, day } from '../../../rules/civil/clocks-of-rome.ts'
import { type Acting, asOperator, asPerson, type CallName, type Commands, reason } from '../acting.ts'
import type { Person } from '../people.ts'
import { session } from './account.ts'

const two = (value: number): string => String(value).padStart(2, '0')
/** What the clocks of Rome show, as a form says it. */
export function wall(at: number, isMidnight = false): string {
  const { year, month, day: date, hour, minute } = clocksOfRome(at)
  return `${year}-${two(month)}-${two(date)}T${isMidnight ? '00:00' : `${two(hour)}:${two(minute)}`}`
}
const about = ({ operator, person }: Acting) => ({ operator, codiceFiscale: person.code, reason })
const fileds = ({ people }: Acting): readonly string[] =>
  people.flatMap(({ drafts }) => drafts.filter(({ isFiled }) => isFiled).map(({ id }) => id))
const dayOf = (at: number): string => wall(at).slice(0, 10)

export const office: Commands = {
  'letters go out': { weight: 12, play: async ({ ask }) => ask('system', 'relay') },
  'the sweep runs': { weight: 4, play: async ({ ask }) => ask('system', 'retention.sweep') },
  'the host follows the feed': {
    weight: 1,
    async play({ ask }) {
      const page = await ask('system', 'feed.read')
      if (page !== null) await ask('system', 'feed.read', { after: page.next } as never)
    },
  },
  'journals are verified and anchored': {
    weight: 1,
    async play({ ask, person, chance }) {
      const record = { kind: 'registration', id: person.drafts.at(-1)?.id ?? 'none' }
      await ask('system', 'journal.read', record)
      await ask('system', 'journal.verify', record)
      if (!chance.oneIn(4)) return
      const anchor = await ask('system', 'journal.anchor')
      if (anchor === null) return
      await ask('system', 'journal.verifyAnchor', (anchor as unknown as { readonly collected: readonly string[] }).collected)
    },
  },
  'letters are refused until they are parked': {
    weight: 1,
    async play({ ask, person, operator, chance, world }) {
      if (!chance.oneIn(3)) return
      await ask('stranger', 'recovery.request', { codiceFiscale: person.code })
      for (let rounds = 0; rounds < 18; rounds += 1) {
        world.fates.push('refused-for-now', 'refused-for-now', 'refused-for-now')
        await ask('system', 'relay')
        world.fates.length = 0
        world.clock.at += 6 * 3_600_000
      }
      const [first, second] = (await ask(asOperator(operator), 'outbox.parked')) ?? []
      if (first !== undefined) await ask(asOperator(operator), 'outbox.requeue', { operator, id: first.id })
      if (second !== undefined) await ask(asOperator(operator), 'outbox.discard', { operator, id: second.id })
    },
  },
  'parked mail is dealt with': {
    weight: 1,
    async play({ ask, operator, chance }) {
      const parked = await ask(asOperator(operator), 'outbox.parked')
      const [first] = parked ?? []
      if (first === undefined)
        return void (await ask(asOperator(operator), 'outbox.requeue', { operator, id: 'comune-di-prova.none' }))
      await ask(asOperator(operator), chance.oneIn(2) ? 'outbox.requeue' : 'outbox.discard', { operator, id: first.id })
    },
  },
  'data are exported': {
    weight: 1,
    async play(acting) {
      await acting.ask(asOperator(acting.operator), 'subject.export', about(acting))
    },
  },
  'a person is erased': {
    weight: 1,
    async play(acting) {
      const { ask, person, operator, chance } = acting
      if (!chance.oneIn(3)) return
      if (chance.oneIn(2)) await ask(asOperator(operator), 'credential.revoke', about(acting))
      await ask(asOperator(operator), 'subject.erase', about(acting))
      if (chance.oneIn(2)) await ask(asOperator(operator), 'subject.export', { operator, codiceFiscale: person.code } as never)
    },
  },
  'somebody gives what nobody would': {
    weight: 3,
    async play({ dare, world, person, operator, chance }) {
      const home = world.processes[0]?.sportello ?? {}
      const calls = Object.entries(home).flatMap(([room, acts]) =>
        typeof acts === 'object' && acts !== null ? Object.keys(acts).map((act) => `${room}.${act}` as CallName) : [],
      )
      for (let times = 0; times < 4; times += 1) {
        const odd = chance.oneOf<unknown>([
          ...[undefined, null, 42, -0, true, '', 'x'.repeat(100_000), '\ud83d', '__proto__', [], [[]], {}],
          ...[JSON.parse('{"__proto__":{"operator":1}}'), Object.create({ ...person.form, operator })],
        ])
        const form: { readonly [field: string]: unknown } = {
          ...person.form,
          operator,
          codiceFiscale: person.code,
          reason,
          id: 'x',
        }
        const field = chance.oneOf(Object.keys(form))
        await dare('stranger', chance.oneOf(calls), chance.oneIn(2) ? odd : { ...form, [field]: odd }, chance.oneIn(3) ? odd : {})
      }
      const half = { ...person.form, codiceFiscale: person.code, residenceAddress: 'Via \ud83d 1' }
      await dare(asPerson(person), 'registration.open', half)
      const odd = 'Prot.\n7 \u202e8'
      await dare(asOperator(operator), 'credential.suspend', {
        operator,
        codiceFiscale: person.code,
        reason: odd,
        cause: 'office',
      })
    },
  },
  'the desk is worked at': {
    weight: 3,
    async play(acting) {
      const { ask, operator, chance } = acting
      const by = asOperator(operator)
      const ids = fileds(acting)
      if (ids.length === 0) return
      const id = chance.oneOf(ids)
      const act = chance.below(7)
      if (act === 0) await ask(by, 'desk.list', { operator })
      const { surname, name, email } = acting.person.form as { readonly [field: string]: string }
      const sought = chance.oneOf([{ codiceFiscale: acting.person.code }, { surname, name }, { email }])
      if (act === 1) await ask(by, 'desk.search', { operator, ...sought } as never)
      if (act === 2) await ask(by, 'desk.counts', { operator })
      if (act === 3 || act === 4) await ask(by, 'desk.assign', { operator, id }, acting.options())
      if (act === 5) await ask(by, chance.oneIn(2) ? 'desk.release' : 'desk.takeOver', { operator, id, reason } as never)
      if (act === 6) await ask(by, 'desk.note', { operator, id, text: 'Ha telefonato.' })
    },
  },
  'accounts are imported': {
    weight: 2,
    async play(acting) {
      const { dare, ask, operator, person, chance } = acting
      const { surname, name, birthDate, email } = person.form
      const line = {
        codiceFiscale: person.code,
        surname,
        name,
        birthDate,
        email,
        status: chance.oneOf(['active', 'suspended', 'revoked']),
        externalId: `e${person.number}`,
      }
      const batch = { operator, batch: 'old-portal' }
      if (chance.oneIn(2)) await dare(asOperator(operator), 'imports.account', { ...batch, account: line }, acting.options())
      else await dare(asOperator(operator), 'imports.run', batch, [line])
      await ask(asOperator(operator), 'imports.inspect', batch)
    },
  },
  'the keys are rotated': {
    weight: 1,
    async play({ world, chance }) {
      for (let left = 1 + chance.below(2 * world.plan.skews.length); left > 0; left -= 1) world.rotate()
    },
  },
  'services are set': {
    weight: 2,
    async play({ dare, ask, operator, chance }) {
      const service = chance.oneOf(Object.values(seedServices))
      if (chance.oneIn(6)) await dare(asOperator(operator), 'services.remove', { operator, reason, id: service.id })
      else await dare(asOperator(operator), 'services.set', { operator, reason, ...service })
      await ask('stranger', 'services.list')
    },
  },
  'somebody is authorised': {
    weight: 2,
    async play({ dare, ask, person, operator, chance, world }) {
      const by = asOperator(operator)
      const form = { operator, codiceFiscale: person.code, reason }
      const found = (await ask(by, 'authorisations.inspect', { operator, codiceFiscale: person.code })) ?? []
      const [first] = found
      if (first !== undefined && chance.oneIn(2)) return dare(by, 'authorisations.revoke', { ...form, id: first.id })
      const untilDay = chance.oneIn(3) ? null : dayOf(world.clock.at + chance.below(10) * day)
      return dare(by, 'authorisations.grant', {
        ...form,
        services: ['databases'],
        bodyName: 'Comune di Esempio',
        bodyTaxCode: '00743110157',
        untilDay,
      })
    },
  },
  'somebody acts for another': {
    weight: 3,
    async play(acting) {
      const { ask, dare, person, other, operator, chance, world } = acting
      const by = asOperator(operator)
      const token = await session(acting)
      const named = ({ form, code }: Person) => ({ codiceFiscale: code, surname: form['surname'], name: form['name'] })
      const whom = chance.oneIn(8)
        ? { ...named(person), codiceFiscale: person.variant, birthDate: person.form['birthDate'] }
        : { ...named(other), birthDate: other.form['birthDate'] }
      const evidence = {
        kind: 'signed-delegation',
        number: 'D 12',
        expiresOn: chance.oneIn(5) ? dayOf(world.clock.at - 2 * day) : '2060-12-31',
      }
      const wanted = {
        ...forBruno,
        person: whom,
        evidence,
        untilDay: dayOf(world.clock.at + (1 + chance.below(20)) * day),
        ...(chance.oneIn(3) ? { services: ['registry'] } : {}),
      }
      const asked = chance.oneIn(4)
        ? await dare(by, 'delegations.record', { ...wanted, operator, reason, delegate: named(person) })
        : await dare(asPerson(person), 'delegations.request', { ...wanted, token })
      if (asked === 'no') return
      person.delegations.push(asked.id)
      await ask(by, 'delegations.pending')
      await ask(by, 'delegations.inspect', { operator, id: asked.id })
      if (chance.oneIn(4)) return
      const own = { id: 'op-own', codiceFiscale: chance.oneIn(2) ? person.code : person.variant }
      if (chance.oneIn(4)) await dare('operator:op-own', 'delegations.grant', { operator: own, id: asked.id, reason })
      await dare(by, chance.oneIn(3) ? 'delegations.reject' : 'delegations.grant', { operator, id: asked.id, reason })
    },
  },
  'a delegation is ended': {
    weight: 2,
    async play(acting) {
      const { dare, ask, person, other, operator, chance } = acting
      const ids = acting.people.flatMap(({ delegations }) => delegations)
      if (ids.length === 0) return
      const id = chance.oneOf(ids)
      await ask(asPerson(person), 'delegations.listOwn', await session(acting))
      if (chance.oneIn(2)) await dare(asOperator(operator), 'delegations.revoke', { operator, id, reason })
      else await dare(asPerson(other), 'delegations.end', { token: await session(acting, other), id })
    },
  },
  'a service is used': {
    weight: 5,
    async play(acting) {
      const { ask, person, chance } = acting
      const ids = [...person.delegations, ...acting.other.delegations]
      const onBehalfOf =
        ids.length > 0 && chance.oneIn(2) ? chance.oneOf(ids) : chance.oneIn(10) ? '01K00000000000000000000000' : null
      const service = chance.oneOf(['notices', 'registry', 'registry', 'certificates', 'databases', 'unknown'])
      const token = await session(acting)
      await ask(asPerson(person), 'authorisations.listOwn', token)
      await ask(asPerson(person), 'services.mayUse', { service, token: chance.oneIn(10) ? null : token, onBehalfOf })
    },
  },
}
