import { isSportelloError } from 'sportello'
import { describe, expect, it } from 'vitest'
import { newPec, oldPec, receiptOf } from '../support/addresses.ts'
import { accepted, anna, type Counter, completed, drafted, freshPdf, operator, subscribed } from '../support/counter.ts'
import { type Command, explore, filed, type Scene, scene } from '../support/interleaving.ts'
import { expectSound, judgeOfEnds } from '../support/standing.ts'
import {
  about,
  type Changing,
  changeIn,
  changing,
  clicked,
  deliveryOf,
  failureOf,
  newMail,
  questionnaire,
  type Subscriber,
  sentUnnoticed,
  subscriber,
  waitingForHelp,
} from './address-scenes.ts'

/** An answer without what differs from call to call: accepted, the code of the refusal, or the code of the error. */
function said(answer: unknown): string {
  const { ok, refusal, error, sent } = answer as {
    readonly ok?: boolean
    readonly refusal?: { readonly code: string }
    readonly error?: unknown
    readonly sent?: readonly unknown[]
  }
  if (error !== undefined) return isSportelloError(error) ? `error ${error.code}` : `broken: ${String(error)}`
  if (sent !== undefined) return `sent ${sent.length}`
  return ok === true ? 'ok' : (refusal?.code ?? 'nothing')
}

/** Plays every order, checks what must stand, and that each order came out as one of the two commands after the other would. */
async function expectSerial<Cast>(
  beginning: Scene<Cast>,
  commands: readonly Command<Cast>[],
  switches = 3,
  finish: ((after: Counter) => Promise<unknown>) | null = null,
) {
  const serial = new Set<string>()
  const judged = judgeOfEnds()
  const runs = await explore(
    beginning,
    commands,
    async ({ world, answers, after, plan, switches: used }) => {
      if (finish !== null) await finish(after())
      try {
        const outcome = [...answers.map((answer, i) => `${i}: ${said(answer)}`), judged(world)].join('\n')
        expect(outcome).not.toContain('broken')
        if (used === 0) serial.add(outcome)
        expect([...serial]).toContain(outcome)
      } catch (cause) {
        throw new Error(`order ${plan.join('')}`, { cause })
      }
    },
    switches,
  )
  expect(runs).toBeGreaterThan(commands.length)
}

const second = { id: 'operator-2', codiceFiscale: operator.codiceFiscale }

const dossierDigest = async ({ sportello }: Counter, id: string) =>
  accepted(await sportello.approval.dossier({ operator, id })).digest

const awaiting = () =>
  scene(async (counter) => {
    const person = await completed(counter)
    return { ...person, dossierDigest: await dossierDigest(counter, person.id) }
  })
const draft = () =>
  scene(async ({ sportello }) => {
    const opened = accepted(await sportello.registration.open(anna))
    accepted(await sportello.registration.addDocument(opened.ticket, { type: 'identity-card' }, filed))
    return opened
  })
const holding = () =>
  scene(async (counter) => {
    const person = await subscribed(counter)
    const { token } = accepted(await counter.sportello.session.signIn(person.credentials))
    return { ...person, token }
  })

type Case = { readonly id: string; readonly dossierDigest: string }
type Draft = { readonly id: string; readonly ticket: string }
type SignedIn = { readonly token: string; readonly credentials: { codiceFiscale: string; pin: string; password: string } }

const approves =
  (by = operator): Command<Case> =>
  ({ sportello }, { id, dossierDigest }) =>
    sportello.approval.approve({ operator: by, id, dossierDigest })
const rejects: Command<Case> = ({ sportello }, { id, dossierDigest }) =>
  sportello.approval.reject({ operator: second, id, dossierDigest, reason: 'Non leggibile.' })
const returns: Command<Case> = ({ sportello }, { id, dossierDigest }) =>
  sportello.approval.requestCorrection({ operator: second, id, dossierDigest, reason: 'Manca il retro.' })
const completes: Command<Draft> = ({ sportello }, { ticket }) => sportello.registration.complete(ticket)
const withdraws: Command<Draft> = ({ sportello }, { ticket }) => sportello.registration.withdraw(ticket)
const adds =
  (content = filed): Command<Draft> =>
  ({ sportello }, { ticket }) =>
    sportello.registration.addDocument(ticket, { type: 'identity-card' }, content)
