/** One import: the accounts of another system, taken over in as many runs as it takes. */
import type { Instant } from '../../kernel/index.ts'

/** What became of the lines of a run. */
export type ImportCounts = {
  /** Taken over by this run. */
  readonly imported: number
  /** Taken over by an earlier run, from the same line. */
  readonly unchanged: number
  /** Not taken over: the report says why. */
  readonly refused: number
}

type Begun = {
  /** How many runs were begun. */
  readonly runs: number
  readonly startedAt: Instant
  readonly personal: null
}

/** Where an import stands. A run that was cut off leaves it running. */
export type ImportState =
  | { readonly status: 'none'; readonly personal: null }
  | (Begun & { readonly status: 'running' })
  | (Begun & { readonly status: 'ended'; readonly endedAt: Instant; readonly counts: ImportCounts })

/** What can be asked of an import. */
export type ImportCommand =
  | { readonly type: 'StartImport' }
  /** `run`: the number of the run that is over. */
  | { readonly type: 'EndImport'; readonly run: number; readonly counts: ImportCounts }

/** What has happened to an import. */
export type ImportEvent =
  | { readonly type: 'ImportStarted'; readonly run: number; readonly startedAt: Instant }
  | { readonly type: 'ImportEnded'; readonly run: number; readonly endedAt: Instant; readonly counts: ImportCounts }

/** Why a command on an import is refused. */
export type ImportRefusal =
  /** Nothing was ever imported under this name. */
  | { readonly code: 'import/not-found' }
  /** Another run has begun since. */
  | { readonly code: 'import/not-running' }
