/** What subscribers do with their credentials, what others try, and what the office does. */
import { type Acting, asOperator, asPerson, type Commands, reason } from '../acting.ts'
import { learn, linksTo, type Person, type Secrets, secretsOf } from '../people.ts'
import { collect } from './enrolment.ts'

const colours = ['Turchese', 'Cobalto', 'Magenta', 'Seppia', 'Indaco', 'Porpora', 'Vermiglio', 'Zafferano'] as const
/** A password that every rule takes, unlike those before. */
export function freshPassword({ number, chance }: Acting): string {
  return `${chance.oneOf(colours)}.Gelato${(number * 7 + chance.below(10)) % 100}x${chance.below(100)}`
}

const nobody = 'BNCGLI75A41F205Q'
const shifted = (digits: string): string => digits.replace(/\d/g, (digit) => String((Number(digit) + 1) % 10))
const about = ({ operator, person }: Acting) => ({ operator, codiceFiscale: person.code, reason })

/** Signs in with these secrets, and keeps what the answer says. */
export async function signIn(
  { ask, chance, options, world }: Acting,
  person: Person,
  secrets: Secrets,
  code = person.code,
): Promise<string | null> {
  const withDevice = person.device !== '' && chance.oneIn(2) ? { device: person.device } : {}
  const opened = await ask(
    asPerson(person),
    'session.signIn',
    { codiceFiscale: code, ...secrets },
    { ...withDevice, requester: `home ${person.number}`, ...options() },
  )
  if (opened === null) return null
  person.tokens.push(opened.token)
  person.signedInAt = world.clock.at
  person.device = opened.device
  return opened.token
}

export async function changePassword(acting: Acting, person: Person, token: string): Promise<void> {
  const { secrets } = person
  if (secrets === null) return
  const next = freshPassword(acting)
  const changed = await acting.dare(
    asPerson(person),
    'credential.changePassword',
    { token, current: secrets.password, next, confirmation: next },
    acting.options(),
  )
  if (changed !== 'no') learn(person, { pin: secrets.pin, password: next })
}

const tokenOf = ({ tokens }: Person): string => tokens.at(-1) ?? 'none'

const sessionMs = 20 * 60_000

/** One session that has just begun; now and then an older one. */
export async function session(acting: Acting, person = acting.person): Promise<string> {
  const { chance, world } = acting
  const isFresh = person.signedInAt > world.clock.at - sessionMs
  if (person.tokens.length > 0 && (isFresh || chance.oneIn(8))) return tokenOf(person)
  return (person.secrets === null ? null : await signIn(acting, person, person.secrets)) ?? tokenOf(person)
}

