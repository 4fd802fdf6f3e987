/** The calendar of the office: windows, the end of the credentials and who is exempted from it; and what is under way while a window passes or an end comes. */
import { day } from '../../../rules/civil/clocks-of-rome.ts'
import { type Acting, asOperator, asPerson, type Commands, reason } from '../acting.ts'
import { account, session } from './account.ts'
import { addresses } from './addresses.ts'
import { addPaper, enrolment, openRequest, register } from './enrolment.ts'
import { wall } from './office.ts'

const minute = 60_000
const dayOf = (at: number): string => wall(at).slice(0, 10)
const title = { it: 'Avviso', en: 'Notice' }

/** What a window can close, and what it can do to what is under way. */
const features = [
  'registration',
  'sign-in',
  'password-change',
  'recovery',
  'pin-renewal',
  'pec-change',
  'pec-validation',
  'email-change',
  'email-validation',
  'desk-approval',
  'assistance',
  'federated-sign-in',
  'desk-reactivation',
] as const
const procedures = ['registration', 'email-change', 'pec-change', 'recovery', 'pin-renewal'] as const
const fates = ['continue', 'void', 'suspend'] as const

const windowsOf = ({ world }: Acting): readonly string[] =>
  world.history.deeds.flatMap(({ name, ok, value }) => (name === 'maintenance.plan' && ok === true ? [value.id] : []))

/** What ends on a day of its own. */
const acts = ['issue', 'password-replacement', 'pin-replacement', 'first-credentials', 'restoration', 'use'] as const

/** How each procedure is begun, and how it is concluded. */
const ways: { readonly [procedure in (typeof procedures)[number]]: readonly [begin: Play, conclude: Play] } = {
  registration: [
    async (acting) => {
      const draft = await openRequest(acting, acting.person)
      if (draft !== null) await addPaper(acting, acting.person, draft)
    },
    playOf(enrolment, 'files the request'),
  ],
  'email-change': [
    playOf(addresses, 'asks for another private address'),
    playOf(addresses, 'clicks on a link for a private address'),
  ],
  'pec-change': [playOf(addresses, 'asks for another PEC'), playOf(addresses, 'clicks on a link for a PEC')],
  recovery: [playOf(account, 'asks for a recovery'), playOf(account, 'recovers the password')],
  'pin-renewal': [playOf(account, 'asks for a new PIN'), playOf(account, 'concludes with the new PIN')],
}

type Play = (acting: Acting) => Promise<unknown>

function playOf(commands: Commands, name: string): Play {
  return async (acting) => commands[name]?.play(acting)
}

/** What may be over once an end has come. */
const endings: readonly Play[] = [
  playOf(enrolment, 'is approved'),
  playOf(enrolment, 'gets first credentials anew'),
  playOf(account, 'recovers the password'),
  playOf(account, 'concludes with the new PIN'),
  playOf(account, 'is identified in person'),
  playOf(account, 'signs in'),
]

