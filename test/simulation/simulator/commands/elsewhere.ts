/** Sign-ins with SPID, CIE, CNS and eIDAS, and the migration of mailboxes to another provider. */
import { day } from '../../../rules/civil/clocks-of-rome.ts'
import { identityOf, type Reader } from '../../../support/federation.ts'
import { seedCampaign, seedDomain } from '../../../support/migration-seed.ts'
import { type Acting, asOperator, asPerson, type Commands, reason } from '../acting.ts'
import type { Person } from '../people.ts'
import { wall } from './office.ts'

export const mailboxNames = ['scuola.uno', 'scuola.due', 'scuola.tre'] as const
const passwords = ['Gelato.Turchese7', 'segreteria', 'Gelato.Turchese7'] as const
/** The mailboxes at the leaving provider: the second has a password that cannot stay. */
export const mailboxes = mailboxNames.map((name, i) => ({
  mailbox: `${name}@${seedDomain}`,
  password: passwords[i] as string,
  messages: i + 1,
  archived: 1,
}))

const moving = ({ operator }: Acting) => ({ operator, domain: seedDomain, reason })
const dayOf = (at: number): string => wall(at).slice(0, 10)

/** The person as a provider tells: as the office knows the person, or not quite. */
function identity({ chance, world }: Acting, { form, code, number }: Person, reader: Reader) {
  const differs = chance.oneIn(5)
  const provider = chance.oneIn(6) ? 'https://altro.example.it' : 'https://idp.example.it'
  const told = {
    ...{ surname: String(form['surname']), givenName: String(form['name']), sex: form['sex'] as 'F' | 'M' },
    birthDate: differs ? '1971-02-03' : String(form['birthDate']),
  }
  const at = world.clock.at - 60_000
  if (reader === 'readEidas') {
    const value = `ES/IT/0000000${number}Y`
    return identityOf(reader, {
      at,
      provider,
      subject: { scheme: 'person-identifier', value },
      person: { ...told, personIdentifier: value },
    })
  }
  const subject =
    reader === 'readSpidSaml'
      ? ({ scheme: 'spid-code', value: `ABCD12345678${10 + number}` } as const)
      : ({ scheme: 'codice-fiscale', value: code } as const)
  return identityOf(reader, { at, provider, subject, person: { ...told, codiceFiscale: code } })
}

