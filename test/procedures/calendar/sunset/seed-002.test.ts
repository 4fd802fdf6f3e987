/**
 * Seed 002, sentence by sentence: from 28 February 2021 no local credentials are issued and none is renewed; what has expired is not restored; after
 * 30 September none opens anything. D.L. 76/2020, art. 24, c. 4.
 */
import type { SunsetCourseForm } from 'sportello'
import { beforeEach, describe, expect, it } from 'vitest'
import {
  accepted,
  anna,
  type Counter,
  completed,
  drafted,
  newPassword,
  openCounter,
  operator,
  readSecrets,
  refusedCode,
  subscribed,
} from '../../../support/counter.ts'
import { atTheCounter } from '../../account/identification/identified.ts'
import { law as course, day, december, lastIssue, lastUse } from './law.ts'

const policy = {
  credential: { temporaryLifetimeMs: 400 * day, disuseMs: 90 * day },
  session: { idleMs: 400 * day, lifetimeMs: 400 * day },
  registration: { draftLifetimeMs: 100 * day },
  quota: { usesMax: 1000 },
} as const

async function counterUnder(given: SunsetCourseForm = course): Promise<Counter> {
  const counter = openCounter({ policy })
  counter.clock.set(december)
  accepted(await counter.sportello.sunset.set(given))
  return counter
}

let counter: Counter
beforeEach(async () => {
  counter = await counterUnder()
})

const signIn = (credentials: Parameters<Counter['sportello']['session']['signIn']>[0]) =>
  counter.sportello.session.signIn(credentials)

describe('from 28 February 2021 no credentials are issued any more', () => {
  it('S1: nobody registers, to the millisecond', async () => {
    counter.clock.set(lastIssue - 1)
    await drafted(counter.sportello)
    counter.clock.set(lastIssue)
    const refused = await counter.sportello.registration.open(anna)
    expect(refused).toEqual({
      ok: false,
      refusal: {
        code: 'calendar/ended',
        act: 'issue',
        since: lastIssue,
        means: ['spid', 'cie', 'cns'],
        text: {
          it: 'Non vengono più rilasciate nuove credenziali da domenica 28 febbraio 2021 (D.L. 76/2020). Si accede con SPID, CIE o CNS.',
          en: 'No new credentials are issued any more since Sunday 28 February 2021 (Decree-Law 76/2020). Sign in with SPID, CIE or CNS.',
        },
      },
    })
  })

  it('S1: a request that was filed the day before is not approved the day after', async () => {
    counter.clock.set(lastIssue - 1)
    const { id } = await completed(counter)
    const { digest } = accepted(await counter.sportello.approval.dossier({ operator, id }))
    counter.clock.set(lastIssue)
    const decision = { operator, id, dossierDigest: digest }
    expect(refusedCode(await counter.sportello.approval.approve(decision))).toBe('calendar/ended')
    // It can be closed, with a reason.
    accepted(await counter.sportello.approval.reject({ ...decision, reason: 'Dal 28 febbraio si accede con SPID.' }))
  })

  it('S4: a draft of the day before cannot be completed, and its applicant is told that it has ended', async () => {
    counter.clock.set(lastIssue - 1)
    const { ticket } = await drafted(counter.sportello)
    counter.clock.set(lastIssue)
    expect(refusedCode(await counter.sportello.registration.complete(ticket))).toBe('calendar/ended')
    await counter.sportello.retention.sweep()
    await counter.sportello.relay()
    expect(accepted(await counter.sportello.registration.inspect(ticket)).status).toBe('void')
    expect(counter.mailer.sent.at(-1)?.text.replace(/\s+/g, ' ')).toContain(
      'Non vengono più rilasciate nuove credenziali da domenica 28 febbraio 2021',
    )
  })
})

