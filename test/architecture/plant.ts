/** Sources made up for a test. */
import { parseSource, type Source } from '../support/sources.ts'

/** The folder of a procedure that a planted file stands in. */
export const approval = 'src/procedures/enrolment/approval'

/** One file; a machine where no path is given. */
export function plant(text: string, path: string = `${approval}/machine.ts`): readonly Source[] {
  return [parseSource(path, text)]
}

/** Files by their paths. */
export function plantAll(files: { readonly [path: string]: string }): readonly Source[] {
  return Object.entries(files).map(([path, text]) => parseSource(path, text))
}
