/** How much of one folder is written again in another, line by line, once the words that tell them apart are put alike. */
import type { Source } from '../support/sources.ts'

/** A word of the first folder and what stands for it in the second; as a whole word or a part of one, with or without a capital. */
export type Pair = readonly [first: string, second: string]

/** The lines of code: no comment, no import, nothing that is punctuation alone; blanks as one, strings in one kind of quotes. */
export function codeLines(text: string): readonly string[] {
  return text
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/^(?:import|export) (?:type )?(?:\{[^}]*\}|\* as \w+) from [^\n]*$/gm, '')
    .split('\n')
    .map((line) =>
      line
        .replace(/^\s*\/\/.*$/, '')
        .replace(/\s+/g, ' ')
        .trim(),
    )
    .filter((line) => /\w/.test(line))
}

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1)

/** The text with the words of the first folder written as those of the second. */
export function alike(text: string, pairs: readonly Pair[]): string {
  return pairs.reduce((all, [first, second]) => all.replaceAll(first, second).replaceAll(capital(first), capital(second)), text)
}

/** How many lines of the first folder stand, in a run of at least `run`, somewhere in the second as well; and how many there are. */
export function repeated(
  first: readonly Source[],
  second: readonly Source[],
  { pairs, run }: { readonly pairs: readonly Pair[]; readonly run: number },
): { readonly lines: number; readonly again: number } {
  const runsOf = (lines: readonly string[]) => lines.slice(run - 1).map((_, i) => lines.slice(i, i + run).join('\n'))
  const known = new Set(second.flatMap(({ ast }) => runsOf(codeLines(ast.text))))
  let [lines, again] = [0, 0]
  for (const { ast } of first) {
    const own = codeLines(alike(ast.text, pairs))
    const marked = new Set<number>()
    runsOf(own).forEach((one, i) => {
      if (known.has(one)) for (let line = i; line < i + run; line += 1) marked.add(line)
    })
    lines += own.length
    again += marked.size
  }
  return { lines, again }
}
