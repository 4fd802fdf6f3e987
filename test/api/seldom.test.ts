/** What seldom happens, through the public door: malformed secrets, links of accounts that are over, second answers of the office. */
import {
  createSportello,
  findingText,
  type ImportAccount,
  pageReply,
  refusalText,
  type Sportello,
  type SportelloConfiguration,
  statusText,
} from 'sportello'
import { describe, expect, it } from 'vitest'
import {
  accepted,
  anna,
  approve,
  approved,
  type Counter,
  completed,
  newPassword,
  openCounter,
  operator,
  refusedCode,
  subscribed,
} from '../support/counter.ts'

const day = 86_400_000
const { codiceFiscale } = anna
const torn = 'Gelato.\uD800.Turchese7'
const reason = 'Su richiesta.'
const about = { operator, codiceFiscale, reason }
const linkIn = ({ mailer }: Counter, page: string): string =>
  mailer.sent.flatMap(({ text }) => new RegExp(`/${page}#(?:token|ticket)=(\\S+)`).exec(text)?.[1] ?? []).at(-1) ?? ''

async function signedIn(counter: Counter) {
  const { credentials, ...rest } = await subscribed(counter)
  const { token, device } = accepted(await counter.sportello.session.signIn(credentials))
  await counter.sportello.relay()
  return { ...rest, credentials, token, device }
}

describe('a password that is no text that could be hashed', () => {
  it('is wrong, and no more, wherever it is given', async () => {
    const counter = openCounter()
    const { token, credentials } = await signedIn(counter)
    const { sportello } = counter
    expect(refusedCode(await sportello.pinRenewal.start({ token, password: torn }))).toBe('pin-renewal/wrong-password')
    expect(accepted(await sportello.pinRenewal.start({ codiceFiscale, password: torn })).pinSecondHalf).toMatch(/^\d{5}$/)
    const conclude = await sportello.pinRenewal.conclude({ codiceFiscale, password: torn, pin: credentials.pin })
    expect(refusedCode(conclude)).toBe('pin-renewal/refused')
    const change = { token, current: torn, next: newPassword, confirmation: newPassword }
    expect(refusedCode(await sportello.credential.changePassword(change))).toBe('credential/wrong-password')
  })

  it('is never chosen: neither at a change nor at a recovery', async () => {
    const counter = openCounter()
    const { token, credentials } = await signedIn(counter)
    const { sportello } = counter
    const change = { token, current: credentials.password, next: torn, confirmation: torn }
    expect(refusedCode(await sportello.credential.changePassword(change))).toBe('credential/new-password')
    accepted(await sportello.recovery.request({ codiceFiscale }))
    await sportello.relay()
    const link = linkIn(counter, 'recovery')
    const asked = { token: link, pin: credentials.pin, password: torn, confirmation: torn }
    expect((await sportello.recovery.complete(asked)).ok).toBe(false)
    accepted(await sportello.session.signIn(credentials))
  })
})

describe('a link of a recovery', () => {
  it('is over with the credential: what nobody has used for long it opens no more', async () => {
    const counter = openCounter({ policy: { credential: { disuseMs: day }, recovery: { linkMs: day } } })
    const { credentials } = await signedIn(counter)
    const { sportello, clock } = counter
    clock.advance(day / 2)
    accepted(await sportello.recovery.request({ codiceFiscale }))
    await sportello.relay()
    const token = linkIn(counter, 'recovery')
    expect(accepted(await sportello.recovery.inspect(token)).status).toBe('open')
    clock.advance(day / 2)
    expect(accepted(await sportello.recovery.inspect(token)).status).toBe('void')
    const next = { password: 'Sorbetto.Arancio8', confirmation: 'Sorbetto.Arancio8' }
    expect(refusedCode(await sportello.recovery.complete({ token, pin: credentials.pin, ...next }))).toBe('recovery/void')
  })

  it('that is none is not found', async () => {
    expect(refusedCode(await openCounter().sportello.recovery.inspect('k1~x~y'))).toBe('recovery/not-found')
  })
})