describe('nor are passwords made anew for the old ones', () => {
  it('S1: neither a recovery nor a renewal of the PIN begins; who asks without being signed in hears it by mail alone', async () => {
    counter.clock.set(lastIssue - 1)
    const { credentials } = await subscribed(counter)
    counter.clock.set(lastIssue)
    const { codiceFiscale, password } = credentials
    for (const code of [codiceFiscale, 'RSSMRA70A01H501S']) {
      expect(refusedCode(await counter.sportello.recovery.request({ codiceFiscale: code }))).toBe('calendar/ended')
      expect(refusedCode(await counter.sportello.pinRenewal.start({ codiceFiscale: code, password }))).toBe('calendar/ended')
    }
  })

  it('S4: a link of the day before recovers nothing', async () => {
    counter.clock.set(lastIssue - 1)
    const { credentials } = await subscribed(counter)
    accepted(await counter.sportello.recovery.request({ codiceFiscale: credentials.codiceFiscale }))
    await counter.sportello.relay()
    // Letters of one round leave side by side, in any order.
    const letters = counter.mailer.sent.map(({ text }) => text).join('\n')
    const token = /\/recovery#token=(\S+)/.exec(letters)?.[1] ?? ''
    expect(token).not.toBe('')
    counter.clock.set(lastIssue)
    const { pin } = credentials
    const recovered = await counter.sportello.recovery.complete({
      token,
      pin,
      password: 'Altra.Parola9',
      confirmation: 'Altra.Parola9',
    })
    expect(refusedCode(recovered)).toBe('calendar/ended')
  })

  it('S1: the office issues no first credentials anew, and none by an identification in person', async () => {
    counter.clock.set(lastIssue - day)
    const { id } = await completed(counter)
    const { digest } = accepted(await counter.sportello.approval.dossier({ operator, id }))
    accepted(await counter.sportello.approval.approve({ operator, id, dossierDigest: digest }))
    counter.clock.set(lastIssue)
    expect(refusedCode(await counter.sportello.approval.reissue({ operator, id, reason: 'Letter lost.' }))).toBe('calendar/ended')
    const identified = await counter.sportello.identification.record({ ...atTheCounter, identifiedAt: lastIssue })
    expect(refusedCode(identified)).toBe('calendar/ended')
  })

  it('the first change of a credential that was issued before stays possible, and so does one within a session', async () => {
    counter.clock.set(lastIssue - 1)
    const { pinSecondHalf, ...filed } = await completed(counter)
    const { digest } = accepted(await counter.sportello.approval.dossier({ operator, id: filed.id }))
    accepted(await counter.sportello.approval.approve({ operator, id: filed.id, dossierDigest: digest }))
    await counter.sportello.relay()
    const letter = counter.mailer.sent.map(({ text }) => text).find((text) => text.includes('Password temporanea')) ?? ''
    const { password, firstHalf } = readSecrets(letter)
    // Within the 90 days after which what is not used is over.
    counter.clock.set(lastIssue + 80 * day)
    const credentials = { codiceFiscale: anna.codiceFiscale, pin: firstHalf + pinSecondHalf, password }
    const { token } = accepted(await signIn(credentials))
    const change = { token, current: password, next: newPassword, confirmation: newPassword }
    accepted(await counter.sportello.credential.changePassword(change))
    const full = accepted(await signIn({ ...credentials, password: newPassword }))
    expect(full.scope).toBe('full')
    const again = { token: full.token, current: newPassword, next: 'Altra.Parola9', confirmation: 'Altra.Parola9' }
    accepted(await counter.sportello.credential.changePassword(again))
  })
})

describe('what has expired is not restored', () => {
  it('S2, INV-23: a credential that nobody used is given back in person the day before, and not the day after', async () => {
    for (const at of [lastIssue - 1, lastIssue]) {
      counter = await counterUnder()
      counter.clock.set(lastIssue - 91 * day)
      const { credentials } = await subscribed(counter)
      counter.clock.set(at)
      expect(refusedCode(await signIn(credentials))).toBe('session/sign-in-refused')
      const identified = await counter.sportello.identification.record({ ...atTheCounter, identifiedAt: at })
      expect(identified.ok ? 'restored' : identified.refusal).toEqual(
        at < lastIssue ? 'restored' : expect.objectContaining({ code: 'calendar/ended', act: 'restoration' }),
      )
    }
  })
})

