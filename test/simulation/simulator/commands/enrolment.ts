/** Requests for credentials: what applicants do, what the office decides, and what those try who want somebody else's. */
import { minimalPdf } from '../../../rules/identity/minimal-pdf.ts'
import { omocodiaOf } from '../../../rules/identity/people.ts'
import { type Acting, asOperator, asPerson, type CallName, type Commands, reason } from '../acting.ts'
import { type Draft, learn, linksTo, type Person } from '../people.ts'

export const paper = (number: number): Uint8Array => minimalPdf(`Paper ${number}`)

export async function openRequest({ ask, options }: Acting, person: Person, change: object = {}): Promise<Draft | null> {
  const opened = await ask(
    asPerson(person),
    'registration.open',
    { ...person.form, codiceFiscale: person.code, ...change } as never,
    options(),
  )
  if (opened === null) return null
  const draft = {
    id: opened.id,
    ticket: opened.ticket,
    former: [],
    second: opened.pinSecondHalf,
    first: '',
    password: '',
    isFiled: false,
  }
  person.drafts.push(draft)
  return draft
}

export async function addPaper({ ask, number, options }: Acting, person: Person, draft: Draft): Promise<void> {
  const form = { type: 'identity-card', name: 'card.pdf' } as const
  await ask(asPerson(person), 'registration.addDocument', draft.ticket, form, paper(number), options())
}

export async function file({ ask, options }: Acting, person: Person, draft: Draft): Promise<void> {
  if ((await ask(asPerson(person), 'registration.complete', draft.ticket, options())) !== null) draft.isFiled = true
}

/** The operator looks, and decides on what was seen. */
export async function decide(
  acting: Acting,
  id: string,
  how: 'approve' | 'reject' | 'requestCorrection' = 'approve',
  operator = acting.operator,
): Promise<string | null> {
  const { ask, options, chance } = acting
  const by = asOperator(operator)
  const dossier = await ask(by, 'approval.dossier', { operator, id })
  if (dossier === null) return null
  const decision = { operator, id, dossierDigest: dossier.digest }
  if (how === 'approve') return (await ask(by, 'approval.approve', decision, options()))?.accountId ?? null
  if (how === 'reject') await ask(by, 'approval.reject', { ...decision, reason }, options())
  else {
    const fields = chance.oneOf([['residenceCity'], ['residenceCity'], [], [], ['email'], ['codiceFiscale']])
    const asked = await ask(by, 'approval.requestCorrection', { ...decision, reason, fields } as never, options())
    // Whose request it is, and where its letters go, cannot be corrected.
    const rest = { ...decision, reason, fields: ['residenceCity'] } as never
    if (asked === null && fields.length > 0) await ask(by, 'approval.requestCorrection', rest, options())
  }
  return null
}

/** The person puts the halves together once the letter has come. */
export function collect(person: Person): void {
  const draft = person.drafts.filter(({ isFiled, first, second }) => isFiled && first !== '' && second !== '').at(-1)
  if (draft !== undefined) learn(person, { pin: draft.first + draft.second, password: draft.password })
}

const open = ({ drafts }: Person): Draft | undefined => drafts.filter(({ isFiled }) => !isFiled).at(-1)
const filed = ({ drafts }: Person): Draft | undefined => drafts.filter(({ isFiled }) => isFiled).at(-1)
const anyDraft = ({ people, chance }: Acting): Draft | undefined => {
  const drafts = people.flatMap((person) => person.drafts)
  return drafts.length === 0 ? undefined : chance.oneOf(drafts)
}

/** A request from the form to the letter. */
export async function register(acting: Acting, person: Person): Promise<Draft | null> {
  const draft = await openRequest(acting, person)
  if (draft === null) return null
  await addPaper(acting, person, draft)
  await file(acting, person, draft)
  return draft
}

/** Fields whose change makes another form of it. */
const changeable = new Set(['reason', 'telephone', 'next', 'confirmation', 'current', 'pin'])

