/** Small drawings of the desk. What they show stands beside them as text, so that they are for the eye alone. */
import { type Html, html, type Part } from '../../../html.ts'

export type Bar = { readonly label: Part; readonly value: number; readonly text: Part }

/** One bar a line, all to one scale. `caption` says what they are of. */
export function bars(caption: string, lines: readonly Bar[]): Html {
  const most = Math.max(1, ...lines.map(({ value }) => value))
  return html`<table class="desk-bars"><caption>${caption}</caption><tbody>${lines.map(
    ({ label, value, text }) =>
      html`<tr><th scope="row">${label}</th><td class="desk-bar"><svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" focusable="false"><rect width="${(value / most) * 100}" height="10"/></svg></td><td class="desk-figure">${text}</td></tr>
`,
  )}</tbody></table>`
}

/** From when to when; null for an end that is not known. */
export type Span = {
  readonly from: number
  readonly to: number | null
  readonly tone: 'planned' | 'open' | 'over' | 'cancelled'
  readonly words: Part
}

const dayMs = 86_400_000

/** One line a span, all to one scale of time, with the present moment as a stroke through them. `dayOf` writes a day. */
export function timeline(
  name: string,
  spans: readonly Span[],
  now: number,
  labels: { readonly now: string; readonly dayOf: (at: number) => string },
): Html {
  const ends = spans.flatMap(({ from, to }) => [from, to ?? from + dayMs])
  const [first, last] = [Math.min(now, ...ends), Math.max(now, ...ends)]
  const margin = Math.round(Math.max(dayMs / 4, (last - first) * 0.04))
  const [begin, end] = [first - margin, last + margin]
  const place = (at: number): number => Math.round(((at - begin) / (end - begin)) * 10_000) / 10
  const stroke = html`<rect class="desk-now" x="${place(now) - 1.5}" width="3" height="20"/>`
  return html`<ol class="desk-timeline" aria-label="${name}">${spans.map(({ from, to, tone, words }) => {
    const [left, right] = [place(from), to === null ? 1000 : place(to)]
    return html`<li><div>${words}</div><svg viewBox="0 0 1000 20" preserveAspectRatio="none" aria-hidden="true" focusable="false"><rect class="desk-track" width="1000" height="20"/><rect class="desk-${tone}" x="${left}" y="3" width="${Math.max(6, right - left)}" height="14"/>${stroke}</svg></li>
`
  })}</ol><p class="desk-scale" aria-hidden="true"><span>${labels.dayOf(begin)}</span><span class="desk-now-word">${labels.now}</span><span>${labels.dayOf(end)}</span></p>`
}
