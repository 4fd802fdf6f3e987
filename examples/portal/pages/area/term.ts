/** A term drawn to scale: from the request to its end at midnight of Rome, with where the reader is now. The list below says the same. */
import { romeDate, romeInstant, romeText, termText, untilPhrase } from 'sportello/civil'
import { type Html, html, type Part } from '../../../html.ts'
import type { Kit } from '../../web/kit.ts'

type Term = {
  /** Makes its ids: one of each name a page. */
  readonly name: string
  readonly requestedAt: number
  readonly sentAt: number
  /** Exclusive. */
  readonly until: number
  readonly now: number
}

const dayMs = 86_400_000

/** The midnights of Rome between two instants. */
export function midnights(from: number, to: number): readonly number[] {
  const days = Math.min(Math.ceil((to - from) / dayMs) + 1, 40)
  return Array.from({ length: days }, (_, at) => {
    const midnight = romeInstant(`${romeDate(from + (at + 1) * dayMs)}T00:00`)
    return midnight.ok ? midnight.value : Number.NaN
  }).filter((at, index, all) => at > from && at <= to && all.indexOf(at) === index)
}

/** How far along an instant is, in percent with one decimal. */
const share = (at: number, from: number, to: number): number =>
  Math.round(Math.min(Math.max((at - from) / (to - from), 0), 1) * 1_000) / 10

export function termDrawing({ t, locale }: Kit, { name, requestedAt, sentAt, until, now }: Term): Html {
  const text = (at: number) => romeText(at, locale)
  const isOver = now >= until
  const end = isOver ? Math.min(now, until + (until - requestedAt)) : until
  const place = (at: number): string => `${share(at, requestedAt, end)}%`
  // Two marks closer than their width would lie on each other.
  const isOne = share(sentAt, requestedAt, end) < 6
  const marks: readonly (readonly [at: number, words: Part])[] = [
    ...(isOne && sentAt === requestedAt
      ? [
          [
            requestedAt,
            html`${t('Richiesta e link spedito:', 'Asked for, and link sent:')} <strong>${text(requestedAt)}</strong>`,
          ] as const,
        ]
      : [
          [requestedAt, html`${t('Richiesta:', 'Asked for:')} <strong>${text(requestedAt)}</strong>`] as const,
          [sentAt, html`${t('Ultimo link spedito:', 'Last link sent:')} <strong>${text(sentAt)}</strong>`] as const,
        ]),
    [
      until,
      html`${t('Il link', 'The link')} ${isOver ? t('valeva', 'worked') : t('vale', 'works')} <strong>${untilPhrase(until, locale)}</strong>`,
    ],
  ]
  const left = isOver
    ? t('il termine è passato', 'the term is over')
    : t(`restano ${termText(until - now, locale)}`, `${termText(until - now, locale)} left`)
  const anchor = share(now, requestedAt, end) < 12 ? 'start' : share(now, requestedAt, end) > 88 ? 'end' : 'middle'
  const dayMarks = midnights(requestedAt, end).map(
    (at) =>
      html`<line class="day" x1="${place(at)}" x2="${place(at)}" y1="22" y2="58"/>${share(at, requestedAt, end) > 8 && html`<text x="${place(at)}" y="14" text-anchor="${share(at, requestedAt, end) > 85 ? 'end' : 'middle'}">${t('ore 24', '24:00')}</text>`}`,
  )
  const numbered = marks.map(([at], index) => {
    const shift = index === 1 && marks.length === 3 && isOne ? 26 : 0
    return html`<svg x="${place(at)}" overflow="visible"><circle cx="${shift}" cy="40" r="12"/><text class="number" x="${shift}" y="45" text-anchor="middle">${index + 1}</text></svg>`
  })
  return html`<figure class="portal-term"><svg class="portal-term-drawing" role="img" aria-labelledby="${name}-term" height="92" width="100%"><svg x="4%" width="92%" overflow="visible">${dayMarks}
<rect class="whole" x="0" y="36" width="100%" height="8"/><rect class="gone" x="0" y="36" width="${place(Math.min(now, until))}" height="8"/>${numbered}
<svg x="${place(now)}" overflow="visible"><path class="now" d="M0 56 l7 12 h-14 z"/></svg><text class="now-text" x="${place(now)}" y="84" text-anchor="${anchor}">${t('adesso', 'now')}</text></svg></svg>
<figcaption><span class="visually-hidden" id="${name}-term">${t('Il termine del link, in scala', 'The term of the link, drawn to scale')}</span><ol>${marks.map(([, words]) => html`<li>${words}</li>`)}</ol><p>${t('Adesso:', 'Now:')} <strong>${text(now)}</strong>, ${left}.</p></figcaption></figure>
`
}