describe('a renewal of the PIN', () => {
  it('asks for a session or a password', async () => {
    expect(refusedCode(await openCounter().sportello.pinRenewal.conclude({ codiceFiscale, pin: '123456789' } as never))).toBe(
      'pin-renewal/form',
    )
  })

  it('counts at the door of a known device, which hears when it may try again', async () => {
    const counter = openCounter()
    const { device, credentials } = await signedIn(counter)
    const { sportello, clock } = counter
    accepted(await sportello.pinRenewal.start({ codiceFiscale, password: credentials.password }))
    const asked = { codiceFiscale, password: credentials.password, pin: '000000000' }
    const known = await sportello.pinRenewal.conclude(asked, { device })
    expect(known).toMatchObject({ refusal: { code: 'pin-renewal/refused', retryAt: clock.now() } })
    const stranger = await sportello.pinRenewal.conclude(asked)
    expect(stranger.ok || !('retryAt' in stranger.refusal) || stranger.refusal.retryAt > clock.now()).toBe(true)
  })

  it('tells the subscriber when strangers have no guess left, at either step', async () => {
    for (const step of ['start', 'conclude'] as const) {
      const counter = openCounter({ policy: { credential: { strangersJudgedMax: 2 } } })
      await signedIn(counter)
      const { sportello, mailer } = counter
      for (let guess = 0; guess < 4; guess += 1) {
        const options = { requester: `guesser ${guess}` }
        if (step === 'start') await sportello.pinRenewal.start({ codiceFiscale, password: 'Sbagliata.1' }, options)
        else await sportello.pinRenewal.conclude({ codiceFiscale, password: 'Sbagliata.1', pin: '000000000' }, options)
      }
      await sportello.relay()
      expect(
        mailer.sent.filter(({ id }) => id.includes('strangers-stopped')),
        step,
      ).toHaveLength(1)
    }
  })
})

describe('a request after its office has dealt with it', () => {
  /** Returned for its city. */
  async function returned(counter: Counter) {
    const filed = await completed(counter)
    const { digest: dossierDigest } = accepted(await counter.sportello.approval.dossier({ operator, id: filed.id }))
    const wanted = { fields: ['residenceCity', 'birthDate'], reason } as const
    accepted(await counter.sportello.approval.requestCorrection({ operator, id: filed.id, dossierDigest, ...wanted }))
    await counter.sportello.relay()
    return { ...filed, returnedTicket: linkIn(counter, 'registration') }
  }

  it('is corrected by the rules of the first form, contradictions included where the policy refuses them', async () => {
    const counter = openCounter({ policy: { registration: { contradictions: 'refuse' } } })
    const { returnedTicket } = await returned(counter)
    const { sportello } = counter
    const correct = (fields: object) => sportello.registration.correct(returnedTicket, fields as never)
    expect(await correct({ birthDate: '1980-01-02' })).toMatchObject({
      refusal: { code: 'registration/form', problems: [{ field: 'birthDate', code: 'mismatch' }] },
    })
    expect(refusedCode(await correct({ birthDate: '2300-01-01' }))).toBe('registration/form')
    expect(accepted(await correct({ residenceCity: 'Trino' })).corrected).toEqual(['residenceCity'])
  })

  it('says that a correction had been asked for when its applicant has withdrawn it instead', async () => {
    const counter = openCounter()
    const { returnedTicket } = await returned(counter)
    accepted(await counter.sportello.registration.withdraw(returnedTicket))
    expect(accepted(await counter.sportello.registration.inspect(returnedTicket))).toMatchObject({
      status: 'withdrawn',
      decision: { outcome: 'correction-requested', reason },
    })
  })

  it('is sent its link again three times a day by the office, and only while it waits for a correction', async () => {
    const counter = openCounter()
    const { id } = await returned(counter)
    const again = () => counter.sportello.approval.sendAgain({ operator, id })
    for (let link = 0; link < 3; link += 1) accepted(await again())
    expect(refusedCode(await again())).toBe('registration/too-many-links')
    const other = openCounter()
    const { id: waiting } = await completed(other)
    expect(refusedCode(await other.sportello.approval.sendAgain({ operator, id: waiting }))).toBe('approval/nothing-to-correct')
  })

  it('names a document that was removed since as another one, when its link is sent again', async () => {
    const counter = openCounter()
    const filed = await completed(counter)
    const { sportello, mailer } = counter
    const { digest: dossierDigest } = accepted(await sportello.approval.dossier({ operator, id: filed.id }))
    accepted(await sportello.approval.requestCorrection({ operator, id: filed.id, dossierDigest, documents: [1], reason }))
    await sportello.relay()
    expect(mailer.sent.at(-1)?.text).toContain("documento 1 da sostituire (carta d'identità)")
    accepted(await sportello.registration.removeDocument(linkIn(counter, 'registration'), 1))
    accepted(await sportello.approval.sendAgain({ operator, id: filed.id }))
    await sportello.relay()
    expect(mailer.sent.at(-1)?.text).toContain('documento 1 da sostituire (altro documento)')
  })

  it('takes no correction that the form would not have taken as a whole', async () => {
    const counter = openCounter()
    const filed = await completed(counter)
    const { sportello } = counter
    const { digest: dossierDigest } = accepted(await sportello.approval.dossier({ operator, id: filed.id }))
    const wanted = { fields: ['birthNation'], reason } as const
    accepted(await sportello.approval.requestCorrection({ operator, id: filed.id, dossierDigest, ...wanted }))
    await sportello.relay()
    expect(await sportello.registration.correct(linkIn(counter, 'registration'), { birthNation: 'Italiana' })).toMatchObject({
      refusal: { code: 'registration/form', problems: [{ field: 'birthNation', code: 'malformed' }] },
    })
  })

  it('shows no half of a PIN once the credential is in use', async () => {
    const counter = openCounter()
    const { id } = await approved(counter)
    const { sportello } = counter
    const { ticket } = accepted(await sportello.approval.reissue({ operator, id, reason, inPerson: true }))
    accepted(await sportello.credential.revoke(about))
    expect(refusedCode(await sportello.registration.showPinHalf(ticket ?? ''))).toBe('registration/no-pin-half')
  })

  it('is approved although the letter was refused, where the office says so', async () => {
    const counter = openCounter({ mailer: { send: async () => 'rejected' } })
    const { sportello } = counter
    const opened = accepted(await sportello.registration.open(anna))
    const { minimalPdf } = await import('../rules/identity/minimal-pdf.ts')
    accepted(await sportello.registration.addDocument(opened.ticket, { type: 'identity-card', name: 'a.pdf' }, minimalPdf()))
    accepted(await sportello.registration.complete(opened.ticket))
    await sportello.relay()
    const { digest: dossierDigest } = accepted(await sportello.approval.dossier({ operator, id: opened.id }))
    const decision = { operator, id: opened.id, dossierDigest }
    expect(refusedCode(await sportello.approval.approve(decision))).toBe('approval/letter-not-delivered')
    accepted(await sportello.approval.approve({ ...decision, despiteUndelivered: true }))
  })

  it('of whoever was erased takes no act of the office any more', async () => {
    const counter = openCounter()
    const { id } = await approved(counter)
    const { sportello } = counter
    accepted(await sportello.credential.revoke(about))
    accepted(await sportello.subject.erase(about))
    expect(refusedCode(await sportello.approval.reissue({ operator, id, reason }))).toBe('approval/erased')
    expect(refusedCode(await sportello.desk.note({ operator, id: 'nobody', text: 'x' }))).toBe('desk/not-found')
  })
})