export const enrolment: Commands = {
  'opens a request': { weight: 4, play: (acting) => openRequest(acting, acting.person) },
  'registers with all that is due': { weight: 5, play: (acting) => register(acting, acting.person) },
  'registers and is approved at once': {
    weight: 4,
    async play(acting) {
      const draft = await register(acting, acting.person)
      await acting.ask('system', 'relay')
      if (draft !== null) acting.person.accountId = (await decide(acting, draft.id)) ?? acting.person.accountId
      collect(acting.person)
    },
  },
  'registers under the code of somebody else': {
    weight: 3,
    async play(acting) {
      const { person, other } = acting
      const draft = await openRequest(acting, person, {
        ...other.form,
        codiceFiscale: acting.chance.oneIn(2) ? other.code : other.variant,
        email: person.form['email'],
      })
      if (draft === null) return
      await addPaper(acting, person, draft)
      await file(acting, person, draft)
    },
  },
  'sends every form that is wrong': {
    weight: 3,
    async play({ dare, person }) {
      const { form, code } = person
      const wrongs: readonly object[] = [
        { consent: 'not-authorised' },
        { codiceFiscale: code.slice(0, 15) + (code.endsWith('A') ? 'B' : 'A') },
        { codiceFiscale: `${code}​` },
        { codiceFiscale: `０${code.slice(1)}` },
        { email: 'a@b@example.it' },
        { email: 'a b@example.it' },
        { email: 'a,b@example.it' },
        { surname: '   ' },
        { surname: 'http://example.it/ vinca' },
        { surname: 'A'.repeat(5_000) },
        { name: 42 },
      ]
      for (const wrong of wrongs) await dare(asPerson(person), 'registration.open', { ...form, ...wrong })
    },
  },
  'opens requests until no more are taken': {
    weight: 1,
    async play({ dare, person, chance }) {
      const email = chance.oneIn(2) ? person.form['email'] : `crowd.${chance.below(3)}@example.it`
      for (let times = 0; times < 12; times += 1)
        await dare('stranger', 'registration.open', { ...person.form, codiceFiscale: person.code, email })
      await dare(
        'stranger',
        'registration.open',
        { ...person.form, email },
        { pass: `k1~01K${'0'.repeat(23)}~${'a'.repeat(43)}` },
      )
    },
  },
  'uses a pass in its last moment, or after it': {
    weight: 1,
    async play({ dare, ask, person, chance, world }) {
      const form = { ...person.form, codiceFiscale: person.code }
      for (let times = 0; times < 12; times += 1) await dare('stranger', 'registration.open', form)
      await ask('system', 'relay')
      const pass = linksTo(person, 'registration').at(-1)
      if (pass === undefined) return
      // A pass is good for a day.
      world.clock.at += 24 * 3_600_000 + chance.oneOf([-1_000, 0, 1_000, 3_600_000])
      for (let times = 0; times < 10; times += 1) await dare('stranger', 'registration.open', form)
      await dare(asPerson(person), 'registration.open', form, { pass: pass.token })
    },
  },
  'gives a command again under its key': {
    weight: 3,
    async play(acting) {
      const { ask, dare, world, chance, person, number } = acting
      const own = { requestKey: `k${world.plan.seed}-again-${number}-0123456789ab` }
      if (chance.oneIn(2)) {
        const form = { ...person.form, codiceFiscale: person.code }
        const opened = await ask(asPerson(person), 'registration.open', form as never, own)
        if (opened !== null && chance.oneIn(2)) {
          const another = { requestKey: `k${world.plan.seed}-paper-${number}-0123456789ab` }
          await ask(
            asPerson(person),
            'registration.addDocument',
            opened.ticket,
            { type: 'other', name: 'a.pdf' },
            paper(number),
            another,
          )
        }
      }
      const keyed = world.history.deeds.filter(
        ({ ok, error, args }) =>
          ok === true && error === null && (args.at(-1) as { readonly requestKey?: string })?.requestKey !== undefined,
      )
      const deed = keyed.length === 0 ? undefined : keyed[keyed.length - 1 - chance.below(Math.min(4, keyed.length))]
      if (deed === undefined) return
      const { by, name, args } = deed
      world.clock.at += chance.oneOf([0, 0, 60_000, 9 * 60_000, 11 * 60_000, 3_600_000])
      await dare(by, name as CallName, ...args)
      // The same key with something else is no repeat.
      const [form, ...rest] = args
      if (typeof form !== 'object' || form === null) return
      const changed = Object.entries(form).flatMap(([field, value]) =>
        changeable.has(field) && typeof value === 'string'
          ? [[field, `${value.slice(0, -1)}${value.endsWith('7') ? '8' : '7'}`]]
          : [],
      )
      if (changed.length > 0) await dare(by, name as CallName, { ...form, ...Object.fromEntries(changed) }, ...rest)
    },
  },
  'opens a request with a pass': {
    weight: 1,
    async play({ dare, person }) {
      const pass = linksTo(person, 'registration').at(-1)
      if (pass !== undefined) await dare(asPerson(person), 'registration.open', { ...person.form }, { pass: pass.token })
    },
  },
  'files a document': {
    weight: 3,
    async play(acting) {
      const draft = open(acting.person)
      if (draft !== undefined) await addPaper(acting, acting.person, draft)
    },
  },
  'files something that is no document': {
    weight: 2,
    async play(acting) {
      const { dare, person, number } = acting
      const draft = open(person) ?? (await openRequest(acting, person))
      const ticket = draft?.ticket ?? ''
      const text = new TextDecoder('latin1').decode(paper(number))
      const contents = [
        'no document at all',
        `PK\u0003\u0004${text}`,
        text.replace('/Type /Catalog', '/Type /Catalog /OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>'),
        text.replace('/Root 1 0 R', '/Root 1 0 R /Encrypt 9 0 R'),
        `something else\n${text}`,
      ]
      let given = 0
      async function* endless() {
        for (; given < 400; given += 1) yield new Uint8Array(500)
      }
      await dare(asPerson(person), 'registration.addDocument', ticket, { type: 'other', name: 'card.pdf' }, endless())
      const { bytesMax } = acting.world.history.policy.registration
      if (500 * given > bytesMax + 65_536)
        acting.world.find('INV-28', [`${500 * given} bytes were read of a file that may have ${bytesMax}`])
      const encoded = (content: string) => Uint8Array.from(content, (character) => character.charCodeAt(0) & 255)
      for (const content of contents)
        await dare(asPerson(person), 'registration.addDocument', ticket, { type: 'other', name: 'card.pdf' }, encoded(content))
      await dare(
        asPerson(person),
        'registration.addDocument',
        ticket,
        { type: 'other', name: '../../card\u202Efdp.exe' },
        paper(number),
      )
    },
  },
  'takes a document back': {
    weight: 1,
    async play({ ask, person, options }) {
      const draft = open(person)
      if (draft !== undefined) await ask(asPerson(person), 'registration.removeDocument', draft.ticket, 1, options())
    },
  },
  'draws a PIN anew': {
    weight: 2,
    async play({ ask, person, options }) {
      const draft = person.drafts.at(-1)
      if (draft === undefined) return
      const renewed = await ask(asPerson(person), 'registration.renewPin', draft.ticket, options())
      if (renewed !== null) draft.second = renewed.pinSecondHalf
    },
  },
  'files the request': {
    weight: 4,
    async play(acting) {
      const draft = open(acting.person)
      if (draft !== undefined) await file(acting, acting.person, draft)
    },
  },
  'files a request without a document': {
    weight: 1,
    async play(acting) {
      const draft = await openRequest(acting, acting.person)
      if (draft !== null) await file(acting, acting.person, draft)
    },
  },
  'looks at the own request': {
    weight: 1,
    play: async ({ ask, person }) => ask(asPerson(person), 'registration.inspect', person.drafts.at(-1)?.ticket ?? ''),
  },
  'tries a ticket that another one has replaced': {
    weight: 1,
    async play({ dare, person, chance, number }) {
      const ticket = person.drafts.flatMap(({ former }) => former).at(-1)
      if (ticket === undefined) return
      const by = asPerson(person)
      await dare(by, 'registration.addDocument', ticket, { type: 'other', name: 'x.pdf' }, paper(number))
      if (chance.oneIn(2)) await dare(by, 'registration.withdraw', ticket)
      else await dare(by, 'registration.complete', ticket)
    },
  },
  'tries the ticket of another request on this one': {
    weight: 1,
    async play({ dare, person, other }) {
      const [own, theirs] = [person.drafts.at(-1)?.ticket, other.drafts.at(-1)?.ticket]
      if (own === undefined || theirs === undefined) return
      const mixed = [own.split('~')[0], theirs.split('~')[1], own.split('~')[2]].join('~')
      await dare(asPerson(person), 'registration.withdraw', mixed)
    },
  },
  'withdraws the request': {
    weight: 1,
    play: async ({ ask, person, options }) =>
      ask(asPerson(person), 'registration.withdraw', person.drafts.at(-1)?.ticket ?? '', options()),
  },
  'corrects what was asked for': {
    weight: 3,
    async play(acting) {
      const { dare, ask, person, chance, options } = acting
      const link = person.links.filter(({ kind, mailId }) => kind === 'approval' && /correction|link-again/.test(mailId)).at(-1)
      const draft = person.drafts.find(({ id }) => id === link?.record)
      if (link === undefined || draft === undefined) return
      if (draft.ticket !== link.token) {
        draft.former.push(draft.ticket)
        draft.ticket = link.token
      }
      const field = chance.oneOf([
        { residenceCity: 'Trino' },
        { residenceCity: 'Trino' },
        { telephone: '011 1' },
        { email: 'another@example.it' },
        { codiceFiscale: acting.other.code },
      ])
      await dare(asPerson(person), 'registration.correct', draft.ticket, field)
      if (chance.oneIn(3)) await dare(asPerson(person), 'registration.showPinHalf', draft.ticket)
      if (chance.oneIn(2)) await addPaper(acting, person, draft)
      await ask(asPerson(person), 'registration.complete', draft.ticket, options())
    },
  },
  'is asked for a correction, files again and is looked at': {
    weight: 3,
    async play(acting) {
      const { ask, dare, person, operator } = acting
      const draft = filed(person)
      if (draft === undefined) return
      await decide(acting, draft.id, 'requestCorrection')
      await ask('system', 'relay')
      const link = person.links.filter(({ kind, mailId }) => kind === 'approval' && /correction|link-again/.test(mailId)).at(-1)
      if (link === undefined || link.record !== draft.id) return
      if (draft.ticket !== link.token) draft.former.push(draft.ticket)
      draft.ticket = link.token
      for (const field of [{ residenceCity: 'Trino' }, { email: 'another@example.it' }, { codiceFiscale: acting.other.code }])
        await dare(asPerson(person), 'registration.correct', draft.ticket, field)
      await addPaper(acting, person, draft)
      await ask(asPerson(person), 'registration.complete', draft.ticket)
      await ask(asOperator(operator), 'approval.dossier', { operator, id: draft.id })
    },
  },
  'asks for the link again': {
    weight: 1,
    play: async ({ ask, person, options }) =>
      ask(asPerson(person), 'registration.sendLinkAgain', person.drafts.at(-1)?.ticket ?? '', options()),
  },
  'is approved': {
    weight: 5,
    async play(acting) {
      const draft = filed(acting.person)
      if (draft === undefined) return
      const accountId = await decide(acting, draft.id)
      if (accountId === null) return
      acting.person.accountId = accountId
      collect(acting.person)
    },
  },
  'has any request approved': {
    weight: 2,
    async play(acting) {
      const draft = anyDraft(acting)
      if (draft !== undefined) await decide(acting, draft.id)
    },
  },
  'is rejected': {
    weight: 1,
    async play(acting) {
      const draft = anyDraft(acting)
      if (draft !== undefined) await decide(acting, draft.id, 'reject')
    },
  },
  'is asked for a correction': {
    weight: 2,
    async play(acting) {
      const draft = filed(acting.person)
      if (draft === undefined) return
      await decide(acting, draft.id, 'requestCorrection')
      await acting.ask('system', 'relay')
    },
  },
  'decides on what was seen before': {
    weight: 2,
    async play(acting) {
      const { dare, person, world } = acting
      const draft = filed(person)
      const seen = world.history.deeds.filter(
        ({ name, ok, args }) => name === 'approval.dossier' && ok === true && args[0].id === draft?.id,
      )
      if (draft === undefined || seen.length === 0) return
      const { args, value } = acting.chance.oneOf(seen)
      await dare('operator:op-1', 'approval.approve', { ...args[0], dossierDigest: value.digest })
    },
  },
  'decides on the own request': {
    weight: 3,
    async play(acting) {
      const { person, chance, dare } = acting
      const draft = filed(person)
      const code = chance.oneIn(2) ? person.code : omocodiaOf(person.form['codiceFiscale'] as string, 1 + chance.below(127))
      if (draft === undefined) return
      const operator = { id: 'op-own', codiceFiscale: code }
      const dossier = await dare('operator:op-own', 'approval.dossier', { operator, id: draft.id })
      await dare('operator:op-own', 'approval.approve', {
        operator,
        id: draft.id,
        dossierDigest: dossier?.digest ?? 'x'.repeat(43),
      })
      await dare('operator:op-own', 'approval.reissue', { operator, id: draft.id, reason, inPerson: true })
    },
  },
  'rejects without a reason': {
    weight: 2,
    async play(acting) {
      const { dare, person, operator } = acting
      const id = filed(person)?.id ?? anyDraft(acting)?.id ?? ''
      const dossier = await dare('operator:op-1', 'approval.dossier', { operator, id })
      for (const blank of ['', '   ', '\u200B']) {
        await dare('operator:op-1', 'approval.reject', { operator, id, dossierDigest: dossier?.digest ?? '', reason: blank })
      }
      // A decision names what was looked at.
      await dare('operator:op-1', 'approval.approve', { operator, id, dossierDigest: 'x'.repeat(43) })
    },
  },
  'looks into a dossier': {
    weight: 1,
    async play(acting) {
      const { ask, operator, world } = acting
      await ask(asOperator(operator), 'approval.pending')
      const draft = anyDraft(acting)
      if (draft === undefined || world.history.deeds.length === 0) return
      await ask(asOperator(operator), 'approval.dossier', { operator, id: draft.id })
      await ask(asOperator(operator), 'approval.document', { operator, id: draft.id, document: 1 })
    },
  },
  'sends the link again as the office': {
    weight: 1,
    async play(acting) {
      const draft = filed(acting.person)
      if (draft !== undefined)
        await acting.ask(asOperator(acting.operator), 'approval.sendAgain', { operator: acting.operator, id: draft.id })
    },
  },
  'has a letter refused by its mailbox and is decided on': {
    weight: 2,
    async play(acting) {
      const { ask, person, world } = acting
      const draft = await register(acting, person)
      if (draft === null) return
      world.fates.push('rejected', 'rejected')
      await ask('system', 'relay')
      world.fates.length = 0
      await decide(acting, draft.id)
    },
  },
  'gets first credentials anew although something has happened': {
    weight: 2,
    async play(acting) {
      const { ask, dare, person, operator, chance } = acting
      const by = asOperator(operator)
      const draft = await register(acting, person)
      await ask('system', 'relay')
      if (draft === null || (await decide(acting, draft.id)) === null) return
      collect(person)
      const temporary = person.secrets ?? { pin: '', password: '' }
      const form = { codiceFiscale: person.code, ...temporary }
      const opened = await ask(asPerson(person), 'session.signIn', form)
      const act = chance.oneOf(['', 'credential.suspend', 'credential.revoke'] as const)
      if (act !== '') await dare(by, act, { operator, codiceFiscale: person.code, reason, cause: 'office' })
      await dare(by, 'approval.reissue', { operator, id: draft.id, reason, inPerson: true })
      if (opened !== null) await ask(asPerson(person), 'session.check', opened.token)
    },
  },
  'gets first credentials anew': {
    weight: 3,
    async play(acting) {
      const { ask, dare, person, operator, options } = acting
      const draft = filed(person)
      if (draft === undefined) return
      const again = await ask(
        asOperator(operator),
        'approval.reissue',
        { operator, id: draft.id, reason, inPerson: true },
        options(),
      )
      await ask('system', 'relay')
      if (again === null || again.ticket === null || again.ticket === undefined) return
      const shown = await dare(asPerson(person), 'registration.showPinHalf', again.ticket)
      await dare(asPerson(person), 'registration.showPinHalf', again.ticket)
      if (shown !== 'no') draft.second = shown.pinSecondHalf
      collect(person)
    },
  },
}
