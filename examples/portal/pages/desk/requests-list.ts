/** The pages of the list of requests, and of the search for those of one person. */
import { type DeskCounts, type DeskLine, type DeskPage, type Instant, type PageReply, statuses, statusText } from 'sportello'
import type { Shown } from 'sportello/express'
import { type Html, html, type Part } from '../../../html.ts'
import type { Workers } from '../../setting/workers.ts'
import { around } from '../../web/around.ts'
import type { Fields } from '../../web/fields.ts'
import type { Kit } from '../../web/kit.ts'
import { dossierPath, requestWords } from './requests-words.ts'

/** What the list was asked for, as it stands in the address. */
export type Filters = { readonly [Name in 'state' | 'of' | 'charge' | 'by' | 'from' | 'until' | 'after']: string }

export type Listed = {
  readonly filters: Filters
  /** Null where what was asked for cannot be listed: then `wrong` says why. */
  readonly page: DeskPage | null
  readonly wrong: PageReply | undefined
  readonly counts: DeskCounts
  readonly done: string | undefined
  readonly now: Instant
}

export type Found = { readonly page: DeskPage | null; readonly now: Instant }

const count = ({ count: found, more }: DeskCounts['parkedMail']): string => (more ? `${found}+` : String(found))

const queryOf = (filters: Partial<Filters>): string => {
  const given = Object.entries(filters).filter(([, value]) => value !== '')
  return given.length === 0 ? '' : `?${new URLSearchParams(Object.fromEntries(given))}`
}

