import fc from 'fast-check'
import type { PolicyChoice } from 'sportello'
import { describe, expect, it } from 'vitest'
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
  { ...anna, mail: 'anna@example.it' },
  { ...anna, surname: 'Bianchi', codiceFiscale: 'BNCNNA80A41L219J', mail: 'bianca@example.it' },
  { ...anna, surname: 'Rossi', name: 'Mario', codiceFiscale: 'RSSMRA80A01L219M', sex: 'M', mail: 'mario@example.it' },
] as const

const acts = [
  ...['open', 'add', 'remove', 'renew', 'apply', 'apply', 'apply', 'complete', 'complete', 'withdraw'],
  ...['approve', 'approve', 'approve', 'reject', 'giveBack', 'giveBack', 'signIn', 'signIn', 'guess', 'change', 'revoke'],
  ...['relay', 'relay', 'sweep', 'orphan', 'erase', 'export'],
] as const

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
  const { registration, approval, session, credential, subject } = sportello
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
    const credentials = {
      codiceFiscale,
      pin: pins.get(codiceFiscale) ?? '000000000',
      password: passwords.get(codiceFiscale) ?? 'x',
    }
    const [waiting] = accepted(await approval.pending())
    const dossier = waiting === undefined ? null : await approval.dossier({ operator, id: waiting.id })
    const decision = dossier?.ok
      ? { operator, id: dossier.value.id, seen: dossier.value.digest, reason: 'Per questi motivi.' }
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
      case 'add':
        await registration.addDocument(ticket, { type: 'identity-card', name: `${person.surname}.pdf` }, freshPdf())
        break
      case 'remove':
        await registration.removeDocument(ticket, 1)
        break
      case 'renew':
        await registration.renewPin(ticket, requestKey())
        break
      case 'complete':
        await registration.addDocument(ticket, { type: 'driving-licence' }, freshPdf())
        await registration.complete(ticket, requestKey())
        break
      case 'withdraw':
        await registration.withdraw(ticket)
        break
      case 'approve':
        if (decision !== null) await approval.approve(decision)
        break
      case 'reject':
        if (decision !== null) await approval.reject(decision)
        break
      case 'giveBack':
        if (decision !== null) await approval.giveBack(decision, requestKey())
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
      case 'relay':
        await sportello.relay()
        tellings()
        break
      case 'sweep':
        expect((await sportello.housekeeping.sweep()).failed).toBe(0)
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
        for await (const item of data.value.items) expect(JSON.stringify(item)).not.toMatch(/"(pin|password|sealedHalf|ticket)":/)
        break
      }
    }
  }
}

/** The office closes what waits. */
async function decideAll({ sportello }: Counter): Promise<void> {
  for (;;) {
    const [waiting] = accepted(await sportello.approval.pending())
    if (waiting === undefined) return
    const { digest } = accepted(await sportello.approval.dossier({ operator, id: waiting.id }))
    accepted(await sportello.approval.reject({ operator, id: waiting.id, seen: digest, reason: 'Termine scaduto.' }))
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
        const { housekeeping } = counter.sportello
        // As a timer would: drafts lapse first, then what has lapsed is kept for its time.
        for (let passed = 0; passed < 2; passed += 1) {
          counter.clock.advance(years(10))
          expect(await housekeeping.sweep()).toMatchObject({ failed: 0, next: null })
        }
        expect(await housekeeping.sweep({ all: true })).toMatchObject({ erased: 0, removed: 0, collected: 0, lapsed: 0 })
        const { records, journal, outbox } = counter.storage.contents()
        expect(records.filter(({ personal }) => personal !== null)).toEqual([])
        expect(journal.filter(({ personal }) => personal !== null)).toEqual([])
        expect(outbox.filter(({ sealed }) => sealed !== '')).toEqual([])
        expect(await counter.documents.list({ office: office.id, limit: 10 })).toEqual([])
        expect(records.filter(({ machine }) => ['session', 'quota', 'request'].includes(machine))).toEqual([])
        const told = JSON.stringify([records, journal, outbox]) + (await everythingStored(counter)).join()
        for (const { surname, mail, codiceFiscale } of people) {
          for (const trace of [surname, mail, codiceFiscale]) expect(told).not.toContain(trace)
        }
        expect(flawsOf(counter.storage.contents())).toEqual([])
        for (const { key } of records) {
          const [, kind = '', id = ''] = key.split('/')
          expect(accepted(await counter.sportello.journal.verify({ kind, id })), key).toMatchObject({ ok: true })
        }
      }),
      { numRuns: 60, seed: 8, endOnFailure: true },
    )
  })
})
