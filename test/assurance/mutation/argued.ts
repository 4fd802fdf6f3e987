/** The mutants that no test can tell from the sources, or that none has to, each with its reason. */

export type ArguedMutant = {
  readonly file: string
  /** The text that was mutated, and what stood there instead. */
  readonly was: string
  readonly becomes: string
  readonly why: string
}

export const arguedMutants: readonly ArguedMutant[] = []
