/**
 * The import of the accounts of another system. Each account is taken over by a commit of its own, so a run can be cut off anywhere and begun
 * again: what is there already stays as it is.
 *
 *   none --StartImport--> running --EndImport--> ended --StartImport--> running
 *   running --StartImport--> running, after a run that was cut off
 */
import { accept, type Decider, impossible, refuse } from '../../kernel/index.ts'
import type { ImportCommand, ImportEvent, ImportRefusal, ImportState } from './model.ts'

export type ImportDecider = Decider<ImportState, ImportCommand, ImportEvent, ImportRefusal>

/** The machine. There is no policy to it. */
export const importDecider: ImportDecider = {
  name: 'import',
  initial: { status: 'none', personal: null },
  decide(state, command, { at }) {
    switch (command.type) {
      case 'StartImport':
        return accept([{ type: 'ImportStarted', run: runsOf(state) + 1, startedAt: at }])
      case 'EndImport': {
        const { run, counts } = command
        if (state.status === 'none') return refuse({ code: 'import/not-found' })
        if (state.status === 'ended' || state.runs !== run) return refuse({ code: 'import/not-running' })
        return accept([{ type: 'ImportEnded', run, endedAt: at, counts }])
      }
    }
  },
  evolve(state, event) {
    switch (event.type) {
      case 'ImportStarted':
        return { status: 'running', runs: event.run, startedAt: event.startedAt, personal: null }
      case 'ImportEnded': {
        if (state.status !== 'running') return impossible('import', state.status, event.type)
        const { runs, startedAt } = state
        return { status: 'ended', runs, startedAt, endedAt: event.endedAt, counts: event.counts, personal: null }
      }
    }
  },
  isTerminal: () => false,
  exampleCommands: (state) => [
    { type: 'StartImport' },
    { type: 'EndImport', run: runsOf(state), counts: { imported: 2, unchanged: 0, refused: 1 } },
    { type: 'EndImport', run: runsOf(state) + 1, counts: { imported: 0, unchanged: 0, refused: 0 } },
  ],
}

function runsOf(state: ImportState): number {
  return state.status === 'none' ? 0 : state.runs
}
