/** The calendar: all maintenance windows, drawn to scale, and one of them with its notice and what can be done about it. */
import { type MaintenanceView, unwrap } from 'sportello'
import { romeDayText } from 'sportello/civil'
import { html, type Part } from '../../../html.ts'
import type { Tone } from '../../web/pieces.ts'
import type { Room } from '../../web/room.ts'
import { timeline } from './drawings.ts'
import { type Done, doneText, goingTo } from './office-done.ts'
import { officeWords } from './office-words.ts'

const tones: { readonly [S in MaintenanceView['status']]: Tone } = {
  planned: 'primary',
  open: 'warning',
  over: 'secondary',
  cancelled: 'secondary',
}

export const deskCalendar: Room = {
  routes(floor) {
    const { router, read, portal, sportello, clock, kit } = floor
    const { t, page, form, field, radios, rows, section, mark, link, links, button, locale } = kit
    const { maintenance } = sportello
    const say = officeWords(t)
    const title = t('Calendario', 'Calendar')
    const when = ({ fromText, toText }: MaintenanceView): string => `${fromText[locale]}, ${toText[locale]}`
    const named = ({ status }: MaintenanceView): Part => mark(say.window(status), tones[status])

    router.get(
      '/desk/calendar',
      portal.view(
        async (exchange) => {
          const windows = await maintenance.list({ operator: exchange.operator() })
          return windows.ok ? ({ ok: true, value: windows.value } as const) : windows
        },
        ({ view: windows, ...shown }) =>
          page(
            title,
            html`<p class="desk-two">${button('/desk/calendar/plan', t('Pianifica una finestra', 'Plan a window'))}${button('/desk/sunset', t('Fine delle credenziali', 'End of the credentials'), 'outline-primary')}</p>
${section(
  t('Le finestre', 'The windows'),
  windows.length === 0
    ? html`<p>${t('Nessuna finestra: tutto è aperto, e nulla è in programma.', 'No windows: everything is open, and nothing is planned.')}</p>`
    : timeline(
        t('Finestre di manutenzione', 'Maintenance windows'),
        windows.map((one) => ({
          ...{ from: one.from, to: one.to, tone: one.status },
          words: html`${link(`/desk/calendar/${one.id}`, one.title[locale])} ${named(one)}<br>${when(one)}`,
        })),
        clock.now(),
        { now: t('adesso', 'now'), dayOf: (at) => romeDayText(at, locale) },
      ),
)}`,
            {
              ...shown,
              isWide: true,
              lead: t(
                'Una finestra chiude alcune funzioni per un tempo, e dice che cosa succede a ciò che le persone hanno cominciato.',
                'A window closes some features for a time, and says what becomes of what people have begun.',
              ),
            },
          ),
      ),
    )

    const one = portal.view(
      async (exchange) => {
        const { param } = exchange
        const operator = exchange.operator()
        const notice = await maintenance.notice({ operator, id: param('id') })
        if (!notice.ok) return notice
        const window = unwrap(await maintenance.list({ operator })).find(({ id }) => id === param('id'))
        if (window === undefined) return { ok: false, refusal: { code: 'maintenance/not-found' } } as const
        return {
          ok: true,
          value: { window, notice: notice.value, vocabulary: await maintenance.vocabulary(), done: doneText(t) },
        } as const
      },
      (shown) => {
        const { window, notice, vocabulary, done } = shown.view
        const { id, status } = window
        const base = `/desk/calendar/${id}`
        const reason = (own: Parameters<typeof field>[0]) =>
          field(own, 'reason', {
            isRequired: true,
            hint: t('Resta nel registro; non si pubblica.', 'It stays in the journal; it is not published.'),
          })
        const nameOf = (feature: string) =>
          vocabulary.features.find((given) => given.feature === feature)?.name[locale] ?? feature
        const told = (language: 'it' | 'en', words: string): Part =>
          html`<h3>${words}</h3><div class="portal-letter" id="notice-${language}" lang="${language}">${notice[language]}</div><p><button type="button" class="btn btn-outline-primary btn-sm" data-portal-copy="notice-${language}" data-portal-copied="${t('Copiato.', 'Copied.')}" hidden>${t(`Copia (${words})`, `Copy (${words})`)}</button> <span role="status"></span></p>`
        return page(
          window.title[locale],
          html`${rows([
            [t('Stato', 'State'), named(window)],
            [t('Quando', 'When'), when(window)],
            [
              t('Chi ha cominciato prima', 'Whoever began before'),
              Object.keys(window.procedures).length > 0 && window.cutOffText[locale],
            ],
            [t('Che cosa è chiuso', 'What is closed'), Object.keys(window.features).map(nameOf).join(', ')],
            [
              t('Ciò che era in corso', 'What was under way'),
              status !== 'planned' &&
                status !== 'cancelled' &&
                (window.isSwept
                  ? t('trattato', 'dealt with')
                  : t(
                      'ancora da trattare: lo fa il sistema entro un’ora',
                      'still to be dealt with: the system does so within an hour',
                    )),
            ],
            [
              t('Registro', 'Journal'),
              link('/desk/journal?kind=maintenance&id=calendar', t('Atti del calendario', 'Acts of the calendar')),
            ],
          ])}
${status === 'planned' && section(t('Comincia adesso', 'Begin now'), form(shown, `${base}/open`, t('Apri la finestra', 'Open the window'), reason, { within: 'open' }))}
${
  (status === 'planned' || status === 'open') &&
  section(
    t('Un’altra fine', 'Another end'),
    form(
      shown,
      `${base}/prolong`,
      t('Cambia la fine', 'Change the end'),
      (own) => [
        field(own, 'to', {
          type: 'datetime-local',
          columns: 6,
          hint: t('Ora di Roma. Vuoto: non si sa ancora.', 'The time of Rome. Empty: not known yet.'),
        }),
        own.told?.fields['to'] !== undefined &&
          radios(own, 'toWhich', [
            ['earlier', t('la prima', 'the earlier')],
            ['later', t('la seconda', 'the later')],
          ]),
        reason(own),
      ],
      { look: 'outline-primary', within: 'prolong' },
    ),
  )
}
${status === 'open' && section(t('Chiudi adesso', 'Close now'), html`<p>${t('Ciò che era sospeso riprende; ciò che è finito resta finito.', 'What was held goes on; what has ended stays so.')}</p>${form(shown, `${base}/close`, t('Chiudi la finestra', 'Close the window'), reason, { within: 'close' })}`)}
${status === 'planned' && section(t('Annulla', 'Cancel'), form(shown, `${base}/cancel`, t('Annulla la finestra', 'Cancel the window'), reason, { look: 'outline-danger', within: 'cancel' }))}
${section(t('Avviso da pubblicare', 'Notice to be published'), [told('it', 'Italiano'), told('en', 'English')])}
${links([['/desk/calendar', t('Tutte le finestre', 'All windows')]])}`,
          { ...shown, notice: done ?? shown.notice, crumbs: [['/desk/calendar', title]], labels: { to: t('Fine', 'End') } },
        )
      },
    )
    const post = (act: 'open' | 'prolong' | 'close' | 'cancel', done: Done) =>
      router.post(
        `/desk/calendar/:id/${act}`,
        read,
        one.form(
          ({ form: sent, operator, param, options }) =>
            maintenance[act](sent({ operator: operator(), id: param('id') }), options),
          goingTo(done, ({ param }) => `/desk/calendar/${param('id')}`),
        ),
      )
    post('open', 'opened')
    post('prolong', 'prolonged')
    post('close', 'closed')
    post('cancel', 'cancelled')
    // Behind the page on which a window is planned.
    router.get('/desk/calendar/:id', one)
    router.get('/desk/calendar/:id/:act', (request, response) => response.redirect(303, `/desk/calendar/${request.params.id}`))
  },
}