export const account: Commands = {
  'signs in': {
    weight: 8,
    async play(acting) {
      const { person } = acting
      collectOnce(person)
      if (person.secrets !== null)
        await signIn(acting, person, person.secrets, acting.chance.oneIn(4) ? person.variant : person.code)
    },
  },
  'signs in and chooses a password': {
    weight: 5,
    async play(acting) {
      const { person } = acting
      collectOnce(person)
      const token = person.secrets === null ? null : await signIn(acting, person, person.secrets)
      if (token !== null) await changePassword(acting, person, token)
    },
  },
  'tries former secrets': {
    weight: 3,
    async play(acting) {
      const { person, chance } = acting
      if (person.formerSecrets.length === 0) return
      const former = chance.oneOf(person.formerSecrets)
      const now = person.secrets ?? former
      await signIn(
        acting,
        person,
        chance.oneOf([former, { pin: now.pin, password: former.password }, { pin: former.pin, password: now.password }]),
      )
    },
  },
  'tries the halves of two PINs': {
    weight: 1,
    async play(acting) {
      const { person, other } = acting
      const [one, two] = [person.secrets, other.secrets]
      if (one !== null && two !== null)
        await signIn(acting, person, { pin: one.pin.slice(0, 4) + two.pin.slice(4), password: one.password })
    },
  },
  'guesses a PIN': {
    weight: 5,
    async play({ dare, other, chance }) {
      const { secrets } = other
      if (secrets === null) return
      const pin = shifted(secrets.pin)
      await dare(
        'stranger',
        'session.signIn',
        { codiceFiscale: chance.oneIn(3) ? other.variant : other.code, pin, password: secrets.password },
        { requester: `guesser ${chance.below(50)}` },
      )
    },
  },
  'guesses PINs again and again': {
    weight: 2,
    async play({ dare, other, chance, world }) {
      const { secrets } = other
      if (secrets === null) return
      for (let times = 0; times < 7; times += 1) {
        const codiceFiscale = chance.oneIn(3) ? other.variant : other.code
        const secret = { codiceFiscale, pin: shifted(secrets.pin), password: secrets.password }
        await dare('stranger', 'session.signIn', secret, { requester: `guesser ${times}` })
        world.clock.at += 3_600_000
      }
      await dare(
        asPerson(other),
        'session.signIn',
        { codiceFiscale: other.code, ...secrets },
        { requester: `home ${other.number}` },
      )
    },
  },
  'guesses a password': {
    weight: 3,
    async play({ dare, other, chance }) {
      const pin = other.secrets?.pin ?? '000000000'
      const codiceFiscale = chance.oneOf([other.code, other.variant, nobody])
      await dare(
        'stranger',
        'session.signIn',
        { codiceFiscale, pin: chance.oneIn(2) ? pin : '123456789', password: 'Sbagliata.1' },
        { requester: `guesser ${chance.below(9)}` },
      )
    },
  },
  'tries wrong passwords without end': {
    weight: 1,
    async play({ dare, other, chance }) {
      const requester = `guesser ${chance.below(3)}`
      for (let times = 0; times < 10; times += 1)
        await dare(
          'stranger',
          'session.signIn',
          { codiceFiscale: other.code, pin: '123456789', password: 'Sbagliata.1' },
          { requester },
        )
      if (other.secrets !== null)
        await dare('stranger', 'session.signIn', { codiceFiscale: other.code, ...other.secrets }, { requester })
    },
  },
  'signs in with what is no secret': {
    weight: 1,
    play: async ({ dare, person, chance }) =>
      dare(
        'stranger',
        'session.signIn',
        chance.oneOf([
          { codiceFiscale: person.code, pin: '１２３４５６７８９', password: 'x' },
          { codiceFiscale: '', pin: '', password: '' },
          { codiceFiscale: person.code, pin: 1, password: null },
          null,
        ]),
      ),
  },
  'uses a session': {
    weight: 6,
    async play({ ask, person, chance }) {
      if (person.tokens.length > 0)
        await ask(asPerson(person), 'session.check', chance.oneIn(2) ? tokenOf(person) : chance.oneOf(person.tokens))
    },
  },
  'tries what a temporary password does not open': {
    weight: 3,
    async play(acting) {
      const { ask, dare, person } = acting
      collectOnce(person)
      const token = person.secrets === null ? null : await signIn(acting, person, person.secrets)
      if (token === null || person.secrets === null) return
      await ask(asPerson(person), 'session.check', token)
      await dare(asPerson(person), 'pecChange.request', {
        token,
        ...person.secrets,
        pec: person.pecs[1],
        confirmation: person.pecs[1],
      })
      await ask(asPerson(person), 'addresses.inspect', { token })
    },
  },
  'tries every session that there was': {
    weight: 4,
    async play({ ask, person }) {
      for (const token of person.tokens.slice(-6)) await ask(asPerson(person), 'session.check', token)
    },
  },
  'changes the password and tries what was before': {
    weight: 4,
    async play(acting) {
      const { ask, person } = acting
      const token = await session(acting)
      await changePassword(acting, person, token)
      const former = person.formerSecrets.at(-1)
      await ask(asPerson(person), 'session.check', token)
      if (former !== undefined) await signIn(acting, person, former)
    },
  },
  'signs out': { weight: 1, play: async ({ ask, person }) => ask(asPerson(person), 'session.end', tokenOf(person)) },
  'signs in many times': {
    weight: 1,
    async play(acting) {
      const { person } = acting
      if (person.secrets === null || !acting.chance.oneIn(3)) return
      for (let times = 0; times < 22; times += 1) await signIn(acting, person, person.secrets)
    },
  },
  'changes the password': {
    weight: 4,
    async play(acting) {
      await changePassword(acting, acting.person, await session(acting))
    },
  },
  'chooses a password that may not be': {
    weight: 3,
    async play(acting) {
      const { dare, person } = acting
      const token = await session(acting)
      const current = person.secrets?.password ?? ''
      const earlier = person.formerSecrets.at(-1)?.password ?? current
      const wrongs = [
        current,
        earlier,
        'Password1!',
        `${String(person.form['surname'])}.Xy12`,
        'corta1!',
        'Aaaaabbb1!',
        `Lunga.1${'x'.repeat(130)}`,
        `${person.code}aA1!`,
      ]
      for (const next of wrongs)
        await dare(asPerson(person), 'credential.changePassword', { token, current, next, confirmation: next })
    },
  },
  'changes the password with a wrong one': {
    weight: 2,
    async play(acting) {
      const { dare, person, chance } = acting
      const token = await session(acting)
      const next = freshPassword(acting)
      for (let times = chance.below(6); times >= 0; times -= 1)
        await dare(asPerson(person), 'credential.changePassword', { token, current: 'Sbagliata.1', next, confirmation: next })
    },
  },
  'ends all sessions': {
    weight: 1,
    play: async (acting) =>
      acting.ask(asPerson(acting.person), 'credential.endSessions', { token: await session(acting) }, acting.options()),
  },
  'suspends the own access': {
    weight: 1,
    play: async (acting) =>
      acting.ask(asPerson(acting.person), 'credential.suspendOwn', { token: await session(acting), reason }, acting.options()),
  },
  'suspends by the link of a notice': {
    weight: 2,
    async play({ ask, person, chance, options }) {
      const links = linksTo(person, 'suspend')
      if (links.length === 0) return
      const { token } = chance.oneIn(2) ? (links.at(-1) as (typeof links)[number]) : chance.oneOf(links)
      await ask(asPerson(person), 'credential.inspectLink', token)
      await ask(asPerson(person), 'credential.suspendByLink', token, options())
    },
  },
  'suspends by a link, is reactivated, and tries the link again': {
    weight: 2,
    async play(acting) {
      const { ask, person } = acting
      const link = linksTo(person, 'suspend').at(-1)
      if (link === undefined) return
      await ask(asPerson(person), 'credential.suspendByLink', link.token)
      await ask(asOperator(acting.operator), 'credential.reactivate', about(acting))
      await ask(asPerson(person), 'credential.suspendByLink', link.token)
    },
  },
  'tries what asks for more than a link or a session': {
    weight: 2,
    async play(acting) {
      const { ask, dare, person } = acting
      const { secrets } = person
      if (secrets === null) return
      const token = await session(acting)
      const wrong = { pin: shifted(secrets.pin), password: secrets.password }
      await dare(asPerson(person), 'credential.revokeOwn', { token, ...wrong, reason })
      await dare(asPerson(person), 'credential.revokeOwn', { token, pin: secrets.pin, password: 'Sbagliata.1', reason })
      await ask('stranger', 'recovery.request', { codiceFiscale: person.code })
      await ask('system', 'relay')
      const link = linksTo(person, 'recovery').at(-1)
      const password = freshPassword(acting)
      if (link === undefined) return
      const form = { token: link.token, pin: wrong.pin, password, confirmation: password }
      const done = await dare(asPerson(person), 'recovery.complete', form)
      if (done !== 'no') learn(person, { pin: secrets.pin, password })
    },
  },
  'waits as long as a door wants, and tries again': {
    weight: 2,
    async play({ dare, other, chance, world }) {
      const requester = `patient ${chance.below(3)}`
      const form = { codiceFiscale: other.code, pin: '123456789', password: 'Sbagliata.1' }
      for (let times = 0; times < 9; times += 1) {
        await dare('stranger', 'session.signIn', form, { requester })
        await dare('stranger', 'session.signIn', form, { requester })
        world.clock.at += 1_100 * 2 ** Math.max(0, times - 3)
      }
    },
  },
  'comes back to a session when its temporary password is over': {
    weight: 2,
    async play(acting) {
      const { ask, person, world } = acting
      collectOnce(person)
      const until = world.history.row('credential', person.accountId)?.value.temporaryUntil
      if (typeof until !== 'number' || until <= world.clock.at || person.secrets === null) return
      world.clock.at = Math.max(world.clock.at, until - 60_000)
      const token = await signIn(acting, person, person.secrets)
      world.clock.at = until + 1
      if (token !== null) await ask(asPerson(person), 'session.check', token)
    },
  },
  'revokes the own access': {
    weight: 1,
    async play(acting) {
      const { dare, person, chance } = acting
      if (!chance.oneIn(2) || person.secrets === null) return
      const token = await session(acting)
      const secrets = chance.oneIn(2) ? person.secrets : { pin: '123456789', password: 'Sbagliata.1' }
      await dare(asPerson(person), 'credential.revokeOwn', { token, ...secrets, reason })
    },
  },
  'is suspended by the office': {
    weight: 1,
    play: async (acting) => acting.ask(asOperator(acting.operator), 'credential.suspend', about(acting), acting.options()),
  },
  'is reactivated': {
    weight: 4,
    play: async (acting) => acting.ask(asOperator(acting.operator), 'credential.reactivate', about(acting), acting.options()),
  },
  'is revoked': {
    weight: 1,
    play: async (acting) =>
      acting.chance.oneIn(3)
        ? acting.ask(asOperator(acting.operator), 'credential.revoke', about(acting), acting.options())
        : null,
  },
  'has a delay lifted': {
    weight: 1,
    async play(acting) {
      await acting.ask(asOperator(acting.operator), 'credential.liftDelay', about(acting), acting.options())
      if (acting.person.secrets !== null) await signIn(acting, acting.person, acting.person.secrets)
    },
  },
  'is kept out by own mistakes until the office lifts the delay': {
    weight: 2,
    async play({ ask, dare, person, operator, world }) {
      const { secrets, code } = person
      if (secrets === null) return
      const requester = { requester: `home ${person.number}` }
      for (let times = 0; times < 6; times += 1)
        await dare('stranger', 'session.signIn', { codiceFiscale: code, pin: secrets.pin, password: 'Sbagliata.1' }, requester)
      await dare(asPerson(person), 'session.signIn', { codiceFiscale: code, ...secrets }, requester)
      world.clock.at += 1
      await ask(asOperator(operator), 'credential.liftDelay', { operator, codiceFiscale: code, reason })
      await dare(asPerson(person), 'session.signIn', { codiceFiscale: code, ...secrets }, requester)
    },
  },
  'is looked at by the office': {
    weight: 1,
    play: async (acting) => acting.ask(asOperator(acting.operator), 'credential.inspect', about(acting)),
  },
  'acts on the own credential as an operator': {
    weight: 3,
    async play({ dare, person, chance }) {
      const operator = { id: 'op-own', codiceFiscale: chance.oneIn(2) ? person.code : person.variant }
      const act = { operator, codiceFiscale: chance.oneIn(2) ? person.code : person.variant, reason }
      await dare(
        'operator:op-own',
        chance.oneOf(['credential.reactivate', 'credential.liftDelay', 'credential.suspend'] as const),
        act,
      )
    },
  },
  'asks for a recovery': {
    weight: 4,
    async play({ ask, person, chance }) {
      await ask(
        'stranger',
        'recovery.request',
        { codiceFiscale: chance.oneIn(4) ? nobody : person.code },
        { requester: `home ${chance.below(4)}` },
      )
      if (chance.oneIn(2)) await ask('system', 'relay')
    },
  },
  'asks for recoveries without end': {
    weight: 1,
    async play({ ask, other }) {
      for (let times = 0; times < 7; times += 1) await ask('stranger', 'recovery.request', { codiceFiscale: other.code })
      await ask('system', 'relay')
    },
  },
  'recovers the password': {
    weight: 5,
    async play(acting) {
      const { dare, ask, person, chance } = acting
      const links = linksTo(person, 'recovery')
      if (links.length === 0 || person.secrets === null) return
      const { token } = chance.oneIn(2) ? (links.at(-1) as (typeof links)[number]) : chance.oneOf(links)
      await ask(asPerson(person), 'recovery.inspect', token)
      const password = freshPassword(acting)
      const pin = chance.oneIn(4) ? shifted(person.secrets.pin) : person.secrets.pin
      const done = await dare(
        asPerson(person),
        'recovery.complete',
        { token, pin, password, confirmation: password },
        acting.options(),
      )
      if (done !== 'no') learn(person, { pin: person.secrets.pin, password })
    },
  },
  'asks for a new PIN': {
    weight: 4,
    async play(acting) {
      const { ask, person, chance } = acting
      if (person.secrets === null) return
      const { password } = person.secrets
      const form = chance.oneIn(2)
        ? { token: await session(acting), password }
        : { codiceFiscale: person.code, password: chance.oneIn(5) ? 'Sbagliata.1' : password }
      const started = await ask(asPerson(person), 'pinRenewal.start', form, acting.options())
      if (started === null) return
      person.renewal = { first: '', second: started.pinSecondHalf }
      if (chance.oneIn(2)) await ask('system', 'relay')
    },
  },
  'concludes with the new PIN': {
    weight: 4,
    async play(acting) {
      const { dare, person, chance } = acting
      const { renewal, secrets } = person
      if (renewal === null || renewal.first === '' || secrets === null) return
      const pin = renewal.first + renewal.second
      const given = chance.oneIn(4) ? shifted(pin) : pin
      const form = chance.oneIn(2) ? { token: await session(acting) } : { codiceFiscale: person.code, password: secrets.password }
      const done = await dare(asPerson(person), 'pinRenewal.conclude', { ...form, pin: given })
      if (done === 'no' || given !== pin) return
      learn(person, { ...secrets, pin })
      person.renewal = null
    },
  },
  'is identified in person': {
    weight: 4,
    async play(acting) {
      const { ask, dare, person, operator, chance, world } = acting
      const document = {
        kind: 'identity-card',
        number: 'CA 12345-AA',
        expiresOn: chance.oneIn(6) ? '2020-01-01' : '2060-01-01',
      } as const
      const form = {
        operator,
        codiceFiscale: person.code,
        identifiedAt: world.clock.at - chance.below(3) * 3_600_000,
        point: 'office',
        document,
        reason,
      }
      const recorded = await ask(asOperator(operator), 'identification.record', form as never, acting.options())
      if (recorded === null) return
      person.identified = { ticket: recorded.ticket, second: '', first: '', password: '' }
      await ask('system', 'relay')
      if (chance.oneIn(5)) return
      const shown = await dare(asPerson(person), 'identification.showPinHalf', recorded.ticket)
      await dare(asPerson(person), 'identification.showPinHalf', recorded.ticket)
      if (shown === 'no') return
      person.identified.second = shown.pinSecondHalf
      const { first, second, password } = person.identified
      if (first !== '') learn(person, { pin: first + second, password })
    },
  },
  'is identified by oneself': {
    weight: 1,
    async play({ dare, person, operator, world }) {
      const document = { kind: 'passport', number: 'YA1', expiresOn: '2060-01-01' }
      const form = { operator, codiceFiscale: person.code, identifiedAt: world.clock.at, point: 'office', document, reason }
      await dare('operator:op-1', 'identification.record', {
        ...form,
        identifiedBy: { id: 'op-own', codiceFiscale: person.variant },
      })
      await dare('operator:op-own', 'identification.record', { ...form, operator: { id: 'op-own', codiceFiscale: person.code } })
    },
  },
  'is looked up at the counter': {
    weight: 1,
    async play({ ask, person, operator }) {
      await ask(asOperator(operator), 'identification.inspect', { operator, codiceFiscale: person.code })
      await ask(asOperator(operator), 'rebinding.inspect', { operator, codiceFiscale: person.code })
    },
  },
  'gets another codice fiscale': {
    weight: 1,
    async play({ dare, person, other, operator, chance }) {
      const document = { kind: 'tax-code-certificate', number: 'AE 1', issuedOn: '2020-01-01' }
      const to = chance.oneOf([person.variant, person.variant, other.code, operator.codiceFiscale])
      const form = {
        operator,
        codiceFiscale: person.code,
        newCodiceFiscale: to,
        document,
        reason,
        despiteMismatch: chance.oneIn(2),
      }
      const done = await dare(asOperator(operator), 'rebinding.rebind', form)
      if (done !== 'no') person.code = to
      if (chance.oneIn(3)) {
        const somebody = { surname: 'Altri', name: 'Elsa', birthDate: '1977-07-07', newCodiceFiscale: 'LTRLSE77L47L219H' }
        const became = await dare(asOperator(operator), 'rebinding.rebind', {
          ...form,
          codiceFiscale: person.code,
          ...somebody,
          despiteMismatch: true,
        })
        if (became !== 'no') person.code = somebody.newCodiceFiscale
      }
    },
  },
  'signs in with the code or the digits of another spelling': {
    weight: 2,
    async play({ dare, person }) {
      const { pin, password } = secretsOf(person)
      const wide = [...pin].map((digit) => String.fromCodePoint(0xff10 + Number(digit))).join('')
      for (const code of [String(person.form['codiceFiscale']), person.variant, person.code])
        await dare(asPerson(person), 'session.signIn', { codiceFiscale: code, pin, password })
      await dare(asPerson(person), 'session.signIn', { codiceFiscale: person.code, pin: wide, password })
    },
  },
}

function collectOnce(person: Person): void {
  if (person.secrets === null) collect(person)
}
