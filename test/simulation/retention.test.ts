import fc from 'fast-check'
import type { PolicyChoice } from 'sportello'
import { describe, expect, it } from 'vitest'
import { decisionOn, questionnaire } from '../procedures/assistance/asking.ts'
import { receiptOf } from '../support/addresses.ts'
import {
  accepted,
  anna,
  type Counter,
  everythingStored,
  freshPdf,
  newPassword,
  office,
  openCounter,
  operator,
} from '../support/counter.ts'
import { flawsOf } from '../support/soundness.ts'

const day = 86_400_000
const years = (count: number) => count * 366 * day

/** Credentials that end by themselves, so that nothing is for ever. */
const policy = {
  credential: { lifetimeMs: years(2), disuseMs: years(1) },
  retention: { approvedMs: years(5), documentsMs: 20 * day },
} satisfies PolicyChoice

const people = [
  { ...anna, email: 'anna@example.it' },
  { ...anna, surname: 'Bianchi', codiceFiscale: 'BNCNNA80A41L219J', email: 'bianca@example.it' },
  { ...anna, surname: 'Rossi', name: 'Mario', codiceFiscale: 'RSSMRA80A01L219M', sex: 'M', email: 'mario@example.it' },
] as const

const acts = [
  ...[
    'open',
    'add',
    'remove',
    'renew',
    'apply',
    'apply',
    'apply',
    'complete',
    'complete',
    'withdraw',
    'become',
    'become',
    'become',
  ],
  ...[
    'approve',
    'approve',
    'approve',
    'reject',
    'requestCorrection',
    'requestCorrection',
    'signIn',
    'signIn',
    'guess',
    'change',
    'revoke',
  ],
  ...['record', 'report', 'askPec', 'askPec', 'askMail', 'askMail', 'click', 'click', 'click', 'receipt', 'help', 'decideHelp'],
  ...['relay', 'relay', 'sweep', 'orphan', 'erase', 'export'],
] as const

/** Addresses and words that are somebody's own, for looking for what must not be left. */
const traces = people.map(({ surname }) => ({
  pec: `${surname.toLowerCase()}@pec.example.it`,
  newPec: `${surname.toLowerCase()}.nuova@pec.example.org`,
  newMail: `${surname.toLowerCase()}.casa@example.org`,
  note: `Casella di ${surname.toLowerCase()}`,
}))

type Step = { readonly act: (typeof acts)[number]; readonly who: number; readonly waitMs: number; readonly pick: number }

const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.record({
    act: fc.constantFrom(...acts),
    who: fc.nat(people.length - 1),
    waitMs: fc.oneof(
      { weight: 12, arbitrary: fc.constantFrom(0, 60_000, 3_600_000) },
      fc.constantFrom(day, 6 * day, 40 * day, 200 * day),
    ),
    pick: fc.nat(99),
  }),
  { minLength: 20, maxLength: 80 },
)