const removes: Command<Draft> = ({ sportello }, { ticket }) => sportello.registration.removeDocument(ticket, 1)
const renews: Command<Draft> = ({ sportello }, { ticket }) => sportello.registration.renewPin(ticket)
const signsIn: Command<SignedIn> = ({ sportello }, { credentials }) => sportello.session.signIn(credentials)
const changes =
  (next: string): Command<SignedIn> =>
  ({ sportello }, { token, credentials }) =>
    sportello.credential.changePassword({ token, current: credentials.password, next, confirmation: next })
const revokes: Command<unknown> = ({ sportello }) =>
  sportello.credential.revoke({ operator, codiceFiscale: anna.codiceFiscale, reason: 'Su richiesta.' })

/** By omocodia: the same person, as the code says. */
const newCode = 'VRDNNA80A41L21VO'
const rebinds =
  (by = operator): Command<unknown> =>
  ({ sportello }) =>
    sportello.rebinding.rebind({
      ...{ operator: by, codiceFiscale: anna.codiceFiscale, newCodiceFiscale: newCode, reason: 'Omocodia.' },
      document: { kind: 'tax-code-certificate', number: 'AE202617', issuedOn: '2026-03-01' },
    })
const identifies: Command<unknown> = ({ sportello, clock }) =>
  sportello.identification.record({
    ...{ operator, codiceFiscale: anna.codiceFiscale, identifiedAt: clock.now(), point: 'office', reason: 'Perso tutto.' },
    document: { kind: 'identity-card', number: 'CA12345AA', expiresOn: '2030-01-01' },
  })
const suspends: Command<unknown> = ({ sportello }) =>
  sportello.credential.suspend({ operator, codiceFiscale: anna.codiceFiscale, reason: 'Furto.', cause: 'theft-suspected' })
const linkIn = ({ mailer }: Counter, page: string): string =>
  mailer.sent.flatMap(({ text }) => new RegExp(`/${page}#token=(\\S+)`).exec(text)?.[1] ?? []).at(-1) ?? ''

/** A subscriber with a recovery and a renewal of the PIN under way, who holds the link and both halves. */
const losing = () =>
  scene(async (counter) => {
    const { credentials } = await subscribed(counter)
    const { token } = accepted(await counter.sportello.session.signIn(credentials))
    accepted(await counter.sportello.recovery.request({ codiceFiscale: credentials.codiceFiscale }))
    const { pinSecondHalf } = accepted(await counter.sportello.pinRenewal.start({ token, password: credentials.password }))
    await counter.sportello.relay()
    const letters = counter.mailer.sent.filter(({ id }) => id.includes('.pin-renewal.'))
    const half = /PIN, prime 4 cifre: (\d{4})/.exec(letters.at(-1)?.text ?? '')?.[1] ?? ''
    return { credentials, token, link: linkIn(counter, 'recovery'), pin: half + pinSecondHalf }
  })
type Losing = SignedIn & { readonly link: string; readonly pin: string }
const recovers: Command<Losing> = ({ sportello }, { link, credentials: { pin } }) =>
  sportello.recovery.complete({ token: link, pin, password: 'Sorbetto.Arancio8', confirmation: 'Sorbetto.Arancio8' })
const concludes: Command<Losing> = ({ sportello }, { token, pin }) => sportello.pinRenewal.conclude({ token, pin })

