import { describe, expect, it } from 'vitest'
import { accepted, anna, keys, morning, office, openCounter, operator, refusedCode } from '../../../support/counter.ts'
import { contact, newPec } from '../../assistance/asking.ts'
import { colleague, decide, found, help, request } from './desking.ts'

/** The same person with digits of omocodia in the code. */
const variant = 'VRDNNA80A41LNMVO'
const day = 86_400_000
const year = 365 * day

describe('the search of the desk', () => {
  it('finds by codice fiscale the requests of both procedures, whatever variant of omocodia was filed or is asked', async () => {
    const counter = openCounter()
    const ids = [await request(counter), await help(counter)]
    counter.clock.advance(1)
    ids.push(await request(counter, { codiceFiscale: variant, email: 'variant@example.it' }))
    for (const codiceFiscale of [anna.codiceFiscale, anna.codiceFiscale.toLowerCase(), variant]) {
      expect([...(await found(counter, { codiceFiscale }))].sort()).toEqual([...ids].sort())
    }
    expect(await found(counter, { codiceFiscale: 'RSSMRA70A01H501S' })).toEqual([])
  })

  it('finds by surname with name or day of birth, whatever accents, apostrophes, hyphens, blanks and case', async () => {
    const counter = openCounter()
    const id = await request(counter, { surname: "D'Agostinò-Rossi", name: 'Anna  María' })
    for (const surname of ["D'Agostinò-Rossi", 'dagostino rossi', 'D’AGOSTINO’ ROSSI', 'DAgostinòRossi']) {
      expect(await found(counter, { surname, name: 'ANNA MARIA' })).toEqual([id])
      expect(await found(counter, { surname, birthDate: anna.birthDate })).toEqual([id])
      expect(await found(counter, { surname, name: 'annamaria', birthDate: anna.birthDate })).toEqual([id])
      expect(await found(counter, { surname, name: 'Anna' })).toEqual([])
      expect(await found(counter, { surname, name: 'Anna Maria', birthDate: '1980-01-02' })).toEqual([])
    }
    expect(await found(counter, { surname: 'Agostino Rossi', birthDate: anna.birthDate })).toEqual([])
  })

  it('finds a person without a given name by surname and day of birth', async () => {
    const counter = openCounter()
    // Letters four to six are XXX: there is no given name.
    const id = await request(counter, { surname: 'Sukarno', name: '', codiceFiscale: 'SKRXXX80A41Z243K' })
    expect(await found(counter, { surname: 'SUKARNO', birthDate: anna.birthDate })).toEqual([id])
    expect(await found(counter, { codiceFiscale: 'SKRXXX80A41Z243K' })).toEqual([id])
  })

  it('finds a request for assistance by the day that its codice fiscale says, by its address and by its new PEC', async () => {
    const counter = openCounter()
    const id = await help(counter)
    for (const form of [
      { surname: 'Verdi', birthDate: anna.birthDate },
      { surname: 'Verdi', name: 'Anna' },
      { email: contact },
      { email: newPec.toUpperCase() },
    ]) {
      expect(await found(counter, form)).toEqual([id])
    }
    expect(await found(counter, { email: 'nobody@example.it' })).toEqual([])
  })

  it('all that is given must fit', async () => {
    const counter = openCounter()
    const id = await request(counter)
    const { codiceFiscale, email } = anna
    expect(await found(counter, { codiceFiscale, email, surname: 'Verdi', name: 'Anna', birthDate: anna.birthDate })).toEqual([
      id,
    ])
    expect(await found(counter, { codiceFiscale, email: 'other@example.it' })).toEqual([])
    expect(await found(counter, { codiceFiscale, surname: 'Verdi', name: 'Bruna' })).toEqual([])
  })

  it('finds nothing that was never filed, and what is decided too', async () => {
    const counter = openCounter()
    accepted(await counter.sportello.registration.open(anna))
    expect(await found(counter, { codiceFiscale: anna.codiceFiscale })).toEqual([])
    const id = await request(counter)
    await decide(counter, id, 'reject')
    const { lines } = accepted(await counter.sportello.desk.search({ operator, codiceFiscale: anna.codiceFiscale }))
    expect(lines).toMatchObject([{ id, state: 'rejected', of: 'registration', decidedAt: morning }])
    expect(JSON.stringify(lines)).not.toMatch(/Verdi|Anna|example/)
  })

  it('goes on page by page, each request once', async () => {
    const counter = openCounter()
    const ids: string[] = []
    for (let n = 0; n < 5; n += 1) {
      ids.push(await request(counter, { email: `p${n}@example.it` }))
      counter.clock.advance(1)
    }
    const seen: string[] = []
    for (let after: string | null | undefined; after !== null; ) {
      const form = { operator, surname: 'verdi', name: 'anna', limit: 2, ...(after === undefined ? {} : { after }) }
      const page = accepted(await counter.sportello.desk.search(form))
      seen.push(...page.lines.map(({ id }) => id))
      after = page.next
    }
    expect(seen).toEqual(ids)
  })

  it('O8: leaves in the journal of what it finds who searched and by what, and of what it does not find nothing', async () => {
    const counter = openCounter()
    const [id, other] = [
      await request(counter),
      await request(counter, { codiceFiscale: 'SKRXXX80A41L219H', surname: 'Sukarno' }),
    ]
    await counter.sportello.desk.search({ operator: colleague, surname: 'verdi', name: 'anna', birthDate: anna.birthDate })
    const entries = async (name: string) => accepted(await counter.sportello.journal.read({ kind: 'approval', id: name }))
    const [entry, ...more] = (await entries(id)).filter(({ type }) => type === 'RequestFound')
    expect(more).toEqual([])
    expect(entry).toMatchObject({ by: 'operator:operator-2', data: { sought: ['birth-date', 'name'] }, personal: null })
    expect(JSON.stringify(entry)).not.toMatch(/verdi|1980/i)
    expect((await entries(other)).map(({ type }) => type)).not.toContain('RequestFound')
    expect(accepted(await counter.sportello.journal.verify({ kind: 'approval', id }))).toMatchObject({ ok: true })
  })

  it('O8: no name, code or address stands in a tag', async () => {
    const counter = openCounter()
    await request(counter)
    await help(counter)
    const tags = counter.storage.contents().records.flatMap((row) => row.tags)
    expect(tags.filter((tag) => tag.startsWith('find:')).length).toBeGreaterThanOrEqual(9)
    expect(tags.join(' ')).not.toMatch(/verdi|anna|1980|example|VRDNNA/i)
    for (const tag of tags.filter((one) => one.startsWith('find:'))) expect(tag).toMatch(/^find:[A-Za-z0-9_-]{43}$/)
  })

  it('O8: tags of the same person under other keys have nothing in common', async () => {
    const tagsUnder = async (more: object) => {
      const counter = openCounter(more)
      await request(counter)
      const tags = counter.storage.contents().records.flatMap((row) => row.tags)
      return tags.filter((tag) => tag.startsWith('find:'))
    }
    const tags = await tagsUnder({})
    const others = await tagsUnder({ keys: { ...keys, pseudonym: Uint8Array.from({ length: 32 }, (_, i) => 255 - i) } })
    expect(others).toHaveLength(tags.length)
    expect(others.filter((tag) => tags.includes(tag))).toEqual([])
  })

  it('O8: after the erasure by the sweep nothing is found, and no tag is left', async () => {
    const counter = openCounter()
    const [id, asked] = [await request(counter), await help(counter)]
    await decide(counter, id, 'reject')
    const { digest: dossierDigest } = accepted(await counter.sportello.assistance.dossier({ operator, id: asked }))
    accepted(await counter.sportello.assistance.reject({ operator, id: asked, dossierDigest, reason: 'Illeggibile' }))
    accepted(await counter.sportello.desk.note({ operator, id, text: 'CANARY of the note' }))
    expect(await found(counter, { codiceFiscale: anna.codiceFiscale })).toHaveLength(2)
    counter.clock.advance(year)
    await counter.sportello.retention.sweep()
    await counter.sportello.retention.sweep()
    for (const form of [{ codiceFiscale: anna.codiceFiscale }, { email: anna.email }, { surname: 'Verdi', name: 'Anna' }]) {
      expect(await found(counter, form)).toEqual([])
    }
    const { records, journal } = counter.storage.contents()
    const left = records.filter(({ key }) => /\/(registration|approval|assistance|assignment)\//.test(key))
    expect(left.map(({ erasedAt }) => erasedAt === null)).toEqual(left.map(() => false))
    expect(left.flatMap(({ tags }) => tags)).toEqual([])
    expect(JSON.stringify([records, journal])).not.toContain('CANARY')
  })

  it('O8: after the erasure at the request of the person nothing is found, and no note is left', async () => {
    const counter = openCounter()
    const id = await request(counter)
    accepted(await counter.sportello.desk.note({ operator, id, text: 'CANARY of the note' }))
    await decide(counter, id, 'reject')
    accepted(await counter.sportello.subject.erase({ operator, codiceFiscale: anna.codiceFiscale, reason: 'Prot. 1/2026' }))
    expect(await found(counter, { codiceFiscale: anna.codiceFiscale })).toEqual([])
    const { records, journal } = counter.storage.contents()
    expect(records.filter(({ tags }) => tags.some((tag) => tag.startsWith('find:')))).toEqual([])
    expect(JSON.stringify([records, journal])).not.toContain('CANARY')
    expect(records.find(({ key }) => key === `${office.id}/assignment/${id}`)?.erasedAt).toBe(morning)
  })

  it('J2: refuses what names nobody', async () => {
    const { search } = openCounter().sportello.desk
    const wrong: readonly object[] = [
      ...[{}, { surname: 'Verdi' }, { name: 'Anna' }, { birthDate: '1980-01-01' }, { surname: 'Verdi', birthDate: '1980-02-30' }],
      ...[{ codiceFiscale: 'X' }, { email: 'x' }, { surname: '<b>', name: 'Anna' }, { surname: 5, name: 'Anna' }],
      ...[
        { codiceFiscale: anna.codiceFiscale, limit: 51 },
        { codiceFiscale: anna.codiceFiscale, operator: { id: 'a b' } },
      ],
    ]
    for (const form of wrong)
      expect([form, refusedCode(await search({ operator, ...form } as never))]).toEqual([form, 'desk/form'])
  })
})