export function listPages(kit: Kit, workers: Pick<Workers, 'all'>) {
  const { t, page, form, field, select, hidden, table, link, links, row, locale } = kit
  const { kindOf, stateOf, when, waited, nameOf } = requestWords(kit, workers)
  const me = () => around().worker?.id ?? ''

  function line(shown: Fields, { of, id, state, submittedAt, decidedAt, round, assignment, unreadable }: DeskLine, now: Instant) {
    const isOpen = state === 'waiting' || state === 'awaiting-correction'
    const path = dossierPath(of, id)
    const holder = assignment?.operator
    const charge: Part =
      holder !== undefined
        ? holder === me()
          ? t('Lei', 'You')
          : nameOf(holder)
        : isOpen &&
          form(
            shown,
            `${path}/assign`,
            [
              t('Prendi in carico', 'Take in charge'),
              html`<span class="visually-hidden">: ${kindOf(of)}, ${when(submittedAt)}</span>`,
            ],
            '',
            { look: 'outline-primary', isInline: true },
          )
    return [
      [
        link(path, kindOf(of)),
        round > 1 && html`<small class="portal-below">${t(`presentata ${round} volte`, `filed ${round} times`)}</small>`,
        unreadable === true &&
          html`<small class="portal-below">${t('Non si legge: ne avvisi chi gestisce il sistema.', 'It cannot be read: tell whoever runs the system.')}</small>`,
      ],
      when(submittedAt),
      isOpen
        ? waited(submittedAt, now)
        : decidedAt === null
          ? '–'
          : t(`decisa il giorno ${when(decidedAt)}`, `decided on ${when(decidedAt)}`),
      stateOf(state),
      charge === false ? '–' : charge,
    ]
  }

  const lines = (shown: Fields, title: string, { lines: found }: DeskPage, now: Instant, empty: string): Html =>
    table(
      title,
      [
        ...[t('Richiesta', 'Request'), t('Presentata', 'Filed'), t('Attesa', 'Waiting'), t('Stato', 'State')],
        t('In carico a', 'In charge of'),
      ],
      found.map((one) => line(shown, one, now)),
      empty,
    )

  /** The ways to look at the list that are asked for most, with how many there are. */
  function views({ counts, filters }: Listed): Html {
    const waiting = counts.waiting.registration.count + counts.waiting.assistance.count
    const isMore = counts.waiting.registration.more || counts.waiting.assistance.more
    const plain = { of: '', by: '', from: '', until: '' }
    const all: readonly (readonly [words: string, figure: string | null, filters: Partial<Filters>])[] = [
      [t('Da decidere', 'To be decided'), `${waiting}${isMore ? '+' : ''}`, { state: 'waiting' }],
      [
        t('In attesa di integrazione', 'Awaiting a correction'),
        count(counts.awaitingCorrection),
        { state: 'awaiting-correction' },
      ],
      [t('In carico a me', 'In my charge'), count(counts.assignedToMe), { charge: me() }],
      [t('Tutte', 'All'), null, { state: 'all' }],
    ]
    const asked = queryOf({ ...filters, after: '' })
    return html`<nav class="portal-views" aria-label="${t('Viste', 'Views')}"><ul>${all.map(([words, figure, one]) => {
      const query = queryOf({ ...plain, ...one })
      return html`<li><a href="/desk/requests${query}"${query === asked && html` aria-current="page"`}>${words}${figure !== null && html` <span class="portal-figure">${figure}</span>`}</a></li>`
    })}</ul></nav>`
  }

  function filter(shown: Shown<Listed>): Html {
    const { filters, wrong } = shown.view
    const orAll = (value: string) => (value === '' ? 'all' : value)
    const { state, of, charge, by, from, until } = filters
    const typed = { from, until, state: orAll(state), of: orAll(of), charge: orAll(charge), by: by === '' ? 'submitted' : by }
    const own: Fields = { ...shown, told: wrong, typed, sent: undefined }
    const any = ['all', t('Tutte', 'All')] as const
    const isOpen = wrong !== undefined || [filters.of, filters.from, filters.until].some((one) => one !== '')
    return html`<details class="portal-more"${isOpen && html` open`}><summary>${t('Scegli quali richieste vedere', 'Choose which requests to see')}</summary>
${form(
  own,
  '/desk/requests',
  t('Mostra', 'Show'),
  (at) => [
    row(
      select(at, 'state', [any, ...statuses.desk.map((state) => [state, statusText('desk', state, locale)] as const)], {
        label: t('Stato', 'State'),
        ...{ columns: 4, value: 'all' },
      }),
      select(at, 'of', [any, ...(['registration', 'assistance'] as const).map((of) => [of, kindOf(of)] as const)], {
        label: t('Procedimento', 'Procedure'),
        ...{ columns: 4, value: 'all' },
      }),
      select(
        at,
        'charge',
        [['all', t('Chiunque, o nessuno', 'Anybody, or nobody')], ...workers.all.map(({ id, name }) => [id, name] as const)],
        { label: t('In carico a', 'In charge of'), columns: 4, value: 'all' },
      ),
    ),
    row(
      select(
        at,
        'by',
        [
          ['submitted', t('della presentazione', 'on which they were filed')],
          ['decided', t('della decisione', 'on which they were decided')],
        ],
        { label: t('Giorno', 'Day'), columns: 4, value: 'submitted' },
      ),
      field(at, 'from', { label: t('Dal giorno', 'From the day'), type: 'date', columns: 4 }),
      field(at, 'until', { label: t('Al giorno', 'To the day'), type: 'date', columns: 4 }),
    ),
  ],
  { isGet: true, look: 'outline-primary' },
)}</details>`
  }

  const title = t('Richieste', 'Requests')
  const searchTitle = t('Cerca le richieste di una persona', 'Search the requests of a person')

  return {
    list(shown: Shown<Listed>): string {
      const { page: found, filters, wrong, done, now } = shown.view
      const more = [
        filters.after !== '' &&
          link(`/desk/requests${queryOf({ ...filters, after: '' })}`, t('Dall’inizio', 'From the beginning')),
        found !== null &&
          found.next !== null &&
          link(`/desk/requests${queryOf({ ...filters, after: found.next })}`, t('Pagina successiva', 'Next page')),
      ].filter((one) => one !== false)
      const empty =
        filters.after === '' && (found === null || found.next === null)
          ? t('Nessuna richiesta: qui non c’è nulla da fare.', 'No requests: there is nothing to do here.')
          : t('Nessuna richiesta in questa pagina.', 'No requests on this page.')
      return page(
        title,
        html`${views(shown.view)}
${found !== null && lines(shown, title, found, now, empty)}
${more.length > 0 && html`<p class="portal-pages">${more}</p>`}
${filter(shown)}
${links([['/desk/requests/search', searchTitle, t('Per codice fiscale, nome o indirizzo e-mail.', 'By codice fiscale, name or e-mail address.')]])}`,
        {
          told: wrong ?? shown.told,
          notice: done,
          isWide: true,
          lead: t(
            'Le più vecchie per prime. L’elenco non dice di chi sono: lo dice il fascicolo, e chi lo apre resta nel registro.',
            'The oldest come first. The list does not say whose they are: the dossier does, and whoever opens it stays in the journal.',
          ),
        },
      )
    },
    /** The form, and what was found by it. */
    search(shown: Shown<Found>): string {
      const { page: found, now } = shown.view
      const sought = ['codiceFiscale', 'surname', 'name', 'birthDate', 'email'] as const
      return page(
        searchTitle,
        html`${form(shown, '/desk/requests/search', t('Cerca', 'Search'), (own) => [
          row(
            field(own, 'codiceFiscale', { columns: 6, autocomplete: 'off' }),
            field(own, 'email', { columns: 6, autocomplete: 'off' }),
          ),
          row(
            field(own, 'surname', { columns: 4, autocomplete: 'off' }),
            field(own, 'name', { columns: 4, autocomplete: 'off' }),
            field(own, 'birthDate', { type: 'date', columns: 4, autocomplete: 'off' }),
          ),
        ])}
${found !== null && html`<h2>${t('Richieste trovate', 'Requests that were found')}</h2>${lines(shown, t('Richieste trovate', 'Requests that were found'), found, now, t('Nessuna richiesta corrisponde: controlli che cosa ha scritto.', 'No request fits: look at what you have typed.'))}`}
${
  found !== null &&
  found.next !== null &&
  form(
    shown,
    '/desk/requests/search',
    t('Altre richieste', 'More requests'),
    [sought.map((name) => hidden(name, shown.typed[name])), hidden('after', found.next)],
    { look: 'outline-primary' },
  )
}`,
        {
          told: shown.told,
          isWide: true,
          crumbs: [['/desk/requests', title]],
          lead: t(
            'Basta il codice fiscale o l’indirizzo e-mail; il cognome vale insieme al nome o alla data di nascita. Nel registro di ogni richiesta trovata resta chi l’ha cercata.',
            'The codice fiscale or the e-mail address will do; the surname goes with the name or the date of birth. The journal of each request that is found keeps who has searched for it.',
          ),
        },
      )
    },
  }
}

export type ListPages = ReturnType<typeof listPages>