describe('after 30 September none can be used any more', () => {
  it('S3: sign-in on 30 September at 23:59:59.999 and on 1 October at 00:00', async () => {
    counter.clock.set(lastIssue - 1)
    const { credentials } = await subscribed(counter)
    for (let at = lastIssue; at < lastUse; at += 60 * day) {
      counter.clock.set(at)
      accepted(await signIn(credentials))
    }
    counter.clock.set(lastUse - 1)
    accepted(await signIn(credentials))
    counter.clock.set(lastUse)
    expect(await signIn(credentials)).toMatchObject({
      ok: false,
      refusal: { code: 'calendar/ended', act: 'use', since: lastUse },
    })
    // Whoever does not know the secrets hears the same.
    expect(refusedCode(await signIn({ ...credentials, pin: '000000000' }))).toBe('calendar/ended')
  })

  it('S4: no session lives beyond it', async () => {
    counter.clock.set(lastIssue - 1)
    const { credentials } = await subscribed(counter)
    for (let at = lastIssue; at < lastUse; at += 60 * day) {
      counter.clock.set(at)
      accepted(await signIn(credentials))
    }
    counter.clock.set(lastUse - 1)
    const { token } = accepted(await signIn(credentials))
    accepted(await counter.sportello.session.check(token))
    counter.clock.set(lastUse)
    expect(refusedCode(await counter.sportello.session.check(token))).toBe('calendar/ended')
    expect(refusedCode(await counter.sportello.addresses.inspect({ token }))).toBe('calendar/ended')
  })

  it('what a person has outlives the credential: the office still finds the account and its history', async () => {
    counter.clock.set(lastIssue - 1)
    const { accountId } = await subscribed(counter)
    counter.clock.set(lastUse + day)
    await counter.sportello.retention.sweep()
    expect(accepted(await counter.sportello.journal.read({ kind: 'credential', id: accountId })).length).toBeGreaterThan(2)
    const { codiceFiscale } = anna
    const inspected = await counter.sportello.credential.inspect({ operator, codiceFiscale })
    expect(inspected.ok).toBe(true)
  })
})

describe('everybody is told', () => {
  it('one date where nothing ends before the last use', async () => {
    const { sunset } = counter.sportello
    accepted(await sunset.set({ ...course, ends: { use: '2021-10-01T00:00' } }))
    expect((await sunset.phase()).text.it).toMatch(
      /^Le credenziali già rilasciate valgono fino alle ore 24 di giovedì 30 settembre 2021/,
    )
  })

  it('what is possible until when, and what comes next, in both languages', async () => {
    const { sunset } = counter.sportello
    expect(await sunset.phase()).toMatchObject({
      phase: 'before',
      until: lastUse,
      issueUntil: lastIssue,
      means: ['spid', 'cie', 'cns'],
      text: {
        it: 'Nuove credenziali vengono rilasciate fino alle ore 24 di sabato 27 febbraio 2021. Le credenziali già rilasciate valgono fino alle ore 24 di giovedì 30 settembre 2021 (D.L. 76/2020). Si accede con SPID, CIE o CNS.',
      },
    })
    counter.clock.set(lastIssue - 1)
    expect((await sunset.phase()).text.en).toMatch(
      /^New credentials are issued until 24:00 on Saturday 27 February 2021 \(Rome\)\. /,
    )
    counter.clock.set(lastIssue)
    expect(await sunset.phase()).toMatchObject({
      phase: 'ending',
      issueUntil: null,
      acts: { issue: { is: 'ended', since: lastIssue }, use: { is: 'open', until: lastUse } },
      text: {
        it: 'Non vengono più rilasciate nuove credenziali da domenica 28 febbraio 2021. Le credenziali già rilasciate valgono fino alle ore 24 di giovedì 30 settembre 2021 (D.L. 76/2020). Si accede con SPID, CIE o CNS.',
      },
    })
    counter.clock.set(lastUse)
    expect(await sunset.phase()).toMatchObject({
      phase: 'over',
      until: null,
      text: { en: expect.stringContaining('The credentials of the office open nothing any more since Friday 1 October 2021') },
    })
  })
})
