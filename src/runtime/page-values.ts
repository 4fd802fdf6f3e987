/** Numbers, answers and lists as a page sends them: texts, one text where one box was ticked, and nothing where none was. */

/** A whole number of at most 16 digits as it is usually written. */
const canonical = /^(?:0|[1-9][0-9]{0,15})$/

/** A number, also as the decimal text that a page sends: `12`, and neither `012` nor `1e1` nor ` 12`. Whatever else is left as it is. */
export function asNumber(given: unknown): unknown {
  return typeof given === 'string' && given.length <= 16 && canonical.test(given) ? Number(given) : given
}

// What a box sends, and what a choice between yes and no does.
const answers: ReadonlyMap<unknown, boolean> = new Map<unknown, boolean>([
  ['true', true],
  ['on', true],
  ['false', false],
])

/** A yes or no, also as a page sends it: `true`, `false`, `on`. Whatever else is left as it is. */
export function asBoolean(given: unknown): unknown {
  return answers.get(given) ?? given
}

/** A list, also where a page sends one choice alone. */
export function asList(given: unknown): unknown {
  return typeof given === 'string' ? [given] : given
}