describe('an import', () => {
  const account: ImportAccount = {
    ...{ codiceFiscale, surname: anna.surname, name: anna.name, birthDate: anna.birthDate, email: anna.email },
    ...({ status: 'active', externalId: '1' } as const),
  }
  const batch = { operator, batch: 'old-portal' } as const

  it('that another run has overtaken has done its work all the same', async () => {
    const { sportello } = openCounter()
    async function* meanwhile() {
      accepted(await sportello.imports.run(batch, []))
      yield account
    }
    expect(accepted(await sportello.imports.run(batch, meanwhile()))).toMatchObject({ run: 1, imported: 1 })
    expect(accepted(await sportello.imports.inspect(batch))).toMatchObject({ status: 'ended', runs: 2 })
  })

  it('of somebody who was erased since names no difference', async () => {
    const { sportello } = openCounter()
    accepted(await sportello.imports.account({ ...batch, account }))
    accepted(await sportello.credential.revoke(about))
    accepted(await sportello.subject.erase(about))
    const again = await sportello.imports.account({ ...batch, account: { ...account, email: 'altra@example.it' } })
    expect(again).toEqual({ ok: false, refusal: { code: 'import/already-imported', differs: [] } })
  })

  it('says of a name that no rule can decide that it is undecidable', async () => {
    const { sportello } = openCounter()
    const { findings } = accepted(await sportello.imports.account({ ...batch, account: { ...account, surname: "D'Ħ" } }))
    expect(findings.some((finding) => finding.startsWith('surname-'))).toBe(true)
  })
})

