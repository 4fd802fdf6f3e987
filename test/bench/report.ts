/** The table of figures: printed, and kept in `docs/performance.md` between two marks. */
import { readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus, totalmem } from 'node:os'
import type { Spread } from './race.ts'

/** One figure and the goal that it is held against. */
export type Row = {
  readonly what: string
  /** What was measured, in words a reader can repeat. */
  readonly figure: string
  /** Whether the figure meets the goal; null where there is none to meet. */
  readonly met: boolean | null
  readonly goal: string
}

const digits = (value: number): number => (value >= 100 ? 0 : value >= 10 ? 1 : 2)

/** A number with three digits that count. */
export function plain(value: number): string {
  return value >= 10_000 ? Math.round(value).toLocaleString('en') : value.toFixed(digits(value))
}

export function times({ median, min, max }: Spread): string {
  return `**${plain(median)}x** (${plain(min)}..${plain(max)})`
}

/** Nanoseconds in the unit that reads best. */
export function duration(ns: number): string {
  if (ns < 1_000) return `${plain(ns)} ns`
  return ns < 1_000_000 ? `${plain(ns / 1_000)} µs` : `${plain(ns / 1_000_000)} ms`
}

export function perSecond(ns: number): string {
  return `${plain(1e9 / ns)}/s`
}

/** A row whose median ratio must reach (`least`) or must not pass (`most`) a bound. */
export function ratioRow(
  what: string,
  ratio: Spread,
  goal: { readonly least?: number; readonly most?: number },
  more: string,
): Row {
  const { least = 0, most = Number.POSITIVE_INFINITY } = goal
  const said = goal.least === undefined ? `≤ ${most}x` : `≥ ${least}x`
  return { what, figure: `${times(ratio)}; ${more}`, met: ratio.median >= least && ratio.median <= most, goal: said }
}

export function machineLine(): string {
  const gib = Math.round(totalmem() / 2 ** 30)
  return `${availableParallelism()} × ${cpus()[0]?.model.trim()}, ${gib} GiB, ${process.platform}, Node ${process.versions.node}`
}

const verdict = ({ met }: Row): string => (met === null ? '' : met ? 'yes' : '**no**')

export function table(rows: readonly Row[]): string {
  const lines = rows.map((row) => `| ${row.what} | ${row.figure} | ${row.goal} | ${verdict(row)} |`)
  return ['| what | figure | goal | met |', '|---|---|---|---|', ...lines].join('\n')
}

const begin = '<!-- figures: written by `npm run bench` -->'
const end = '<!-- end of figures -->'

/** The document with what stands between the marks replaced. */
export function withFigures(document: string, figures: string): string {
  const from = document.indexOf(begin)
  const to = document.indexOf(end)
  if (from < 0 || to < from) throw new Error('docs/performance.md has lost its marks')
  return `${document.slice(0, from + begin.length)}\n\n${figures}\n\n${document.slice(to)}`
}

export function keepFigures(path: string, figures: string): void {
  writeFileSync(path, withFigures(readFileSync(path, 'utf8'), figures))
}
