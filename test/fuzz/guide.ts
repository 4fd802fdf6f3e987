/**
 * Which parts of the sources have run, from the engine itself. A tool that rewrites the sources to count reads no ES modules; this needs
 * none, and no package.
 */
import { Session } from 'node:inspector'

type Range = { readonly startOffset: number; readonly endOffset: number; readonly count: number }
type Script = { readonly url: string; readonly functions: readonly { readonly ranges: readonly Range[] }[] }

export type Guide = {
  /** How many characters of the sources have run since the last call that are not noted as run; from now on they are, if they are to be noted. */
  readonly newlyRun: (isNoted: boolean) => number
  readonly close: () => void
}

/** How much has run that is not in `seen`. Outer ranges come first, since an inner one that has not run is a hole in them. */
function fresh(seen: Uint8Array, { functions }: Script, isNoted: boolean): number {
  const ranges = functions.flatMap(({ ranges }) => ranges)
  const sorted = [...ranges].sort((a, b) => a.startOffset - b.startOffset || b.endOffset - a.endOffset)
  const ran = new Uint8Array(seen.length)
  for (const { startOffset, endOffset, count } of sorted) ran.fill(count > 0 ? 1 : 0, startOffset, endOffset)
  let count = 0
  for (let at = 0; at < ran.length; at += 1) {
    if (ran[at] !== 1 || seen[at] === 1) continue
    if (isNoted) seen[at] = 1
    count += 1
  }
  return count
}

/** Begins to watch the files below the folder. */
export function openGuide(folder: string): Guide {
  const session = new Session()
  session.connect()
  session.post('Profiler.enable')
  session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true })
  const seen = new Map<string, Uint8Array>()
  return {
    newlyRun(isNoted) {
      let scripts: readonly Script[] = []
      // Within its own process the session answers before `post` returns.
      session.post('Profiler.takePreciseCoverage', (_, { result }) => {
        scripts = result
      })
      let count = 0
      for (const script of scripts) {
        if (!script.url.startsWith(folder)) continue
        const length = Math.max(...script.functions.flatMap(({ ranges }) => ranges.map(({ endOffset }) => endOffset)))
        const known = seen.get(script.url) ?? new Uint8Array()
        const whole = known.length < length ? new Uint8Array(length) : known
        if (whole !== known) whole.set(known)
        seen.set(script.url, whole)
        count += fresh(whole, script, isNoted)
      }
      return count
    },
    close: () => session.disconnect(),
  }
}
