/** Requests that wait for the office while the last issue comes near: the office is warned before, the applicant is told afterwards. */
import { beforeEach, describe, expect, it } from 'vitest'
import { accepted, anna, type Counter, completed, operator, refusedCode } from '../../../support/counter.ts'
import { counterUnder, day, lastIssue, law } from './law.ts'

let counter: Counter
beforeEach(async () => {
  counter = await counterUnder()
})

const look = async (id: string) => {
  const { approvableUntil, isTooLate } = accepted(await counter.sportello.approval.dossier({ operator, id }))
  return { approvableUntil, isTooLate }
}
const queue = async () =>
  accepted(await counter.sportello.approval.pending()).map(({ approvableUntil, isTooLate }) => ({ approvableUntil, isTooLate }))
const tooLate = async () => {
  await counter.sportello.relay()
  return counter.mailer.sent.filter(({ text }) => text.replace(/\s+/g, ' ').includes('non può più essere approvata'))
}

describe('the office is warned', () => {
  it('by the dossier and the queue: until when it can approve, and that it has come too late', async () => {
    const { id } = await completed(counter)
    expect(await look(id)).toEqual({ approvableUntil: lastIssue, isTooLate: false })
    counter.clock.set(lastIssue - 1)
    expect(await look(id)).toEqual({ approvableUntil: lastIssue, isTooLate: false })
    expect(await queue()).toEqual([{ approvableUntil: lastIssue, isTooLate: false }])
    counter.clock.set(lastIssue)
    expect(await look(id)).toEqual({ approvableUntil: lastIssue, isTooLate: true })
    expect(await queue()).toEqual([{ approvableUntil: lastIssue, isTooLate: true }])
  })

  it('of nothing where nothing ends', async () => {
    accepted(await counter.sportello.sunset.drop({ operator, reason: 'Deferred.' }))
    const { id } = await completed(counter)
    expect(await look(id)).toEqual({ approvableUntil: null, isTooLate: false })
    expect(await queue()).toEqual([{ approvableUntil: null, isTooLate: false }])
  })
})

describe('the applicant of a request that has come too late', () => {
  it('S1: is told once, and hears of the rejection afterwards', async () => {
    const { id } = await completed(counter)
    counter.clock.set(lastIssue - 1)
    expect(await counter.sportello.sunset.sweep()).toMatchObject({ tooLate: 0, looked: 0 })
    counter.clock.set(lastIssue)
    expect(await counter.sportello.sunset.sweep()).toMatchObject({ tooLate: 1, looked: 1, failed: 0, next: null })
    await counter.sportello.retention.sweep()
    expect(await tooLate()).toHaveLength(1)
    const [mail] = await tooLate()
    expect(mail?.text.replace(/\s+/g, ' ')).toContain(
      "L'ente la chiuderà e gliene darà notizia. Non vengono più rilasciate nuove credenziali da domenica 28 febbraio 2021 (D.L. 76/2020). Si accede con SPID, CIE o CNS.",
    )
    const dossier = accepted(await counter.sportello.approval.dossier({ operator, id }))
    expect(dossier.letters.map(({ name }) => name)).toContain('sunset/too-late')
    const decision = { operator, id, dossierDigest: dossier.digest }
    expect(refusedCode(await counter.sportello.approval.approve(decision))).toBe('calendar/ended')
    accepted(await counter.sportello.approval.reject({ ...decision, reason: 'Dal 28 febbraio si accede con SPID.' }))
    expect(await counter.sportello.sunset.sweep()).toMatchObject({ tooLate: 0, looked: 0 })
    await counter.sportello.relay()
    const rejected = counter.mailer.sent.at(-1)?.text.replace(/\s+/g, ' ')
    expect(rejected).toContain(
      'Le credenziali ricevute non sono attive. Non vengono più rilasciate nuove credenziali da domenica 28 febbraio 2021 (D.L. 76/2020). Si accede con SPID, CIE o CNS.',
    )
    expect(rejected).not.toContain('nuova richiesta')
  })

  it('S1: is invited to a new request up to the last millisecond of the issue', async () => {
    const { id } = await completed(counter)
    counter.clock.set(lastIssue - 1)
    const { digest: dossierDigest } = accepted(await counter.sportello.approval.dossier({ operator, id }))
    accepted(await counter.sportello.approval.reject({ operator, id, dossierDigest, reason: 'Il documento non è leggibile.' }))
    await counter.sportello.relay()
    const rejected = counter.mailer.sent.at(-1)?.text.replace(/\s+/g, ' ')
    expect(rejected).toContain('Può presentare una nuova richiesta.')
    expect(rejected).not.toContain('SPID')
  })

  it('is told once more where the date was put off and has come again', async () => {
    await completed(counter)
    counter.clock.set(lastIssue)
    await counter.sportello.sunset.sweep()
    const ends = { ...law.ends, issue: '2021-03-28T00:00' }
    accepted(await counter.sportello.sunset.set({ ...law, ends, reopens: true }))
    counter.clock.advance(day)
    expect(await counter.sportello.sunset.sweep()).toMatchObject({ tooLate: 0 })
    counter.clock.set(Date.UTC(2021, 2, 27, 23))
    expect(await counter.sportello.sunset.sweep()).toMatchObject({ tooLate: 1 })
    expect(await counter.sportello.sunset.sweep()).toMatchObject({ tooLate: 0, looked: 1 })
    expect(await tooLate()).toHaveLength(2)
  })

  it('is not told while an exemption lets the office approve', async () => {
    accepted(await counter.sportello.sunset.set({ ...law, exempt: ['guardianship'] }))
    await completed(counter)
    const document = { kind: 'court-order', number: '12', expiresOn: '2030-01-01' } as const
    const person = { operator, codiceFiscale: anna.codiceFiscale, reason: 'Decree.' }
    accepted(await counter.sportello.exemption.grant({ ...person, kind: 'guardianship', document }))
    counter.clock.set(lastIssue)
    expect(await counter.sportello.sunset.sweep()).toMatchObject({ tooLate: 0, looked: 1 })
    expect(await queue()).toEqual([{ approvableUntil: null, isTooLate: false }])
    accepted(await counter.sportello.exemption.revoke(person))
    expect(await counter.sportello.sunset.sweep()).toMatchObject({ tooLate: 1 })
  })

  it('is told by one of two sweeps at once', async () => {
    await completed(counter)
    counter.clock.set(lastIssue)
    const told = await Promise.all([counter.sportello.sunset.sweep(), counter.sportello.sunset.sweep()])
    expect(told.map((report) => report.tooLate).sort()).toEqual([0, 1])
    expect(await tooLate()).toHaveLength(1)
  })
})
