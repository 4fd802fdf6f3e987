/** Changes of PEC and of the private address, receipts of every kind, and people who cannot sign in and ask for help. */
import { questionnaire } from '../../../procedures/assistance/asking.ts'
import { type Acting, asOperator, asPerson, type Commands, reason } from '../acting.ts'
import { linksTo, secretsOf } from '../people.ts'
import { session } from './account.ts'
import { paper } from './enrolment.ts'

async function signed(acting: Acting): Promise<{ readonly token: string; readonly pin: string; readonly password: string }> {
  const token = await session(acting)
  const right = secretsOf(acting.person)
  return acting.chance.oneIn(6) ? { token, pin: '123456789', password: right.password } : { token, ...right }
}

/** The Message-ID that the mail system gave to a letter. */
const referenceOf = (id: string): string => `<${id}@pec.comune.example.it>`

/** A receipt of a letter with a link: as it should be, or as it should not. */
async function receive(acting: Acting, isHonest: boolean): Promise<void> {
  const { chance, ask, world } = acting
  const letters = world.letters.filter(({ id }) => id.includes('.pec-change.') && /\.link-\d+$/.test(id))
  const letter = letters.at(chance.oneIn(2) ? -1 : -1 - chance.below(Math.max(1, letters.length)))
  if (letter === undefined) return
  const sentAt = world.history.mails.get(letter.id)?.queuedAt ?? world.clock.at
  const at = isHonest
    ? sentAt + chance.below(10) * 60_000
    : chance.oneOf([world.clock.at + 86_400_000, sentAt - 86_400_000, world.clock.at, sentAt + 5 * 3_600_000])
  const kind = chance.oneIn(5) ? ('failed' as const) : ('delivered' as const)
  const receipt = {
    ...{
      kind,
      at: Math.min(at, isHonest ? world.clock.at : at),
      recipient: isHonest || chance.oneIn(2) ? letter.to.address : 'altri@pec.example.org',
    },
    ...{
      reference: referenceOf(letter.id),
      id: `opec${world.clock.at}.${acting.number}@pec.example.org`,
      provider: 'Gestore di prova',
    },
    ...{ failure: kind === 'failed' ? chance.oneOf(['mailbox-full', 'unknown-mailbox'] as const) : null, detail: '' },
    trust: isHonest ? 'trusted' : chance.oneOf(['trusted', 'unchecked', 'untrusted'] as const),
  }
  await ask('system', 'pecChange.receive', receipt)
  if (chance.oneIn(4)) await ask('system', 'pecChange.receive', receipt)
}

