/** The dashboard of the desk: what waits, what was done, what is closed and what is planned. */
import type { DeskCount, DeskLine, DeskListForm, DeskPage, Operator, Sportello } from 'sportello'
import { unwrap } from 'sportello'
import { romeDate, romeText } from 'sportello/civil'
import { html, type Part } from '../../../html.ts'
import { around } from '../../web/around.ts'
import type { Room } from '../../web/room.ts'
import { bars } from './drawings.ts'

const dayMs = 86_400_000
const daysShown = 7
/** More pages than an office fills in a week are not read for a small chart. */
const pagesMax = 5

/** How many requests were filed, or decided, on each of the last days. */
async function byDay(
  sportello: Sportello,
  operator: Operator,
  now: number,
  by: 'submitted' | 'decided',
): Promise<ReadonlyMap<string, number>> {
  const days = Array.from({ length: daysShown }, (_, back) => romeDate(now - back * dayMs))
  const counts = new Map(days.map((day) => [day, 0]))
  const dayOf = ({ submittedAt, decidedAt }: DeskLine) => romeDate(by === 'decided' ? (decidedAt ?? 0) : submittedAt)
  let after: string | null = null
  for (let page = 0; page < pagesMax; page += 1) {
    const form: DeskListForm = { operator, by, from: days.at(-1) ?? '', until: days[0] ?? '', limit: 200 }
    const { lines, next }: DeskPage = unwrap(await sportello.desk.list(after === null ? form : { ...form, after }))
    for (const line of lines) counts.set(dayOf(line), (counts.get(dayOf(line)) ?? 0) + 1)
    after = next
    if (after === null) break
  }
  return counts
}

export const deskDashboard: Room = {
  routes: ({ router, portal, sportello, clock, kit: { t, page, link, mark, section, locale } }) => {
    const figure = ({ count, more }: DeskCount): string => (more ? t(`più di ${count}`, `more than ${count}`) : String(count))
    const dayText = (day: string): string => (locale === 'it' ? day.split('-').reverse().slice(0, 2).join('/') : day)
    const card = (path: string, title: string, count: DeskCount, told: Part) =>
      html`<li class="portal-card"><h2>${link(path, title)}</h2><p class="desk-number">${figure(count)}</p><p>${told}</p></li>`

    router.get(
      '/desk',
      portal.view(
        async ({ operator }) => {
          const now = clock.now()
          const counts = await sportello.desk.counts({ operator: operator() })
          if (!counts.ok) return counts
          const windows = unwrap(await sportello.maintenance.list({ operator: operator() }))
          const { text } = await sportello.sunset.phase()
          const [filed, decided] = [
            await byDay(sportello, operator(), now, 'submitted'),
            await byDay(sportello, operator(), now, 'decided'),
          ]
          const coming = windows.filter(({ status }) => status === 'planned' || status === 'open')
          return { ok: true, value: { ...counts.value, coming, sunset: text, filed, decided } } as const
        },
        ({ view, ...shown }) => {
          const {
            waiting,
            oldestSince,
            awaitingCorrection,
            assignedToMe,
            parkedMail,
            decidedToday,
            coming,
            sunset,
            filed,
            decided,
          } = view
          const closed = [...around().features.values()].filter(({ text }) => text !== null)
          const days = [...filed.keys()].reverse()
          const perDay = (caption: string, counts: ReadonlyMap<string, number>) =>
            bars(
              caption,
              days.map((day) => ({ label: dayText(day), value: counts.get(day) ?? 0, text: counts.get(day) ?? 0 })),
            )
          return page(
            t('Cruscotto', 'Dashboard'),
            html`<ul class="portal-cards">
${card('/desk/requests', t('Richieste da decidere', 'Requests to decide'), waiting.registration, t('Richieste di credenziali che aspettano una decisione.', 'Requests for credentials that wait for a decision.'))}
${card('/desk/federation', t('Identità da decidere', 'Identities to decide'), waiting.federation, t('Accessi con SPID o CIE su cui decide l’ufficio.', 'Sign-ins with SPID or CIE that the office decides on.'))}
${card('/desk/mail', t('Posta ferma', 'Parked mail'), parkedMail, t('Lettere che nessun server ha preso.', 'Letters that no server took.'))}
</ul>
${section(t('In questo momento', 'At this moment'), [
  html`<p>${oldestSince === null ? t('Nessuno aspetta una decisione.', 'Nobody waits for a decision.') : t(`Chi aspetta da più tempo una decisione, aspetta dal ${romeText(oldestSince, 'it')}.`, `Whoever has waited longest for a decision has waited since ${romeText(oldestSince, 'en')}.`)}</p>`,
  bars(t('Che cosa aspetta, e che cosa è stato deciso', 'What waits, and what was decided'), [
    {
      label: t('Richieste di credenziali', 'Requests for credentials'),
      value: waiting.registration.count,
      text: figure(waiting.registration),
    },
    {
      label: t('Richieste di assistenza', 'Requests for assistance'),
      value: waiting.assistance.count,
      text: figure(waiting.assistance),
    },
    { label: t('Identità digitali', 'Digital identities'), value: waiting.federation.count, text: figure(waiting.federation) },
    {
      label: t('In attesa di integrazione', 'Awaiting a correction'),
      value: awaitingCorrection.count,
      text: figure(awaitingCorrection),
    },
    { label: t('In carico a me', 'In my charge'), value: assignedToMe.count, text: figure(assignedToMe) },
    { label: t('Decise oggi', 'Decided today'), value: decidedToday.count, text: figure(decidedToday) },
  ]),
])}
<div class="row"><div class="col-12 col-md-6">${section(t('Presentate', 'Filed'), perDay(t('Richieste presentate negli ultimi sette giorni', 'Requests filed in the last seven days'), filed))}</div>
<div class="col-12 col-md-6">${section(t('Decise', 'Decided'), perDay(t('Richieste decise negli ultimi sette giorni', 'Requests decided in the last seven days'), decided))}</div></div>
${section(
  t('Che cosa è chiuso', 'What is closed'),
  closed.length === 0
    ? html`<p>${t('Tutte le funzioni sono disponibili.', 'All features are available.')}</p>`
    : html`<ul>${closed.map(({ text }) => html`<li>${text?.[locale]}</li>`)}</ul>`,
)}
${section(
  t('Che cosa è in programma', 'What is planned'),
  html`${
    coming.length === 0
      ? html`<p>${t('Nessuna finestra di manutenzione.', 'No maintenance window.')} ${link('/desk/calendar/plan', t('Ne pianifichi una', 'Plan one'))}</p>`
      : html`<ul>${coming.map(({ id, status, title, fromText, toText }) => html`<li>${link(`/desk/calendar/${id}`, title[locale])} ${status === 'open' && mark(t('in corso', 'open now'), 'warning')}<br>${fromText[locale]}, ${toText[locale]}</li>`)}</ul>`
  }<p>${sunset[locale]} ${link('/desk/sunset', t('Fine delle credenziali', 'End of the credentials'))}</p>`,
)}`,
            { ...shown, isWide: true },
          )
        },
      ),
    )
  },
}
