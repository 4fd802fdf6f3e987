/** The end of the local credentials: its dates drawn to scale, whom others would hit, and setting or taking them back. */
import type { SunsetAct, SunsetCourseForm, SunsetView } from 'sportello'
import { fieldLabel } from 'sportello'
import { romeDayText } from 'sportello/civil'
import type { Exchange, Shown } from 'sportello/express'
import { html, type Part } from '../../../html.ts'
import type { Fields } from '../../web/fields.ts'
import type { Room } from '../../web/room.ts'
import { bars, timeline } from './drawings.ts'
import { doneText, goingTo } from './office-done.ts'
import { officeWords } from './office-words.ts'
import { wallTime } from './people-identification.ts'

const acts: readonly SunsetAct[] = ['issue', 'password-replacement', 'pin-replacement', 'first-credentials', 'restoration', 'use']
const path = '/desk/sunset/set'
const yearMs = 365 * 86_400_000

/** The course that the form means: the days of notice are typed into one field. */
const courseOf = ({ form, text, operator }: Exchange): SunsetCourseForm =>
  form({
    operator: operator(),
    remindDays: text('remindDays')
      .split(/[\s,;]+/)
      .filter((one) => one !== ''),
  })

export const deskSunset: Room = {
  routes(floor) {
    const { router, read, portal, sportello, clock, kit } = floor
    const { t, page, form, field, hidden, boxes, tick, row, rows, section, stars, table, note, mark, button, locale } = kit
    const { sunset, maintenance } = sportello
    const say = officeWords(t)
    const title = t('Fine delle credenziali', 'End of the credentials')
    const crumbs = [
      ['/desk/calendar', t('Calendario', 'Calendar')],
      ['/desk/sunset', title],
    ] as const
    const exempt = [['minor', t('Minore età', 'Under age')], ...say.exemptions] as const
    const namesOf = (given: readonly string[], choices: readonly (readonly [string, string | undefined])[]) =>
      choices.flatMap(([one, words]) => (given.includes(one) ? [words] : [])).join(', ')
    const labels = Object.fromEntries(acts.map((act) => [`ends.${act}`, fieldLabel(`ends.${act}`, locale) ?? act]))

    function drawn({ ends }: SunsetView): Part {
      const now = clock.now()
      const known = acts.flatMap((act) => ends[act] ?? [])
      const from = Math.min(now - yearMs / 12, ...known) - yearMs / 12
      return timeline(
        title,
        acts.map((act) => {
          // What has no date of its own ends with the use.
          const end = ends[act] ?? ends.use
          const isOver = end !== null && end <= now
          const day = end === null ? t('mai', 'never') : romeDayText(end, locale)
          return {
            ...{ from, to: end, tone: isOver ? ('over' as const) : ('planned' as const) },
            words: html`${labels[`ends.${act}`]}: <strong>${day}</strong>${ends[act] === null && end !== null && t(' (con l’uso)', ' (with the use)')}${isOver && html` ${mark(t('finito', 'over'), 'secondary')}`}`,
          }
        }),
        now,
        { now: t('adesso', 'now'), dayOf: (at) => romeDayText(at, locale) },
      )
    }
    const reason = (own: Fields) =>
      field(own, 'reason', {
        isRequired: true,
        hint: t('Resta nel registro; non si pubblica.', 'It stays in the journal; it is not published.'),
      })
    const reopens = (own: Fields) =>
      tick(own, 'reopens', t('Ciò che è già finito torna possibile: lo voglio.', 'What has ended is possible again: I mean it.'))

    const list = portal.view(
      async (exchange) => {
        const courses = await sunset.list({ operator: exchange.operator() })
        return courses.ok ? ({ ok: true, value: { courses: courses.value, done: doneText(t) } } as const) : courses
      },
      (shown) => {
        const { courses, done } = shown.view
        return page(
          title,
          courses.length === 0
            ? html`<p>${t('Le credenziali dell’ufficio non hanno una data di fine.', 'The credentials of the office have no end.')}</p>${button(path, t('Stabilisci le date', 'Set the dates'))}`
            : courses.map(
                (course) => html`${section(
                  course.title[locale],
                  html`${rows([
                    [t('Stato', 'State'), mark(say.phase(course.phase), course.phase === 'before' ? 'primary' : 'warning')],
                    [t('Per chi', 'For whom'), course.audience ?? t('per tutti i servizi', 'for all services')],
                    [t('Chi è esentato', 'Who is exempted'), namesOf(course.exempt, exempt)],
                    [t('Poi si entra con', 'Afterwards one signs in with'), namesOf(course.means, say.means)],
                    [t('Giorni di preavviso', 'Days of notice'), course.remindDays.join(', ')],
                  ])}${drawn(course)}`,
                )}
<p>${button(path, t('Cambia le date', 'Change the dates'))}</p>
${section(
  t('Togli le date', 'Take the dates back'),
  form(
    shown,
    '/desk/sunset/drop',
    t('Togli le date', 'Take the dates back'),
    (own) => [hidden('audience', course.audience ?? ''), reason(own), reopens(own)],
    { look: 'outline-danger' },
  ),
)}`,
              ),
          {
            ...shown,
            ...{ notice: done ?? shown.notice, isWide: true, crumbs: crumbs.slice(0, 1) },
            lead: t(
              'Quando finiscono le credenziali dell’ufficio, in favore di SPID, CIE e CNS.',
              'When the credentials of the office end, in favour of SPID, CIE and CNS.',
            ),
          },
        )
      },
    )
    router.get('/desk/sunset', list)
    router.get('/desk/sunset/drop', (_request, response) => response.redirect(303, '/desk/sunset'))
    router.post(
      '/desk/sunset/drop',
      read,
      list.form(
        ({ form: sent, operator, options }) => sunset.drop(sent({ operator: operator() }), options),
        goingTo('course-dropped', '/desk/sunset'),
      ),
    )

    type Course = SunsetView | null
    const fieldsOf = (own: Fields, course: Course): Part => [
      hidden('step', 'look'),
      row(
        field(own, 'title.it', {
          isRequired: true,
          columns: 6,
          value: course?.title.it ?? '',
          hint: t('Si pubblica: la norma.', 'It is published: the rule.'),
        }),
        field(own, 'title.en', { isRequired: true, columns: 6, value: course?.title.en ?? '' }),
      ),
      section(t('Le date', 'The dates'), [
        html`<p>${t('Da quell’ora di Roma non si può più. Vuoto: finisce con l’uso.', 'From that time of Rome on it is not possible any more. Empty: it ends with the use.')}</p>`,
        own.told?.fields['ends'] && html`<p class="portal-wrong">${own.told.fields['ends']}</p>`,
        row(
          acts.map((act) => {
            const end = course?.ends[act] ?? null
            return field(own, `ends.${act}`, { type: 'datetime-local', columns: 6, value: end === null ? '' : wallTime(end) })
          }),
        ),
      ]),
      boxes(
        own.sent === undefined && Object.keys(own.typed).length === 0
          ? { ...own, chosen: { exempt: course?.exempt ?? [] } }
          : own,
        'exempt',
        exempt,
      ),
      boxes(
        own.sent === undefined && Object.keys(own.typed).length === 0
          ? { ...own, chosen: { means: course?.means ?? ['spid', 'cie', 'cns'] } }
          : own,
        'means',
        say.means,
      ),
      field(own, 'remindDays', {
        columns: 6,
        value: course?.remindDays.join(', ') ?? '60, 30, 7',
        hint: t('Per esempio: 60, 30, 7. Vuoto: nessun avviso.', 'Such as: 60, 30, 7. Empty: no notice.'),
      }),
      reason(own),
      reopens(own),
    ]
    const setting = (shown: Shown<Course>): string =>
      page(
        t('Stabilisci le date', 'Set the dates'),
        html`${stars()}${form(shown, path, t('Vedi chi è colpito', 'See whom it hits'), (own) => fieldsOf(own, shown.view))}`,
        {
          ...shown,
          ...{ crumbs, labels },
          lead: t(
            'Prima si vede chi sarebbe colpito adesso; poi le date si registrano.',
            'First you see whom they would hit now; then the dates are recorded.',
          ),
        },
      )
    const current = async ({ operator }: Exchange) => {
      const courses = await sunset.list({ operator: operator() })
      return courses.ok
        ? ({ ok: true, value: courses.value.find(({ audience }) => audience === null) ?? null } as const)
        : courses
    }
    const view = portal.view<Course>(current, setting)
    const look = view.form(
      async (exchange) => {
        const counted = await sunset.simulate(courseOf(exchange))
        return counted.ok
          ? ({ ok: true, value: { ...counted.value, vocabulary: await maintenance.vocabulary() } } as const)
          : counted
      },
      (shown) => {
        const { credentials, procedures, vocabulary } = shown.view
        const sent = Object.entries(shown.typed).filter(([name]) => name !== 'step' && name !== 'requestKey')
        const lists = Object.entries(shown.chosen).flatMap(([name, values]) => values.map((value) => hidden(`${name}[]`, value)))
        const again = (step: string): Part => [hidden('step', step), sent.map(([name, value]) => hidden(name, value)), lists]
        const nameOf = (procedure: string) =>
          procedure === 'request'
            ? t('richieste presso l’ufficio', 'requests with the office')
            : (vocabulary.procedures.find((one) => one.procedure === procedure)?.name[locale] ?? procedure)
        const { temporary, active, suspended, expired, exempt: spared } = credentials
        return page(
          t('Chi è colpito', 'Whom it hits'),
          html`${note(t('Contato adesso', 'Counted now'), html`<p>${t('Nulla è ancora cambiato.', 'Nothing has changed yet.')}</p>`)}
${bars(t('Credenziali', 'Credentials'), [
  { label: t('attive', 'active'), value: active, text: active },
  { label: t('con password temporanea', 'with a temporary password'), value: temporary, text: temporary },
  { label: t('sospese', 'suspended'), value: suspended, text: suspended },
  { label: t('scadute', 'expired'), value: expired, text: expired },
  { label: t('esentate', 'exempted'), value: spared, text: spared },
])}
${section(
  t('Ciò che è in corso', 'What is under way'),
  table(
    t('Procedure', 'Procedures'),
    [
      t('Procedura', 'Procedure'),
      t('fuori tempo, se non si conclude prima', 'too late, unless it is concluded before'),
      t('esentate', 'exempted'),
    ],
    procedures
      .filter(({ hit, exempt: free }) => hit + free > 0)
      .map(({ procedure, hit, exempt: free }) => [nameOf(procedure), hit, free]),
    t('Nulla è in corso.', 'Nothing is under way.'),
  ),
)}
<div class="desk-two">${form(shown, path, t('Registra le date', 'Record the dates'), again('set'))}${form(shown, path, t('Torna a modificare', 'Go back and change them'), again('edit'), { look: 'outline-primary' })}</div>`,
          { ...shown, isWide: true, crumbs: [...crumbs, [path, t('Date', 'Dates')]] },
        )
      },
    )
    const set = view.form((exchange) => sunset.set(courseOf(exchange), exchange.options), goingTo('course-set', '/desk/sunset'))
    const edit = view.form(current, setting)
    router.get(path, view)
    router.post(path, read, (request, response, next) => {
      const step: unknown = request.body?.['step']
      const handler = step === 'set' ? set : step === 'edit' ? edit : look
      handler(request, response, next)
    })
  },
}