export const calendar: Commands = {
  'the sweeps of the calendars run': {
    weight: 2,
    async play({ ask }) {
      await ask('system', 'maintenance.sweep')
      await ask('system', 'sunset.sweep')
    },
  },
  'a window is planned': {
    weight: 2,
    async play(acting) {
      const { dare, operator, chance, world } = acting
      const begins = world.clock.at + chance.below(72) * 3_600_000
      const ends = begins + (1 + chance.below(48)) * 3_600_000
      const from = chance.oneIn(3) ? 'now' : wall(begins)
      const closed = features.filter(() => chance.oneIn(4))
      const said = Object.fromEntries(
        procedures.filter(() => chance.oneIn(3)).map((procedure) => [procedure, chance.oneOf(fates)]),
      )
      const form = {
        ...{ operator, reason, title, from, to: chance.oneIn(5) ? null : wall(ends), procedures: said },
        features: Object.fromEntries(closed.map((feature) => [feature, 'closed'])),
        ...(closed.includes('sign-in') ? { closesSignIn: true } : {}),
      }
      if (chance.oneIn(3)) await dare(asOperator(operator), 'maintenance.simulate', form)
      await dare(asOperator(operator), 'maintenance.plan', form)
    },
  },
  'a window is changed': {
    weight: 2,
    async play(acting) {
      const { dare, operator, chance, world } = acting
      const id = windowsOf(acting).at(-1)
      if (id === undefined) return
      const act = chance.oneOf(['open', 'open', 'prolong', 'close', 'close', 'cancel'] as const)
      const form = {
        operator,
        id,
        reason,
        ...(act === 'prolong' ? { to: wall(world.clock.at + chance.below(60) * 3_600_000) } : {}),
      }
      await dare(asOperator(operator), `maintenance.${act}`, form)
    },
  },
  'the calendar is looked at': {
    weight: 1,
    async play(acting) {
      const { ask, operator, person } = acting
      await ask(asOperator(operator), 'maintenance.list', { operator })
      await ask('stranger', 'maintenance.availability')
      await ask('stranger', 'maintenance.vocabulary')
      await ask(asPerson(person), 'maintenance.fate', person.drafts.at(-1)?.ticket ?? '')
      const id = windowsOf(acting).at(-1)
      if (id !== undefined) await ask(asOperator(operator), 'maintenance.notice', { operator, id })
      await ask(asOperator(operator), 'sunset.list', { operator })
      await ask('stranger', 'sunset.phase', {})
    },
  },
  'an end is set': {
    weight: 2,
    async play({ dare, operator, chance, world }) {
      if (!chance.oneIn(2)) return
      const use = chance.oneIn(3) ? null : world.clock.at + chance.below(30) * day
      const ends = Object.fromEntries(
        acts.map((act) => [
          act,
          act === 'use'
            ? use === null
              ? null
              : wall(use, true)
            : chance.oneIn(2)
              ? null
              : wall(Math.min(use ?? Number.MAX_SAFE_INTEGER, world.clock.at + chance.below(25) * day), true),
        ]),
      )
      const exempt = (['minor', 'no-italian-document', 'guardianship'] as const).filter(() => chance.oneIn(2))
      const form = {
        operator,
        reason,
        title,
        ends,
        exempt,
        means: ['spid'],
        remindDays: chance.oneIn(2) ? [7] : [],
        reopens: chance.oneIn(2) ? true : null,
      }
      await dare(asOperator(operator), 'sunset.simulate', form)
      await dare(asOperator(operator), 'sunset.set', form)
    },
  },
  'an end is dropped': {
    weight: 2,
    play: async ({ dare, operator }) => dare(asOperator(operator), 'sunset.drop', { operator, reason, reopens: true }),
  },
  'a person is exempted': {
    weight: 2,
    async play({ dare, person, operator, chance, world }) {
      const by = asOperator(operator)
      const form = { operator, codiceFiscale: person.code, reason }
      await dare(by, 'exemption.inspect', { operator, codiceFiscale: person.code })
      if (chance.oneIn(3)) return dare(by, 'exemption.revoke', form)
      const untilDay = chance.oneIn(3) ? null : dayOf(world.clock.at + chance.below(20) * day)
      const document = { kind: 'passport', number: 'YA1', expiresOn: '2060-01-01' }
      return dare(by, 'exemption.grant', {
        ...form,
        kind: chance.oneOf(['no-italian-document', 'guardianship']),
        document,
        untilDay,
      })
    },
  },
  'a window passes over what is under way': {
    weight: 4,
    async play(acting) {
      const { dare, ask, operator, chance, world } = acting
      const procedure = chance.oneOf(procedures)
      const [begin, conclude] = ways[procedure]
      const from = Math.ceil(world.clock.at / minute + 10) * minute
      const to = from + chance.oneOf([10, 60, 6 * 60, 26 * 60]) * minute
      const said = { [procedure]: chance.oneOf([...fates, 're-identify']) }
      const form = { operator, reason, title, from: wall(from), to: wall(to), procedures: said, features: {} }
      await dare(asOperator(operator), 'maintenance.plan', form)
      await begin(acting)
      if (chance.oneIn(4)) world.clock.at = Math.max(world.clock.at, from + 1)
      await ask('system', 'relay')
      for (const edge of [from, to]) {
        world.clock.at = Math.max(world.clock.at, edge + chance.oneOf([-1, 0, 1, 2 * minute]))
        if (chance.oneIn(3)) await ask('system', 'maintenance.sweep')
        if (chance.oneIn(3)) await ask('system', 'relay')
        await conclude(acting)
      }
    },
  },
  'an end comes to what is under way': {
    weight: 4,
    async play(acting) {
      const { dare, ask, person, operator, chance, world } = acting
      const by = asOperator(operator)
      const begun = chance.below(4)
      if (begun === 0) await register(acting, person)
      if (begun === 1) await ways.recovery[0](acting)
      if (begun === 2) await ways['pin-renewal'][0](acting)
      await ask('system', 'relay')
      const token = await session(acting)
      const act = chance.oneOf(acts)
      const end = Date.parse(`${dayOf(world.clock.at + day)}T00:00:00Z`)
      const ends = Object.fromEntries(acts.map((one) => [one, one === act ? wall(end, true) : null]))
      const exempt = (['minor', 'no-italian-document', 'guardianship'] as const).filter(() => chance.oneIn(3))
      const course = { ends, exempt, means: ['spid'], remindDays: [], reopens: chance.oneIn(2) ? true : null }
      await dare(by, 'sunset.set', { operator, reason, title, ...course })
      const document = { kind: 'passport', number: 'YA1', expiresOn: '2060-01-01' }
      const kind = chance.oneOf(['no-italian-document', 'guardianship'])
      const untilDay = chance.oneIn(2) ? null : dayOf(world.clock.at)
      if (chance.oneIn(3))
        await dare(by, 'exemption.grant', { operator, codiceFiscale: person.code, reason, kind, document, untilDay })
      // Rome is an hour or two before the day of Greenwich.
      const edges = [...world.edges].filter((edge) => edge > world.clock.at && Math.abs(edge - end) <= 2 * 60 * minute)
      world.clock.at = Math.max(world.clock.at, chance.oneOf(edges.length > 0 ? edges : [end]) + chance.oneOf([-1, 0, 1]))
      if (chance.oneIn(3)) await ask('system', 'sunset.sweep')
      for (let tries = 0; tries < 3; tries += 1) await chance.oneOf(endings)(acting)
      await ask(asPerson(person), 'session.check', token)
    },
  },
}
