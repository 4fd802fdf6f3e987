/** What people are told of a course, in both languages: dates in the middle of a day, ends that are not set, and exemptions with a last day. */
import type { SunsetCourseForm } from 'sportello'
import { describe, expect, it } from 'vitest'
import { accepted, anna, operator, subscribed } from '../../../support/counter.ts'
import { counterUnder, day, december, lastIssue, lastUse, law } from './law.ts'

const document = { kind: 'court-order', number: '12', expiresOn: '2030-01-01' } as const
const granting = { operator, codiceFiscale: anna.codiceFiscale, reason: 'Decree.', kind: 'guardianship', document } as const

/** What everybody is told at that instant. */
async function told(course: Partial<SunsetCourseForm>, at: number) {
  const counter = await counterUnder({ ...law, ...course })
  counter.clock.set(at)
  return counter.sportello.sunset.phase()
}

describe('a course', () => {
  it('that ends the issue in the middle of a day, and the use never, says the hour and what goes on', async () => {
    const phase = await told({ ends: { issue: '2021-02-28T12:30' } }, Date.UTC(2021, 1, 28, 11, 30))
    expect(phase).toMatchObject({ phase: 'ending', until: null })
    expect(phase.text.it).toMatch(/^Non vengono più rilasciate nuove credenziali da .*28 febbraio 2021.*12:30/)
    expect(phase.text.it).toContain('Quelle già rilasciate restano valide (D.L. 76/2020). Si accede con SPID, CIE o CNS.')
    expect(phase.text.en).toMatch(/^No new credentials are issued any more since .*28 February 2021.*12:30/)
    expect(phase.text.en).toContain('Those that were issued go on working (Decree-Law 76/2020). Sign in with SPID, CIE or CNS.')
  })

  it('that ends the use in the middle of a day says until which hour, with the one means that it names', async () => {
    const phase = await told({ ends: { use: '2021-10-01T12:00' }, means: ['cie'] }, december)
    expect(phase.until).toBe(lastUse + day / 2)
    expect(phase.text.it).toMatch(/valgono fino a venerdì 1º ottobre 2021.*12:00.* Si accede con CIE\.$/)
    expect(phase.text.en).toMatch(/work until .*1 October 2021.*12:00.* Sign in with CIE\.$/)
  })

  it('that names no means tells of none', async () => {
    const phase = await told({ ends: { use: '2021-10-01T00:00' }, means: [] }, lastUse)
    expect(phase.text.it).toMatch(/da venerdì 1º ottobre 2021 \(D\.L\. 76\/2020\)\.$/)
    expect(phase.text.en).toMatch(/since Friday 1 October 2021 \(Decree-Law 76\/2020\)\.$/)
  })

  it('says to whoever is exempted up to a day that it is up to that day', async () => {
    const counter = await counterUnder({ ...law, exempt: ['guardianship'] })
    const { sportello, clock } = counter
    const { credentials } = await subscribed(counter)
    accepted(await sportello.exemption.grant({ ...granting, untilDay: '2022-12-31' }))
    clock.set(lastUse)
    const { token } = accepted(await sportello.session.signIn(credentials))
    const { text, phase } = await sportello.sunset.phase({ token })
    expect(phase).toBe('exempt')
    expect(text.it).toContain('amministrazione di sostegno, fino al 31/12/2022 compreso).')
    expect(text.en).toContain('(guardianship, up to and including 2022-12-31).')
    expect((await sportello.sunset.phase()).phase).toBe('over')
  })

  it('S3: says so from the announcement on, and to whoever is not exempted on the last day that the credential ends', async () => {
    const counter = await counterUnder({ ...law, exempt: ['guardianship'] })
    const { sportello, clock } = counter
    const { credentials } = await subscribed(counter)
    clock.set(december)
    const { token } = accepted(await sportello.session.signIn(credentials))
    const everybody = await sportello.sunset.phase()
    expect(await sportello.sunset.phase({ token })).toEqual(everybody)
    // The last day is the one before the first on which nothing opens any more.
    accepted(await sportello.exemption.grant({ ...granting, untilDay: '2021-09-30' }))
    expect(await sportello.sunset.phase({ token })).toEqual(everybody)
    accepted(await sportello.exemption.grant({ ...granting, untilDay: '2021-10-01' }))
    const { text, until, phase } = await sportello.sunset.phase({ token })
    expect({ until, phase }).toEqual({ until: null, phase: 'before' })
    expect(text.it).toBe(
      "Per lei le credenziali dell'ente restano valide (tutela, curatela o amministrazione di sostegno, fino all'01/10/2021 compreso).",
    )
    expect(text.en).toBe('For you the credentials of the office go on working (guardianship, up to and including 2021-10-01).')
  })

  it('S1: does not say to whoever is exempted from the last issue alone that the credential ends with the exemption', async () => {
    const counter = await counterUnder({ ...law, exempt: ['guardianship'] })
    const { sportello, clock } = counter
    const { credentials } = await subscribed(counter)
    accepted(await sportello.exemption.grant({ ...granting, untilDay: '2021-05-15' }))
    clock.set(lastIssue)
    const { token } = accepted(await sportello.session.signIn(credentials))
    const { text, until, phase } = await sportello.sunset.phase({ token })
    expect({ until, phase }).toEqual({ until: lastUse, phase: 'exempt' })
    expect(text.it).toMatch(/^Le credenziali già rilasciate valgono fino alle ore 24 di giovedì 30 settembre 2021 /)
  })
})