/** Whatever people and office do; what is refused is refused. */
async function live(counter: Counter, life: readonly Step[]): Promise<void> {
  const { sportello, clock, mailer } = counter
  const { registration, approval, session, credential, subject, addresses, pecChange, emailChange, assistance } = sportello
  const tickets: string[] = []
  const pins = new Map<string, string>()
  const tokens = new Map<string, string>()
  const passwords = new Map<string, string>()
  let keys = 0
  const requestKey = () => {
    keys += 1
    return { requestKey: `life-${keys}-0123456789abcdef` }
  }
  const tellings = () => {
    for (const { text } of mailer.sent) {
      const ticket = /#ticket=(\S+)/.exec(text)?.[1]
      if (ticket !== undefined && !tickets.includes(ticket)) tickets.push(ticket)
      const code = /Nome utente: (\S+)/.exec(text)?.[1]
      const half = /prime 4 cifre: (\d{4})/.exec(text)?.[1]
      const password = /Password temporanea: (\S+)/.exec(text)?.[1]
      if (code === undefined || half === undefined || password === undefined || passwords.has(text)) continue
      passwords.set(text, password)
      passwords.set(code, password)
      pins.set(code, half + (pins.get(`${code} shown`) ?? ''))
    }
  }
  for (const { act, who, waitMs, pick } of life) {
    clock.advance(waitMs)
    const person = people[who] ?? people[0]
    const { codiceFiscale } = person
    const ticket = tickets.at(-1 - (pick % Math.min(3, tickets.length || 1)))
    const whom = { operator, codiceFiscale, reason: 'Su richiesta della persona.' }
    const own = traces[who] ?? traces[0]
    const links = mailer.sent.flatMap(({ id, to, text }) => {
      const [, room, token] = /(pec|email)-change#token=(\S+)/.exec(text) ?? []
      return token === undefined ? [] : [{ room, token, address: to.address, reference: `<${id}@pec.example.it>` }]
    })
    const link = links.at(-1 - (pick % Math.min(3, links.length || 1)))
    const credentials = {
      codiceFiscale,
      pin: pins.get(codiceFiscale) ?? '000000000',
      password: passwords.get(codiceFiscale) ?? 'x',
    }
    const [waiting] = accepted(await approval.pending())
    const dossier = waiting === undefined ? null : await approval.dossier({ operator, id: waiting.id })
    const decision = dossier?.ok
      ? { operator, id: dossier.value.id, dossierDigest: dossier.value.digest, reason: 'Per questi motivi.' }
      : null
    switch (act) {
      case 'open': {
        const opened = await registration.open(person, pick % 2 === 0 ? requestKey() : undefined)
        if (!opened.ok) break
        tickets.push(opened.value.ticket)
        pins.set(`${codiceFiscale} shown`, opened.value.pinSecondHalf)
        break
      }
      case 'apply': {
        const opened = await registration.open(person, requestKey())
        if (!opened.ok) break
        pins.set(`${codiceFiscale} shown`, opened.value.pinSecondHalf)
        await registration.addDocument(opened.value.ticket, { type: 'identity-card', name: `${person.surname}.pdf` }, freshPdf())
        await registration.complete(opened.value.ticket)
        await sportello.relay()
        tellings()
        break
      }
      case 'become': {
        // All the way to a password of his own.
        const opened = await registration.open(person, requestKey())
        if (!opened.ok) break
        const { id, ticket: own, pinSecondHalf } = opened.value
        pins.set(`${codiceFiscale} shown`, pinSecondHalf)
        await registration.addDocument(own, { type: 'identity-card', name: `${person.surname}.pdf` }, freshPdf())
        await registration.complete(own)
        await sportello.relay()
        tellings()
        const looked = await approval.dossier({ operator, id })
        if (!looked.ok || !(await approval.approve({ operator, id, dossierDigest: looked.value.digest })).ok) break
        const current = passwords.get(codiceFiscale) ?? ''
        const pin = pins.get(codiceFiscale) ?? ''
        const signedIn = await session.signIn({ codiceFiscale, pin, password: current })
        if (!signedIn.ok) break
        const next = `${newPassword}${pick}`
        const changed = await credential.changePassword({ token: signedIn.value.token, current, next, confirmation: next })
        if (changed.ok) passwords.set(codiceFiscale, next)
        break
      }
      case 'add':
        await registration.addDocument(ticket ?? '', { type: 'identity-card', name: `${person.surname}.pdf` }, freshPdf())
        break
      case 'remove':
        await registration.removeDocument(ticket ?? '', 1)
        break
      case 'renew':
        await registration.renewPin(ticket ?? '', requestKey())
        break
      case 'complete':
        await registration.addDocument(ticket ?? '', { type: 'driving-licence' }, freshPdf())
        await registration.complete(ticket ?? '', requestKey())
        break
      case 'withdraw':
        await registration.withdraw(ticket ?? '')
        break
      case 'approve':
        if (decision !== null) await approval.approve(decision)
        break
      case 'reject':
        if (decision !== null) await approval.reject(decision)
        break
      case 'requestCorrection':
        if (decision !== null) await approval.requestCorrection(decision, requestKey())
        break
      case 'signIn': {
        const signedIn = await session.signIn(credentials, requestKey())
        if (signedIn.ok) tokens.set(codiceFiscale, signedIn.value.token)
        break
      }
      case 'guess':
        await session.signIn({ ...credentials, pin: '999999999' })
        break
      case 'change': {
        const token = tokens.get(codiceFiscale) ?? ''
        const next = `${newPassword}${pick}`
        const changed = await credential.changePassword({ token, current: credentials.password, next, confirmation: next })
        if (changed.ok) passwords.set(codiceFiscale, next)
        break
      }
      case 'revoke':
        await credential.revoke(whom)
        break
      case 'record':
        await addresses.setPec({ ...whom, pec: own?.pec ?? '' })
        break
      case 'report':
        await addresses.reportPecStatus({ ...whom, finding: pick % 2 === 0 ? 'full' : 'usable' })
        break
      case 'askPec':
      case 'askMail': {
        const signedIn = await session.signIn(credentials)
        if (!signedIn.ok) break
        const { pin, password } = credentials
        const secrets = { token: signedIn.value.token, pin, password }
        const { newPec = '', newMail = '' } = own ?? {}
        if (act === 'askPec') await pecChange.request({ ...secrets, pec: newPec, confirmation: newPec }, requestKey())
        else await emailChange.request({ ...secrets, email: newMail, confirmation: newMail }, requestKey())
        await sportello.relay()
        break
      }
      case 'click':
        await (link?.room === 'pec' ? pecChange : emailChange).confirm(link?.token ?? '', requestKey())
        break
      case 'receipt': {
        const receipt = receiptOf(link?.reference ?? null, clock.now(), { recipient: link?.address ?? own?.pec ?? null })
        await pecChange.receive(pick % 3 === 0 ? { ...receipt, kind: 'failed', failure: 'mailbox-full' } : receipt)
        break
      }
      case 'help': {
        const { newPec: pec = '', newMail: mail = '', note = '' } = own ?? {}
        const { surname, name } = person
        const form = { ...questionnaire, surname, name, codiceFiscale, pec, confirmation: pec, email: mail, note }
        await assistance.open({ ...form, documentExpiresOn: '2099-12-31' }, freshPdf(), requestKey())
        break
      }
      case 'decideHelp': {
        const [asked] = accepted(await assistance.pending())
        if (asked === undefined) break
        const help = await decisionOn(counter, asked.id)
        if (pick % 2 === 0) await assistance.approve(help, requestKey())
        else await assistance.reject({ ...help, reason: `Per ${person.surname}.` }, requestKey())
        break
      }
      case 'relay':
        await sportello.relay()
        tellings()
        break
      case 'sweep':
        expect((await sportello.retention.sweep()).failed).toBe(0)
        break
      case 'orphan': {
        const content = freshPdf()
        const [stored] = await counter.documents.list({ office: office.id, limit: 1 })
        const digest = Buffer.from(await crypto.subtle.digest('SHA-256', Uint8Array.from(content))).toString('hex')
        if (stored !== undefined) await counter.documents.put(content, { ...stored.ref, digest, size: content.length })
        break
      }
      case 'erase':
        await subject.erase(whom)
        break
      case 'export': {
        const data = await subject.export(whom)
        if (!data.ok) break
        for await (const item of data.value.items)
          expect(JSON.stringify(item)).not.toMatch(/"(pin|password|sealedHalf|ticket)":|"link[^}]*"digest":/)
        break
      }
    }
  }
}

/** The office closes what waits. */
async function decideAll(counter: Counter): Promise<void> {
  const { sportello } = counter
  for (;;) {
    const [asked] = accepted(await sportello.assistance.pending())
    if (asked === undefined) break
    accepted(await sportello.assistance.reject({ ...(await decisionOn(counter, asked.id)), reason: 'Termine scaduto.' }))
  }
  for (;;) {
    const [waiting] = accepted(await sportello.approval.pending())
    if (waiting === undefined) return
    const { digest } = accepted(await sportello.approval.dossier({ operator, id: waiting.id }))
    accepted(await sportello.approval.reject({ operator, id: waiting.id, dossierDigest: digest, reason: 'Termine scaduto.' }))
  }
}

describe('twenty years later', () => {
  it('D8, INV-28: of whatever lives nothing personal and no document is left, and every journal verifies', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (life) => {
        const counter = openCounter({ policy })
        await live(counter, life)
        expect(flawsOf(counter.storage.contents())).toEqual([])
        await decideAll(counter)
        const { retention } = counter.sportello
        // As a timer would: drafts lapse first, then what has lapsed is kept for its time.
        for (let passed = 0; passed < 2; passed += 1) {
          counter.clock.advance(years(10))
          expect(await retention.sweep()).toMatchObject({ failed: 0, next: null })
        }
        expect(await retention.sweep({ all: true })).toMatchObject({ erased: 0, removed: 0, collected: 0, lapsed: 0 })
        const { records, journal, outbox } = counter.storage.contents()
        expect(records.filter(({ personal }) => personal !== null)).toEqual([])
        expect(journal.filter(({ personal }) => personal !== null)).toEqual([])
        expect(outbox.filter(({ sealed }) => sealed !== '')).toEqual([])
        expect(await counter.documents.list({ office: office.id, limit: 10 })).toEqual([])
        expect(records.filter(({ machine }) => ['session', 'quota', 'request', 'pec-claim'].includes(machine))).toEqual([])
        const told = JSON.stringify([records, journal, outbox]) + (await everythingStored(counter)).join()
        const own = people.flatMap(({ surname, email: mail, codiceFiscale }) => [surname, mail, codiceFiscale])
        const known = [...own, ...traces.flatMap((trace) => Object.values(trace)), questionnaire.documentNumber]
        for (const trace of known) expect(told).not.toContain(trace)
        expect(flawsOf(counter.storage.contents())).toEqual([])
        for (const { key } of records) {
          const [, kind = '', id = ''] = key.split('/')
          expect(accepted(await counter.sportello.journal.verify({ kind, id })), key).toMatchObject({ ok: true })
        }
      }),
      { numRuns: 90, seed: 8, endOnFailure: true },
    )
  })
})
