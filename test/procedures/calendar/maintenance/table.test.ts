/** Every command and every procedure under way, in every state of the calendar and for every class of person. */
import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { regenerate } from '../../../support/generate-docs.ts'
import {
  canBeClosedForSome,
  cannotBe,
  closableCommands,
  featureOf,
  nameOf,
  type TableRow,
} from '../../../support/maintenance/cells.ts'
import { type MaintenanceCells, maintenanceCells, maintenanceParts } from '../../../support/maintenance/page.ts'
import { personClasses } from '../../../support/maintenance/people.ts'
import { seedPeople } from '../../../support/maintenance/seed.ts'
import { root } from '../../../support/sources.ts'
import { readCommand, readFlight, type SeedFate, sentences } from './seed-reading.ts'

const closed = 'calendar/closed'
const toldByMail = 'done; a letter: closed'
let cells: MaintenanceCells

beforeAll(async () => {
  cells = await maintenanceCells()
})

/** Each cell of a row with its person. */
const each = (row: TableRow) => personClasses.map((person, at) => ({ person, cell: row.cells[at] ?? '' }))

const rowOf = (rows: readonly TableRow[], name: string): TableRow => {
  const found = rows.find((row) => row.name === name)
  if (found === undefined) throw new Error(`no row ${name}`)
  return found
}

describe('the tables', () => {
  it('are those of the page', () => {
    const page = readFileSync(`${root}docs/maintenance-table.md`, 'utf8')
    expect(page).toBe(regenerate(page, maintenanceParts(cells)))
  })

  it('have every operation that can be closed', () => {
    expect(new Set(closableCommands.map(({ operation }) => operation))).toEqual(new Set(featureOf.keys()))
  })
})

describe('M5, INV-21: a command', () => {
  it('is refused to everybody while its feature is closed', () => {
    const answers = new Set(cells.closed.flatMap((row) => row.cells))
    expect([...answers].sort()).toEqual([closed, cannotBe].sort())
  })

  it('is answered as before to whoever is spared, and is never done for whoever is not', () => {
    const isRefused = (cell: string, before: string) =>
      cell === closed || cell === toldByMail || (cell === before && !/^done$|^done; a letter/.test(cell))
    for (const row of cells.closedUnless) {
      const open = each(rowOf(cells.open, row.name))
      for (const [at, { person, cell }] of each(row).entries()) {
        const before = open[at]?.cell ?? ''
        const about = `${row.name}, ${person.mailbox}, ${person.standing}`
        if (person.mailbox === 'with') expect(cell, about).toBe(before)
        else expect(isRefused(cell, before), `${about}: ${cell}`).toBe(true)
      }
    }
    expect(cells.closedUnless.map(({ name }) => name)).toEqual(closableCommands.filter(canBeClosedForSome).map(nameOf))
  })

  it('that protects an account or is a right is answered as before, whatever is closed', () => {
    expect(cells.neverWithAllClosed).toEqual(cells.never)
  })
})

describe('INV-20: what is under way', () => {
  it('meets the fate of the window, but for whoever is spared: it continues', () => {
    const cellsOf = (procedure: string, fate: string, isSpared: boolean, isClosed: boolean) => {
      const row = cells.flights.find(
        (one) => one.procedure === procedure && one.fate === fate && one.isSpared === isSpared && one.isClosed === isClosed,
      )
      if (row === undefined) throw new Error(`no row ${procedure} ${fate}`)
      return row.cells
    }
    for (const { procedure, fate, isSpared, isClosed, cells: found } of cells.flights) {
      if (!isSpared) continue
      const [all, goingOn] = [cellsOf(procedure, fate, false, isClosed), cellsOf(procedure, 'continue', false, isClosed)]
      const expected = personClasses.map(({ mailbox }, at) => (mailbox === 'with' ? goingOn[at] : all[at]))
      expect(found, `${procedure}, ${fate} unless`).toEqual(expected)
    }
  })

  it('of an active person goes on, waits, or has ended for good, as the fate says', () => {
    const ends = { void: 'void', 're-identify': 're-identify' } as const
    for (const { procedure, fate, isSpared, isClosed, cells: found } of cells.flights) {
      if (isSpared) continue
      for (const [at, { standing }] of personClasses.entries()) {
        const cell = found[at] ?? ''
        if (standing !== 'active' || cell === cannotBe) continue
        const about = `${procedure}, ${fate}, ${isClosed ? 'closed' : 'open'}: ${cell}`
        if (fate === 'continue' && !isClosed) expect(cell, about).toBe('goes on: done')
        else if (fate === 'continue' || fate === 'suspend') expect(cell, about).toBe(`held: ${closed}, then done`)
        else {
          expect(cell.startsWith(`${ends[fate as keyof typeof ends]}: `), about).toBe(true)
          expect(cell, about).not.toContain('done')
        }
      }
    }
  })
})

describe('seed 000, as its sentences say', () => {
  it('of every command', () => {
    for (const { name, operation, cells: found, without } of cells.seedCommands) {
      for (const [at, person] of seedPeople.entries()) {
        const [cell = '', before = ''] = [found[at], without[at]]
        if (cell === cannotBe) continue
        const said = readCommand(operation, person)
        const is = cell === closed || cell === toldByMail ? 'closed' : cell === before ? 'as before' : cell
        expect(is, `${name}, registered ${person.registered}, has ${person.has}`).toBe(said)
      }
    }
  })

  it('M2, M3, M4: of everything under way', () => {
    const shows: { readonly [F in SeedFate]: RegExp } = {
      'as before': /^goes on: done$/,
      waits: /^held: calendar\/closed, then done$/,
      'begins anew': /^void: calendar\/closed, then registration\/closed$/,
      'identified in person': /^re-identify: calendar\/closed, then email-change\/void$/,
    }
    for (const { name, procedure, time, cells: found } of cells.seedFlights)
      for (const [at, person] of seedPeople.entries()) {
        const said = readFlight(procedure, time, person)
        expect(found[at], `${name}, registered ${person.registered}, has ${person.has}: ${said}`).toMatch(shows[said])
      }
  })

  it('each of which decides something', () => {
    const deciding = new Set<string>()
    for (const person of seedPeople) {
      for (const { operation } of cells.seedCommands)
        deciding.add(sentences.find(({ ofCommand }) => (ofCommand?.(operation, person) ?? null) !== null)?.point ?? '')
      for (const { procedure, time } of cells.seedFlights)
        deciding.add(sentences.find(({ ofFlight }) => (ofFlight?.(procedure, time, person) ?? null) !== null)?.point ?? '')
    }
    expect(deciding).toEqual(new Set(sentences.map(({ point }) => point)))
  })
})
