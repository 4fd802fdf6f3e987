/** A planted bug: one rule of the library, deleted or weakened, and the tests that must not pass without it (G2). */
export type PlantedBug = {
  /** The case or invariant of the threat model that the rule serves. A test whose name bears this id must fail. */
  readonly id: string
  /** What is wrong while the bug is planted, in one sentence. */
  readonly name: string
  /** The file of `src` that has the rule. */
  readonly file: string
  /** The text of the rule, which is in the file exactly once. */
  readonly from: string
  /** What stands there instead. */
  readonly to: string
  /** The files of the tests of its own procedure, the fewest that find it. */
  readonly tests: readonly string[]
}

/** The tests of a planted bug are those that bear its id. */
export function testsNamed(id: string): string {
  return `\\b${id}\\b`
}
