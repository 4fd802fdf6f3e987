import { describe, expect, it } from 'vitest'
import { importDecider as decider } from '../../../src/procedures/import/machine.ts'
import type { ImportCommand, ImportEvent, ImportRefusal, ImportState } from '../../../src/procedures/import/model.ts'
import { importMachine } from '../../../src/procedures/import/schema.ts'
import { type Cell, describeEvolve, describeMatrix, describeWalks } from '../../support/matrix.ts'

type Here = Cell<ImportState, ImportEvent, ImportRefusal>

const day = 86_400_000
const now = 1_773_133_200_000
const by = { kind: 'operator', id: 'operator-1' } as const
const counts = { imported: 2, unchanged: 1, refused: 3 }

const none: ImportState = { status: 'none', personal: null }
const running: ImportState = { status: 'running', runs: 1, startedAt: now - day, personal: null }
const ended: ImportState = { status: 'ended', runs: 1, startedAt: now - day, endedAt: now - 1, counts, personal: null }

const situations = {
  'before anything': { state: none, at: now },
  running: { state: running, at: now },
  ended: { state: ended, at: now },
} as const

const commands = {
  start: { type: 'StartImport' },
  'end the first run': { type: 'EndImport', run: 1, counts },
  'end another run': { type: 'EndImport', run: 2, counts },
} as const

const starts = (run: number): Here => ({
  events: [{ type: 'ImportStarted', run, startedAt: now }],
  next: { status: 'running', runs: run, startedAt: now, personal: null },
})
const notRunning: Here = { refusal: { code: 'import/not-running' } }
const cells: { readonly [situation: string]: { readonly [names: string]: Here } } = {
  'before anything': {
    start: starts(1),
    'end the first run | end another run': { refusal: { code: 'import/not-found' } },
  },
  running: {
    start: starts(2),
    'end the first run': {
      events: [{ type: 'ImportEnded', run: 1, endedAt: now, counts }],
      next: { status: 'ended', runs: 1, startedAt: now - day, endedAt: now, counts, personal: null },
    },
    'end another run': notRunning,
  },
  ended: { start: starts(2), 'end the first run | end another run': notRunning },
}
const matrix = { decider, by, situations, commands, cells } as const

describe('every state of an import meets every command', () => {
  describeMatrix<ImportState, ImportCommand, ImportEvent, ImportRefusal>(matrix)
  const events = {
    ImportStarted: { type: 'ImportStarted', run: 2, startedAt: now },
    ImportEnded: { type: 'ImportEnded', run: 1, endedAt: now, counts },
  } as const
  describeEvolve<ImportState, ImportCommand, ImportEvent, ImportRefusal>(
    matrix,
    events,
    { 'before anything': ['ImportStarted'], running: ['ImportStarted', 'ImportEnded'], ended: ['ImportStarted'] },
    [decider],
  )
})

describe('walks of an import', () => {
  describeWalks<ImportState, ImportCommand, ImportEvent, ImportRefusal>(
    { decider, by, commands },
    {
      start: now,
      waits: [0, 1, day],
      stamps: [now],
      published: `stateDiagram-v2
        [*] --> none
        none --> running: StartImport
        running --> running: StartImport
        running --> ended: EndImport
        ended --> running: StartImport`,
    },
  )
})

describe('the record of an import', () => {
  it('goes after its time, counted from the last run', () => {
    const { dueAt } = importMachine(5 * day)
    expect([none, running, ended].map(dueAt)).toEqual([null, now + 4 * day, now - 1 + 5 * day])
  })
})
