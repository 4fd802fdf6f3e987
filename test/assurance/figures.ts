/** The figures of the last campaigns in `docs/assurance.md`: each campaign writes its own, between its marks. */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const path = fileURLToPath(new URL('../../docs/assurance.md', import.meta.url))

/** The document with what stands between the marks of that name replaced. Throws where there are none. */
export function withFigures(document: string, name: string, figures: string): string {
  const begin = `<!-- figures: ${name} -->`
  const from = document.indexOf(begin)
  const to = document.indexOf('<!-- end -->', from)
  if (from < 0 || to < 0) throw new Error(`docs/assurance.md has no marks for ${name}`)
  return `${document.slice(0, from + begin.length)}${figures}${document.slice(to)}`
}

export function keepFigures(name: string, figures: string): void {
  writeFileSync(path, withFigures(readFileSync(path, 'utf8'), name, figures))
}

export const today = (): string => new Date().toISOString().slice(0, 10)

/** `--trials 1000` and the like: the whole number after the name, or what holds without it. */
export function numberAfter(name: string, otherwise: number): number {
  const given = process.argv[process.argv.indexOf(name) + 1]
  if (!process.argv.includes(name)) return otherwise
  if (given !== undefined && /^\d{1,9}$/.test(given)) return Number(given)
  throw new Error(`${name} is followed by a whole number`)
}

export const seconds = (ms: number): string => `${(ms / 1_000).toFixed(ms < 10_000 ? 1 : 0)} s`