async function awaitingCorrection(counter: Counter) {
  const { id } = await completed(counter, { ...anna, email: 'other@example.it' })
  const digest = await dossierDigest(counter, id)
  accepted(await counter.sportello.approval.requestCorrection({ operator, id, dossierDigest: digest, reason: 'Manca il retro.' }))
  await counter.sportello.relay()
  return { id, dossierDigest: digest, ticket: /#ticket=(\S+)/.exec(counter.mailer.sent.at(-1)?.text ?? '')?.[1] ?? '' }
}

describe('two commands in every order of their port calls come out as one after the other', () => {
  it('O1, INV-11: approving and approving', async () => {
    await expectSerial(await awaiting(), [approves(), approves(second)], 2)
  })

  it('O2, INV-11, INV-17: approving and rejecting', async () => {
    await expectSerial(await awaiting(), [approves(), rejects])
  })

  it('O2, INV-11: approving and requesting a correction', async () => {
    await expectSerial(await awaiting(), [approves(), returns])
  })

  it('R1, INV-01: approving two requests on one codice fiscale', async () => {
    const beginning = await scene(async (counter) => {
      const one = await completed(counter)
      const other = await completed(counter, { ...anna, email: 'other@example.it' })
      return {
        one: { id: one.id, dossierDigest: await dossierDigest(counter, one.id) },
        other: { id: other.id, dossierDigest: await dossierDigest(counter, other.id) },
      }
    })
    const [first, last] = [approves(), approves(second)]
    await expectSerial(beginning, [(counter, { one }) => first(counter, one), (counter, { other }) => last(counter, other)])
  })

  it('O3: a request that awaits a correction: completing it and rejecting it, withdrawing it and rejecting it', async () => {
    const beginning = await scene(awaitingCorrection)
    await expectSerial(beginning, [completes, rejects])
    await expectSerial(beginning, [withdraws, rejects])
  })

  it('INV-03: completing and withdrawing', async () => {
    await expectSerial(await draft(), [completes, withdraws])
  })

  it('INV-02, INV-28: completing and adding a document', async () => {
    await expectSerial(await draft(), [completes, adds(freshPdf())])
  })

  it('D7, INV-28: removing a document and adding the same content', async () => {
    await expectSerial(await draft(), [removes, adds()])
  })

  it('D7, INV-28: removing a document and adding the same content twice', async () => {
    await expectSerial(await draft(), [removes, adds(), adds()], 2)
  })

  it('D7, INV-28: adding the same content twice', async () => {
    const content = freshPdf()
    await expectSerial(await draft(), [adds(content), adds(content)])
  })

  it('D7, INV-28: withdrawing and adding a document that is there already, or is not', async () => {
    await expectSerial(await draft(), [withdraws, adds()])
    await expectSerial(await draft(), [withdraws, adds(freshPdf())])
  })

  it('INV-05: renewing the PIN and completing', async () => {
    await expectSerial(await draft(), [renews, completes])
  })

  it('P5, INV-11: changing the password twice', async () => {
    await expectSerial(await holding(), [changes('Gelato.Turchese8'), changes('Gelato.Turchese9')])
  })

  it('L11: signing in and changing the password', async () => {
    await expectSerial(await holding(), [signsIn, changes('Gelato.Turchese8')])
  })

  it('L11: signing in and being revoked', async () => {
    await expectSerial(await holding(), [signsIn, revokes])
  })

  it('L11: a recovery and a renewal of the PIN with each other, a change of the password, a suspension, a revocation', async () => {
    await expectSerial(await losing(), [recovers, recovers], 2)
    await expectSerial(await losing(), [recovers, concludes], 2)
    await expectSerial(await losing(), [recovers, changes('Gelato.Turchese8')], 2)
    await expectSerial(await losing(), [concludes, suspends], 2)
    await expectSerial(await losing(), [recovers, suspends], 2)
    await expectSerial(await losing(), [concludes, revokes], 2)
  })

  it('O11: an identification with a sign-in, a recovery, a suspension, a revocation', async () => {
    await expectSerial(await losing(), [identifies, signsIn], 2)
    await expectSerial(await losing(), [identifies, recovers], 2)
    await expectSerial(await losing(), [identifies, concludes], 2)
    await expectSerial(await losing(), [identifies, suspends], 2)
    await expectSerial(await losing(), [identifies, revokes], 2)
  })

  it('O12: a rebinding with a sign-in, a recovery, an identification, a revocation, and another one', async () => {
    await expectSerial(await losing(), [rebinds(), signsIn], 2)
    await expectSerial(await losing(), [rebinds(), recovers], 2)
    await expectSerial(await losing(), [rebinds(), concludes], 2)
    await expectSerial(await losing(), [rebinds(), identifies], 2)
    await expectSerial(await losing(), [rebinds(), revokes], 2)
    await expectSerial(await losing(), [rebinds(), rebinds(second)], 2)
  })

  it('O12: a rebinding and the approval of a request under the new code, and a request that is opened with it', async () => {
    const beginning = await scene(async (counter) => {
      await subscribed(counter)
      const { id } = await completed(counter, { ...anna, codiceFiscale: newCode, email: 'other@example.it' })
      return { id, dossierDigest: await dossierDigest(counter, id) }
    })
    await expectSerial(beginning, [rebinds(), approves()], 2)
    const opens: Command<unknown> = ({ sportello }) =>
      sportello.registration.open({ ...anna, codiceFiscale: newCode, email: 'third@example.it' })
    await expectSerial(await holding(), [rebinds(), opens], 2)
  })

  it('L5, INV-10: the last PINs that are judged', async () => {
    const beginning = await scene(async (counter) => {
      const { credentials } = await subscribed(counter)
      const { pin } = credentials
      const wrong = { ...credentials, pin: pin.replace(/.$/, (digit) => String((Number(digit) + 1) % 10)) }
      for (let i = 0; i < 4; i += 1) {
        await counter.sportello.session.signIn(wrong)
        counter.clock.advance(60 * 60_000)
      }
      return wrong
    })
    const guesses: Command<SignedIn['credentials']> = ({ sportello }, wrong) => sportello.session.signIn(wrong)
    await expectSerial(beginning, [guesses, guesses])
    await expectSerial(beginning, [guesses, guesses, guesses], 2)
  })

  it('R13: opening with one request key four times', async () => {
    const beginning = await scene(async () => null)
    const opens: Command<null> = ({ sportello }) => sportello.registration.open(anna, { requestKey: 'form-7f3a9c21e5d84b60' })
    const runs = await explore(
      beginning,
      [opens, opens, opens, opens],
      async ({ world, answers }) => {
        expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
        expect(world.storage.contents().records.filter(({ machine }) => machine === 'registration')).toHaveLength(1)
        expectSound(world)
      },
      1,
    )
    expect(runs).toBeGreaterThan(100)
  })

  it('R13: any command with one request key twice has one effect and one answer', async () => {
    const options = { requestKey: 'form-7f3a9c21e5d84b60' }
    const content = freshPdf()
    const twice = async <Cast>(beginning: Scene<Cast>, command: Command<Cast>) => {
      const [effects, judged] = [new Set<string>(), judgeOfEnds()]
      await explore(beginning, [command, command], async ({ world, answers: [one, other], plan }) => {
        expect(said(one), plan.join('')).toBe('ok')
        expect(other, plan.join('')).toEqual(one)
        effects.add(judged(world))
      })
      expect(effects.size).toBe(1)
    }
    for (const command of [
      ({ sportello }, { ticket }) => sportello.registration.renewPin(ticket, options),
      ({ sportello }, { ticket }) => sportello.registration.addDocument(ticket, { type: 'identity-card' }, content, options),
      ({ sportello }, { ticket }) => sportello.registration.removeDocument(ticket, 1, options),
      ({ sportello }, { ticket }) => sportello.registration.complete(ticket, options),
      ({ sportello }, { ticket }) => sportello.registration.withdraw(ticket, options),
    ] satisfies Command<Draft>[]) {
      await twice(await draft(), command)
    }
    for (const command of [
      ({ sportello: { approval } }, { id, dossierDigest: digest }) =>
        approval.approve({ operator, id, dossierDigest: digest }, options),
      ({ sportello: { approval } }, given) => approval.reject({ operator, ...given, reason: 'Non leggibile.' }, options),
      ({ sportello: { approval } }, given) =>
        approval.requestCorrection({ operator, ...given, reason: 'Manca il retro.' }, options),
    ] satisfies Command<Case>[]) {
      await twice(await awaiting(), command)
    }
    const next = 'Gelato.Turchese8'
    for (const command of [
      ({ sportello }, { credentials }) => sportello.session.signIn(credentials, options),
      ({ sportello }, { token, credentials: { password: current } }) =>
        sportello.credential.changePassword({ token, current, next, confirmation: next }, options),
      ({ sportello }, { token }) => sportello.credential.endSessions({ token }, options),
      ({ sportello }, { token }) => sportello.credential.suspendOwn({ token, reason: 'Furto.' }, options),
      ({ sportello }, { token, credentials: { pin, password } }) =>
        sportello.credential.revokeOwn({ token, pin, password, reason: 'Non serve.' }, options),
    ] satisfies Command<SignedIn>[]) {
      await twice(await holding(), command)
    }
  })

  it('Q3, M7: sending mail twice at once, and sending what an approval cancels', async () => {
    const beginning = await scene(async (counter) => {
      const one = await completed(counter)
      const other = await drafted(counter.sportello, { ...anna, email: 'other@example.it' })
      accepted(await counter.sportello.registration.complete(other.ticket))
      return { id: one.id, dossierDigest: await dossierDigest(counter, one.id) }
    })
    const relays: Command<unknown> = ({ sportello }) => sportello.relay()
    await expectSerial(beginning, [relays, relays])
    // Between its lease and its last look a letter can be cancelled: then this round sends less than in either order, and the next one makes
    // it good.
    const relaysAnyhow: Command<unknown> = async (counter, cast) => {
      await relays(counter, cast)
      return { ok: true }
    }
    const nextRound = ({ sportello }: Counter) => sportello.relay()
    await expectSerial(beginning, [relaysAnyhow, (counter, cast) => approves()(counter, cast)], 2, nextRound)
  })
})

describe('a request that is completed while another on the same codice fiscale is approved', () => {
  it.each([
    ['drafted', ['approval/void', 'credential/already-issued']],
    ['awaiting a correction', ['approval/void']],
  ])(
    'R1, INV-01: when it was %s, it is voided or stays in the queue, and cannot be approved, in any order',
    async (before, refusals) => {
      const beginning = await scene(async (counter) => {
        const other =
          before === 'awaiting a correction'
            ? await awaitingCorrection(counter)
            : await drafted(counter.sportello, { ...anna, email: 'other@example.it' })
        const one = await completed(counter)
        return { one: { id: one.id, dossierDigest: await dossierDigest(counter, one.id) }, other }
      })
      const outcomes = new Set<string>()
      await explore(
        beginning,
        [(counter, { one }) => approves()(counter, one), (counter, { other }) => completes(counter, other)],
        async ({ world, answers, after: openAfter, plan }) => {
          const after = openAfter()
          expect(said(answers[0]), plan.join('')).toBe('ok')
          expect(['ok', 'registration/closed'], plan.join('')).toContain(said(answers[1]))
          expectSound(world)
          const { id } = beginning.cast.other
          const again = await after.sportello.approval.approve({
            operator: second,
            id,
            dossierDigest: await dossierDigest(after, id),
          })
          outcomes.add(said(again))
          expectSound(world)
        },
      )
      expect([...outcomes].sort()).toEqual(refusals)
    },
  )
})

const confirms: Command<Changing> = ({ sportello }, { link }) => sportello.pecChange.confirm(link)
const asksFor =
  (pec: string): Command<Subscriber> =>
  ({ sportello }, { secrets }) =>
    sportello.pecChange.request({ ...secrets, pec, confirmation: pec })
const cancels: Command<Subscriber> = ({ sportello }, { token }) => sportello.pecChange.cancel({ token })
const resends: Command<Subscriber> = ({ sportello }, { token }) => sportello.pecChange.resend({ token })
const hears =
  (receipt: (change: Changing) => ReturnType<typeof receiptOf>): Command<Changing> =>
  ({ sportello }, change) =>
    sportello.pecChange.receive(receipt(change))
const changesPassword: Command<Subscriber> = ({ sportello }, { token, credentials: { password: current } }) =>
  sportello.credential.changePassword({ token, current, next: 'Gelato.Turchese8', confirmation: 'Gelato.Turchese8' })
const records =
  (pec: string): Command<unknown> =>
  ({ sportello }) =>
    sportello.addresses.setPec({ ...about, pec })
const accepts: Command<Case> = ({ sportello }, { id, dossierDigest }) =>
  sportello.assistance.approve({ operator, id, dossierDigest })
const declines: Command<Case> = ({ sportello }, { id, dossierDigest }) =>
  sportello.assistance.reject({ operator, id, dossierDigest, reason: 'Non leggibile.' })
const takesBack: Command<Draft> = ({ sportello }, { ticket }) => sportello.assistance.withdraw(ticket)

describe('two commands on an address in every order of their port calls come out as one after the other', () => {
  it('INV-11: two clicks on one link', async () => {
    await expectSerial(await changing()(), [confirms, confirms])
  })

  it('INV-14: a click and a newer request, and two requests', async () => {
    await expectSerial(await changing()(), [confirms, asksFor('anna.altra@pec.example.org')], 2)
    await expectSerial(await subscriber(), [asksFor(newPec), asksFor('anna.altra@pec.example.org')], 2)
  })

  it('INV-13: a click and a cancellation, and a cancellation and one more mail', async () => {
    await expectSerial(await changing()(), [confirms, cancels])
    await expectSerial(await changing()(), [cancels, resends])
  })

  it('INV-12: a click and a receipt of delivery, or of no delivery', async () => {
    await expectSerial(await changing()(), [confirms, hears(deliveryOf)])
    await expectSerial(await changing()(), [confirms, hears(failureOf)])
  })

  it('INV-12: a mail that is sent once more, and a click, a receipt, a cancellation or one more link', async () => {
    const relays: Command<Changing> = ({ sportello }) => sportello.relay()
    const cases: readonly (readonly [other: Command<Changing>, statuses: string])[] = [
      [confirms, 'confirmed'],
      [hears(deliveryOf), 'awaiting-confirmation'],
      [(counter, change) => cancels(counter, change), 'cancelled'],
      [(counter, change) => resends(counter, change), 'awaiting-receipt'],
    ]
    for (const [other, status] of cases) {
      const terms = new Set<number>()
      await explore(
        await sentUnnoticed(),
        [relays, other],
        async ({ world, answers, plan }) => {
          expect(answers.map(said)[1], plan.join('')).toBe('ok')
          const value = changeIn(world)
          expect(value['status'], plan.join('')).toBe(status)
          const [link] = value['links'] as readonly { readonly until: number; readonly dispatchedAt: number | null }[]
          terms.add(link?.until ?? 0)
          // Its dispatch counts, or it came too late to.
          expect(link?.until, plan.join('')).toBe(Date.UTC(2026, 2, link?.dispatchedAt === null ? 11 : 12, 23))
          if (status.startsWith('awaiting')) expect(link?.dispatchedAt, plan.join('')).not.toBeNull()
          expectSound(world)
        },
        2,
      )
      // A dispatch that comes after its receipt counts as well: the order makes no difference.
      expect(terms.size).toBe(status.startsWith('awaiting') ? 1 : 2)
    }
  })

  it('C4: one receipt twice, and two that say different things', async () => {
    await expectSerial(await changing()(), [hears(deliveryOf), hears(deliveryOf)])
    await expectSerial(await changing()(), [hears(deliveryOf), hears(failureOf)])
  })

  it('INV-12: the receipt that a click waits for, twice, and with a cancellation', async () => {
    const inTime = hears(({ reference }) => receiptOf(reference, Date.UTC(2026, 2, 11, 22, 59), { id: 'opec3@pec.example.org' }))
    await expectSerial(await clicked(), [inTime, inTime], 2)
    await expectSerial(await clicked(), [inTime, (counter, change) => cancels(counter, change)], 2)
  })

  it('INV-35: a click and a change of the password', async () => {
    await expectSerial(await changing()(), [confirms, changesPassword])
  })

  it('INV-15: a click and another address that the office enters, or the very same', async () => {
    await expectSerial(await changing()(), [confirms, records('anna.terza@pec.example.it')])
    await expectSerial(await changing()(), [confirms, records(newPec)])
  })

  it('INV-19: a click that changes the PEC, and the mail to the old one that is sent meanwhile', async () => {
    const relays: Command<unknown> = ({ sportello }) => sportello.relay()
    const beginning = await scene(async (counter) => {
      const { credentials } = await subscribed(counter)
      accepted(await counter.sportello.addresses.setPec({ ...about, pec: oldPec }))
      const { token } = accepted(await counter.sportello.session.signIn(credentials))
      await counter.sportello.relay()
      const { pin, password } = credentials
      accepted(await counter.sportello.emailChange.request({ token, pin, password, email: newMail, confirmation: newMail }))
      return null
    })
    await explore(beginning, [relays, records(newPec)], async ({ world, answers, plan }) => {
      expect(answers.map(said).join(), plan.join('')).not.toMatch(/broken|error/)
      const told = world.sent.map(({ to }) => to.address)
      expect(told, plan.join('')).toContain(oldPec)
      expect(told, plan.join('')).not.toContain(newPec)
      expectSound(world)
    })
  })

  it('O1, O2: a request for assistance is approved twice, approved and rejected, approved and withdrawn', async () => {
    const beginning = await waitingForHelp()
    await expectSerial(beginning, [accepts, accepts], 2)
    await expectSerial(beginning, [accepts, declines], 2)
    await expectSerial(beginning, [accepts, takesBack], 2)
  })

  it('C5, INV-14: a request for assistance that is accepted while its person asks himself', async () => {
    await expectSerial(await waitingForHelp(), [accepts, asksFor('anna.altra@pec.example.org')], 2)
  })

  it('R13: any command with one request key twice has one effect and one answer', async () => {
    const options = { requestKey: 'form-7f3a9c21e5d84b60' }
    const twice = async <Cast>(beginning: Scene<Cast>, command: Command<Cast>) => {
      const [effects, judged] = [new Set<string>(), judgeOfEnds()]
      await explore(
        beginning,
        [command, command],
        async ({ world, answers: [one, other], plan }) => {
          expect(said(one), plan.join('')).toBe('ok')
          expect(other, plan.join('')).toEqual(one)
          effects.add(judged(world))
        },
        1,
      )
      expect(effects.size).toBe(1)
    }
    for (const command of [
      ({ sportello }, { secrets }) => sportello.pecChange.request({ ...secrets, pec: newPec, confirmation: newPec }, options),
      ({ sportello }, { secrets }) =>
        sportello.emailChange.request({ ...secrets, email: newMail, confirmation: newMail }, options),
      ({ sportello }) => sportello.addresses.setPec({ ...about, pec: newPec }, options),
      ({ sportello }) => sportello.addresses.reportPecStatus({ ...about, finding: 'full' }, options),
    ] satisfies Command<Subscriber>[]) {
      await twice(await subscriber(), command)
    }
    for (const command of [
      ({ sportello }, { link }) => sportello.pecChange.confirm(link, options),
      ({ sportello }, { token }) => sportello.pecChange.resend({ token }, options),
      ({ sportello }, { token }) => sportello.pecChange.cancel({ token }, options),
      ({ sportello }) => sportello.pecChange.resendAsOffice(about, options),
      ({ sportello }) => sportello.pecChange.cancelAsOffice(about, options),
    ] satisfies Command<Changing>[]) {
      await twice(await changing()(), command)
    }
    for (const command of [
      ({ sportello }, { link }) => sportello.emailChange.confirm(link, options),
      ({ sportello }, { token }) => sportello.emailChange.resend({ token }, options),
      ({ sportello }, { token }) => sportello.emailChange.cancel({ token }, options),
    ] satisfies Command<Changing>[]) {
      await twice(await changing('email')(), command)
    }
    for (const command of [
      ({ sportello: { assistance } }, { id, dossierDigest: digest }) =>
        assistance.approve({ operator, id, dossierDigest: digest }, options),
      ({ sportello: { assistance } }, given) => assistance.reject({ operator, ...given, reason: 'Non leggibile.' }, options),
      ({ sportello: { assistance } }, { ticket }) => assistance.withdraw(ticket, options),
    ] satisfies Command<Case & Draft>[]) {
      await twice(await waitingForHelp(), command)
    }
    await twice(await subscriber(), ({ sportello }) => sportello.assistance.open(questionnaire, filed, options))
  })
})