export const elsewhere: Commands = {
  'signs in with a digital identity': {
    weight: 6,
    async play(acting) {
      const { ask, person, other, chance } = acting
      const reader = chance.oneOf(['readSpidSaml', 'readSpidSaml', 'readCie', 'readEidas'] as const)
      const told = identity(acting, person, reader)
      // The identity of one person that brings the code of another.
      const brought = chance.oneIn(8)
        ? { ...told, person: { ...told.person, codiceFiscale: other.code } }
        : chance.oneIn(10)
          ? { ...told, level: 1 as const }
          : told
      const opened = await ask(asPerson(person), 'federation.signIn', brought, acting.options())
      if (opened === null) return
      person.tokens.push(opened.token)
      await ask(asPerson(person), 'federation.inspectOwn', { token: opened.token })
    },
  },
  'gives a digital identity up': {
    weight: 1,
    async play({ ask, person }) {
      const token = person.tokens.at(-1) ?? ''
      const [own] = (await ask(asPerson(person), 'federation.inspectOwn', { token })) ?? []
      if (own !== undefined) await ask(asPerson(person), 'federation.unlinkOwn', { token, id: own.id })
    },
  },
  'has a digital identity decided': {
    weight: 3,
    async play({ ask, operator, chance, options }) {
      const by = asOperator(operator)
      const [found] = (await ask(by, 'federation.pending')) ?? []
      if (found === undefined) return
      const dossier = await ask(by, 'federation.dossier', { operator, id: found.id })
      if (dossier === null) return
      const form = { operator, id: found.id, dossierDigest: dossier.digest, reason }
      await ask(by, chance.oneIn(4) ? 'federation.reject' : 'federation.approve', form, options())
    },
  },
  'has digital identities looked at': {
    weight: 2,
    async play(acting) {
      const { ask, dare, person, other, operator, chance } = acting
      const by = asOperator(operator)
      const [first] = (await ask(by, 'federation.inspectAsOffice', { operator, codiceFiscale: person.code })) ?? []
      if (first !== undefined && chance.oneIn(3)) await ask(by, 'federation.unlink', { operator, id: first.id, reason })
      const opened = await ask(asPerson(person), 'federation.signIn', identity(acting, person, 'readEidas'))
      if (opened === null) return
      const [own] = (await ask(asPerson(person), 'federation.inspectOwn', { token: opened.token })) ?? []
      if (own === undefined) return
      const { id } = own
      const document = { kind: 'passport', number: 'YA1', issuedOn: '2020-01-01' }
      await dare(by, 'federation.join', {
        operator,
        id,
        codiceFiscale: chance.oneIn(2) ? person.code : other.code,
        document,
        despiteMismatch: true,
        reason,
      })
    },
  },
  'a migration is planned': {
    weight: 2,
    async play(acting) {
      const { dare, ask, chance, world } = acting
      const by = asOperator(acting.operator)
      const begins = world.clock.at + chance.below(3) * day
      const form = {
        ...{ ...seedCampaign, operator: acting.operator, reason, reminders: [], lateActivation: chance.oneIn(2) },
        activation: { firstDay: dayOf(begins), lastDay: dayOf(begins + 5 * day) },
        cutOver: { from: wall(begins + 7 * day), longestMinutes: 360 },
      }
      await dare(by, 'migration.plan', form)
      const lines = mailboxNames.filter(() => !chance.oneIn(4)).map((mailbox) => ({ mailbox, email: `${mailbox}@example.it` }))
      await dare(by, 'mailboxes.add', moving(acting), lines)
      await ask(by, 'migration.list', { operator: acting.operator })
    },
  },
  'a migration goes on': {
    weight: 4,
    async play(acting) {
      const { dare, ask, chance, world, operator } = acting
      const by = asOperator(operator)
      const plan = (await ask(by, 'migration.inspect', { operator, domain: seedDomain })) as {
        readonly cutOverAt?: number
      } | null
      if (plan === null) return
      const act = chance.oneOf([
        'open',
        'prolong',
        'postpone',
        'bringForward',
        'prolongCutOver',
        'reportStart',
        'reportStart',
        'reportCompletion',
        'reportCompletion',
        'reportRollback',
        'end',
      ] as const)
      const at = world.clock.at
      const extra = {
        ...(act === 'prolong' ? { lastDay: dayOf(at + 2 * day) } : {}),
        ...(act === 'postpone' ? { cutOver: { from: wall(at + 4 * day) } } : {}),
        ...(act === 'bringForward' ? { cutOver: { from: wall(at + day) } } : {}),
        ...(act === 'prolongCutOver' ? { longestMinutes: 500 } : {}),
      }
      await dare(by, `migration.${act}`, { ...moving(acting), ...extra })
      if (chance.oneIn(3)) await ask('system', 'retention.sweep')
      if (!chance.oneIn(4)) return
      await ask(by, 'migration.announcement', { operator, domain: seedDomain })
      await ask(by, 'migration.supplierNotice', { operator, domain: seedDomain })
      await ask(by, 'migration.report', { operator, domain: seedDomain })
    },
  },
  'an owner activates a mailbox': {
    weight: 4,
    async play({ dare, chance, number }) {
      const i = chance.below(mailboxNames.length)
      const password = chance.oneIn(5) ? 'Sbagliata.1' : (passwords[i] as string)
      const owned = { domain: seedDomain, mailbox: mailboxNames[i], password }
      const next = chance.oneIn(2) || i === 1 ? { next: `Lampone.Verde${number}x`, confirmation: `Lampone.Verde${number}x` } : {}
      const verified = await dare('stranger', 'mailboxes.verify', owned)
      if (chance.oneIn(5)) return
      await dare('stranger', 'mailboxes.activate', {
        ...owned,
        ...next,
        ...(verified === 'no' || verified.ticket === undefined ? {} : {}),
      })
    },
  },
  'orders to the providers are worked on': {
    weight: 4,
    async play({ ask, world }) {
      await ask('system', 'migration.work')
      await world.providers.step()
    },
  },
  'the office deals with a mailbox': {
    weight: 2,
    async play(acting) {
      const { dare, ask, chance, operator, world } = acting
      const by = asOperator(operator)
      const mailbox = chance.oneOf(mailboxNames)
      const look = { operator, domain: seedDomain, mailbox }
      await ask(by, 'mailboxes.inspect', look)
      await dare(by, 'mailboxes.find', { operator, domain: seedDomain, state: 'not-started' })
      const act = chance.oneOf(['allowLate', 'withdraw', 'reportPasswordChange', 'requeue'] as const)
      await dare(by, `mailboxes.${act}`, {
        ...look,
        reason,
        ...(act === 'allowLate' ? { lastDay: dayOf(world.clock.at + 3 * day) } : {}),
      })
    },
  },
}