export const addresses: Commands = {
  'has a PEC entered': {
    weight: 4,
    async play({ dare, person, other, operator, chance }) {
      const pec = chance.oneIn(5) ? (other.pecs[0] as string) : chance.oneOf(person.pecs)
      const done = await dare(asOperator(operator), 'addresses.setPec', { operator, codiceFiscale: person.code, pec, reason })
      if (done !== 'no') person.addresses.add(pec)
    },
  },
  'has the PEC found unusable': {
    weight: 1,
    play: async ({ ask, person, operator, chance }) =>
      ask(asOperator(operator), 'addresses.reportPecStatus', {
        operator,
        codiceFiscale: person.code,
        finding: chance.oneOf(['full', 'inactive', 'usable'] as const),
        reason,
      } as never),
  },
  'looks at the own addresses': {
    weight: 1,
    async play(acting) {
      const { ask, person, operator } = acting
      await ask(asPerson(person), 'addresses.inspect', { token: await session(acting) })
      await ask(asOperator(operator), 'addresses.inspectAsOffice', { operator, codiceFiscale: person.code })
    },
  },
  'asks for another PEC': {
    weight: 6,
    async play(acting) {
      const { ask, person, other, chance } = acting
      const pec = chance.oneIn(6) ? (other.pecs[0] as string) : chance.oneOf(person.pecs)
      const given = await signed(acting)
      await ask(asPerson(person), 'pecChange.request', { ...given, pec, confirmation: pec }, acting.options())
      if (person.pecs.includes(pec)) person.addresses.add(pec)
      if (chance.oneIn(2)) await ask('system', 'relay')
    },
  },
  'asks for another private address': {
    weight: 5,
    async play(acting) {
      const { ask, person, chance } = acting
      const email = chance.oneOf(person.mails)
      person.addresses.add(email)
      const given = await signed(acting)
      await ask(asPerson(person), 'emailChange.request', { ...given, email, confirmation: email }, acting.options())
      if (chance.oneIn(2)) await ask('system', 'relay')
    },
  },
  'clicks on a link for a PEC': { weight: 8, play: async (acting) => click(acting, 'pec-change') },
  'changes an address from the form to the last click': {
    weight: 6,
    async play(acting) {
      const { ask, person, chance, world } = acting
      const isPec = chance.oneIn(2)
      const address = isPec ? chance.oneOf(person.pecs) : chance.oneOf(person.mails)
      person.addresses.add(address)
      const given = { token: await session(acting), ...secretsOf(person) }
      const asked = isPec
        ? await ask(asPerson(person), 'pecChange.request', { ...given, pec: address, confirmation: address })
        : await ask(asPerson(person), 'emailChange.request', { ...given, email: address, confirmation: address })
      if (asked === null) return
      await ask('system', 'relay')
      // At once, in the last millisecond of the term, in the first one after it, or later; and once more.
      const until = asked.until
      const at = chance.oneOf([world.clock.at, until - 1, until, until + 1, until + 30 * 60_000])
      world.clock.at = Math.max(world.clock.at, at)
      await click(acting, isPec ? 'pec-change' : 'email-change')
      await click(acting, isPec ? 'pec-change' : 'email-change')
    },
  },
  'clicks on a link for a private address': { weight: 7, play: async (acting) => click(acting, 'email-change') },
  'clicks on a link that is none': {
    weight: 2,
    async play({ dare, person, other, chance }) {
      const one = linksTo(person, 'pec-change').at(-1)?.token ?? linksTo(other, 'pec-change').at(-1)?.token
      const two = linksTo(other, 'email-change').at(-1)?.token ?? linksTo(person, 'recovery').at(-1)?.token
      if (one === undefined) return
      const [version = '', id = '', secret = ''] = one.split('~')
      const forged = chance.oneOf([
        `${version}~${id}~${'a'.repeat(43)}`,
        `${version}~${id}~${two?.split('~')[2] ?? secret.split('').reverse().join('')}`,
        two ?? one.toUpperCase(),
      ])
      await dare('stranger', 'pecChange.inspectByLink', forged)
      await dare('stranger', chance.oneIn(2) ? 'pecChange.confirm' : 'emailChange.confirm', forged)
    },
  },
  'asks for the link once more': {
    weight: 2,
    async play(acting) {
      const token = await session(acting)
      const name = acting.chance.oneIn(2) ? ('pecChange.resend' as const) : ('emailChange.resend' as const)
      await acting.ask(asPerson(acting.person), name, { token }, acting.options())
    },
  },
  'takes a change back': {
    weight: 2,
    async play(acting) {
      const token = await session(acting)
      const name = acting.chance.oneIn(2) ? ('pecChange.cancel' as const) : ('emailChange.cancel' as const)
      await acting.ask(asPerson(acting.person), name, { token }, acting.options())
    },
  },
  'looks at the own change': {
    weight: 1,
    async play(acting) {
      const { ask, person } = acting
      const token = await session(acting)
      await ask(asPerson(person), 'pecChange.inspectOwn', { token })
      await ask(asPerson(person), 'emailChange.inspectOwn', { token })
    },
  },
  'has the office send or end a change': {
    weight: 1,
    play: async ({ ask, person, operator, chance, options }) =>
      ask(
        asOperator(operator),
        chance.oneIn(2) ? 'pecChange.resendAsOffice' : 'pecChange.cancelAsOffice',
        { operator, codiceFiscale: person.code, reason },
        options(),
      ),
  },
  'a receipt comes': { weight: 5, play: async (acting) => receive(acting, true) },
  'a false receipt comes': { weight: 4, play: async (acting) => receive(acting, false) },
  'asks for help with the PEC': {
    weight: 4,
    async play(acting) {
      const { ask, dare, person, other, chance, number } = acting
      await ask('stranger', 'assistance.topics')
      const pec = chance.oneIn(5) ? (other.pecs[0] as string) : chance.oneOf(person.pecs)
      const form = {
        ...{
          ...questionnaire,
          surname: person.form['surname'],
          name: person.form['name'],
          codiceFiscale: chance.oneIn(6) ? other.code : person.code,
        },
        ...{ oldPec: person.pecs[0], pec, confirmation: pec, email: person.form['email'], documentExpiresOn: '2060-01-01' },
      }
      const opened = await dare(asPerson(person), 'assistance.open', form, paper(number), acting.options())
      if (opened === 'no') return
      person.help.push({ id: opened.id, ticket: opened.ticket })
      if (person.pecs.includes(pec)) person.addresses.add(pec)
    },
  },
  'looks at or withdraws the request for help': {
    weight: 1,
    async play({ ask, person, chance }) {
      const ticket = person.help.at(-1)?.ticket ?? ''
      await ask(asPerson(person), 'assistance.inspect', ticket)
      if (chance.oneIn(3)) await ask(asPerson(person), 'assistance.withdraw', ticket)
    },
  },
  'has the request for help decided': {
    weight: 4,
    async play({ ask, person, operator, chance, options }) {
      const id = person.help.at(-1)?.id
      if (id === undefined) return
      const by = asOperator(operator)
      await ask(by, 'assistance.pending')
      const dossier = await ask(by, 'assistance.dossier', { operator, id })
      if (dossier === null) return
      await ask(by, 'assistance.document', { operator, id, document: 1 })
      const decision = { operator, id, dossierDigest: dossier.digest }
      if (chance.oneIn(4)) await ask(by, 'assistance.reject', { ...decision, reason }, options())
      else await ask(by, 'assistance.approve', decision, options())
      await ask('system', 'relay')
    },
  },
}

async function click({ ask, person, chance, options }: Acting, page: 'pec-change' | 'email-change'): Promise<void> {
  const links = linksTo(person, page)
  if (links.length === 0) return
  const { token } = chance.oneIn(2) ? (links.at(-1) as (typeof links)[number]) : chance.oneOf(links)
  const room = page === 'pec-change' ? 'pecChange' : 'emailChange'
  if (chance.oneIn(2)) await ask(asPerson(person), `${room}.inspectByLink`, token)
  await ask(asPerson(person), `${room}.confirm`, token, options())
}