describe('a configuration', () => {
  const open = (given: Partial<Record<keyof SportelloConfiguration, unknown>>) => (): Sportello =>
    createSportello({ ...openCounter().configuration, ...given } as SportelloConfiguration)

  it('with a verifier of another system that has no example, or a switch that is none, does not open', () => {
    const port = { read: () => null, compute: async () => '' }
    expect(open({ legacyVerifier: port })).toThrowError(expect.objectContaining({ code: 'config/invalid' }))
    expect(open({ policy: { assignment: { required: 'yes' } } })).toThrowError(
      expect.objectContaining({ code: 'config/invalid' }),
    )
    expect(open({ policy: { assignment: { required: true } } })).not.toThrow()
  })
})

describe('an identification', () => {
  it('is not found where nobody was identified, and tells of no document once the person was erased', async () => {
    const counter = openCounter()
    const { sportello, clock } = counter
    await signedIn(counter)
    expect(refusedCode(await sportello.identification.inspect({ operator, codiceFiscale }))).toBe('identification/not-found')
    const document = { kind: 'passport', number: 'AA0000000', expiresOn: '2030-01-01' } as const
    accepted(await sportello.identification.record({ ...about, identifiedAt: clock.now(), point: 'office', document }))
    expect(accepted(await sportello.identification.inspect({ operator, codiceFiscale })).document).toEqual({
      kind: 'passport',
      expiresOn: '2030-01-01',
    })
    accepted(await sportello.credential.revoke(about))
    accepted(await sportello.subject.erase(about))
    expect(accepted(await sportello.identification.inspect({ operator, codiceFiscale })).document).toBeNull()
  })

  it('takes place at points that the policy names, each by an id of its own', () => {
    const points = (given: unknown) => () => openCounter({ policy: { identification: { points: given as never } } })
    expect(points(['school-1'])).not.toThrow()
    for (const wrong of ['school-1', ['office'], [''], ['a b'], [7], null]) {
      expect(points(wrong), JSON.stringify(wrong)).toThrowError(expect.objectContaining({ code: 'config/invalid' }))
    }
  })
})

describe('an approved request', () => {
  it('loses its files when their time is over, and its data never where the policy says so', async () => {
    const policy = { retention: { documentsMs: 2 * day, approvedMs: null } } as const
    const counter = openCounter({ policy })
    const { id } = await approved(counter)
    const { sportello, clock } = counter
    expect(await sportello.retention.sweep({ all: true })).toMatchObject({ discarded: 0, erased: 0, failed: 0 })
    clock.advance(2 * day)
    expect(await sportello.retention.sweep()).toMatchObject({ discarded: 1 })
    clock.advance(3_000 * day)
    await sportello.retention.sweep({ all: true })
    expect(accepted(await sportello.approval.dossier({ operator, id })).person).not.toBeNull()
  })
})

describe('words', () => {
  it('say of a decision which one it was, in either language', () => {
    const decided = (outcome: 'approved' | 'rejected') => ({ code: 'assistance/already-decided', outcome }) as const
    expect(refusalText(decided('approved'), 'en')).toBe('The request was approved already.')
    expect(refusalText(decided('rejected'), 'en')).toBe('The request was rejected already.')
    expect(refusalText(decided('rejected'), 'it')).toBe('La richiesta è già stata respinta.')
  })

  it('there are none in a language that there is not', () => {
    expect(findingText('surname-mismatch', 'fr' as never)).toBeUndefined()
    expect(statusText('registration', 'drafting', 'fr' as never)).toBeUndefined()
    expect(statusText('registration', 'nowhere' as never, 'it')).toBeUndefined()
  })

  it('a page says how many corrections more there are, one or several, and nothing of what is no refusal', () => {
    const problems = [{ field: 'surname', code: 'required' }]
    for (const problemCount of [2, 5]) {
      const { details } = pageReply({ code: 'registration/form', problems, problemCount } as never, 'it')
      expect(details.join()).toContain(problemCount === 2 ? "un'altra correzione" : 'altre 4 correzioni')
    }
    expect(pageReply({ code: 5 } as never, 'it').status).toBe(500)
  })
})

it('an operator who decides on a second request of somebody who holds a credential is told so', async () => {
  const counter = openCounter()
  await approved(counter)
  const { id } = await completed(counter, { ...anna, email: 'altra@example.it' })
  await expect(approve(counter, id)).rejects.toThrow('credential/already-issued')
})
