/** A window is planned: what it closes, what becomes of what is under way; then whom that hits; then the plan. */
import type {
  MaintenanceFate,
  MaintenancePlanForm,
  MaintenancePredicate,
  MaintenanceView,
  MaintenanceVocabulary,
} from 'sportello'
import type { Exchange, Shown } from 'sportello/express'
import { html, type Part } from '../../../html.ts'
import type { Fields } from '../../web/fields.ts'
import type { Room } from '../../web/room.ts'
import { goingTo } from './office-done.ts'

const path = '/desk/calendar/plan'
const isRecord = (value: unknown): value is { readonly [name: string]: unknown } => typeof value === 'object' && value !== null

type Closures = NonNullable<MaintenancePlanForm['features']>
type Fates = NonNullable<MaintenancePlanForm['procedures']>

/** The plan that the form means. `p2`: closed unless the third predicate of the office holds. What is not among the choices is left for the library to refuse. */
function planOf({ form, text, operator }: Exchange, predicates: readonly MaintenancePredicate[]): MaintenancePlanForm {
  const sent: { readonly features?: unknown; readonly procedures?: unknown } = form()
  const chosen = (given: unknown) => (isRecord(given) ? Object.entries(given) : []).filter(([, value]) => value !== '')
  const closureOf = (value: unknown): Closures[string] => {
    const predicate = typeof value === 'string' && value.startsWith('p') ? predicates[Number(value.slice(1))] : undefined
    return predicate === undefined ? (value as 'closed') : { closedUnless: predicate }
  }
  return form({
    operator: operator(),
    from: text('begin') === 'now' ? 'now' : text('from'),
    features: Object.fromEntries(chosen(sent.features).map(([name, value]) => [name, closureOf(value)])),
    procedures: Object.fromEntries(chosen(sent.procedures).map(([name, value]) => [name, value as MaintenanceFate])) as Fates,
  })
}

export const deskCalendarPlan: Room = {
  routes(floor) {
    const { router, read, portal, sportello, kit } = floor
    const { t, page, form, field, hidden, radios, tick, row, section, stars, table, note, locale } = kit
    const { maintenance } = sportello
    const crumbs = [['/desk/calendar', t('Calendario', 'Calendar')]] as const
    const labels = { from: t('Inizio', 'Beginning'), to: t('Fine', 'End') }

    /** One choice in a line of its own, with its name before it. */
    const choice = (
      own: Fields,
      name: string,
      words: string,
      choices: readonly (readonly [value: string, words: string])[],
    ): Part => {
      const wrong = own.told?.fields[name]
      const id = `${own.within ?? 'field'}-${name.replaceAll(/[^A-Za-z0-9]/g, '-')}`
      return html`<div class="desk-choice"><label for="${id}">${words}</label><select class="form-control" id="${id}" name="${name}"${wrong && html` aria-invalid="true" aria-describedby="${id}-wrong"`}>${choices.map(([value, said]) => html`<option value="${value}"${own.typed[name] === value && html` selected`}>${said}</option>`)}</select>${wrong && html`<div class="portal-wrong" id="${id}-wrong">${wrong}</div>`}</div>
`
    }
    function closures(own: Fields, { features, predicates }: MaintenanceVocabulary): Part {
      const [open, closed] = [t('aperta', 'open'), t('chiusa', 'closed')]
      const one = ({ feature, name, isPersonal }: MaintenanceVocabulary['features'][number]) =>
        choice(own, `features.${feature}`, name[locale], [
          ['', open],
          ['closed', isPersonal ? t('chiusa per tutti', 'closed for everybody') : closed],
          ...(isPersonal
            ? predicates.map(
                ({ text }, at) =>
                  [`p${at}`, t(`chiusa, tranne per chi ${text.it}`, `closed, but for whoever ${text.en}`)] as const,
              )
            : []),
        ])
      const desk = features.filter(({ of }) => of === 'office')
      const isDeskMeant = desk.some(({ feature }) => (own.typed[`features.${feature}`] ?? '') !== '')
      return html`${features.filter(({ of }) => of !== 'office').map(one)}<details class="desk-more"${isDeskMeant && html` open`}><summary>${t('Anche le funzioni dell’ufficio', 'Features of the office, too')}</summary>${desk.map(one)}</details>`
    }
    const inside = (own: Fields, vocabulary: MaintenanceVocabulary): Part => [
      hidden('step', 'look'),
      row(
        field(own, 'title.it', {
          isRequired: true,
          columns: 6,
          hint: t('Si pubblica: a che cosa serve.', 'It is published: what it is for.'),
        }),
        field(own, 'title.en', {
          isRequired: true,
          columns: 6,
          hint: t('Si pubblica, per chi legge in inglese.', 'It is published, for whoever reads English.'),
        }),
      ),
      radios(
        own,
        'begin',
        [
          ['at', t('a un’ora stabilita', 'at a given time')],
          ['now', t('subito', 'at once')],
        ],
        { label: t('Quando comincia', 'When it begins'), value: 'at' },
      ),
      row(
        field(own, 'from', {
          type: 'datetime-local',
          label: labels.from,
          columns: 6,
          hint: t('Ora di Roma.', 'The time of Rome.'),
        }),
        field(own, 'to', {
          type: 'datetime-local',
          label: labels.to,
          columns: 6,
          hint: t('Vuoto: non si sa ancora.', 'Empty: not known yet.'),
        }),
      ),
      (['from', 'to'] as const).map(
        (name) =>
          own.told?.fields[name] !== undefined &&
          radios(
            own,
            `${name}Which`,
            [
              ['earlier', t('la prima', 'the earlier')],
              ['later', t('la seconda', 'the later')],
            ],
            { hint: t('Solo se l’ora viene due volte.', 'Only where the time comes twice.') },
          ),
      ),
      section(t('Che cosa si chiude', 'What is closed'), [
        own.told?.fields['features'] && html`<p class="portal-wrong">${own.told.fields['features']}</p>`,
        closures(own, vocabulary),
        tick(
          own,
          'closesSignIn',
          t('Chiudo anche l’accesso: so che nessuno potrà entrare.', 'I close the sign-in, too: I know that nobody will get in.'),
        ),
      ]),
      section(t('Che cosa succede a ciò che è cominciato', 'What becomes of what was begun'), [
        field(own, 'cutOffDay', {
          type: 'date',
          columns: 6,
          hint: t(
            'Vale per chi ha cominciato entro questo giorno. Vuoto: per tutto ciò che è in corso all’inizio.',
            'It holds for what was begun by this day. Empty: for all that is under way at the beginning.',
          ),
        }),
        vocabulary.procedures.map(({ procedure, name, fates }) =>
          choice(
            own,
            `procedures.${procedure}`,
            name[locale],
            fates.map(({ fate, text }) => [fate === 'continue' ? '' : fate, text[locale]] as const),
          ),
        ),
      ]),
      field(own, 'reason', {
        isRequired: true,
        hint: t('Resta nel registro; non si pubblica.', 'It stays in the journal; it is not published.'),
      }),
    ]
    const planning = (shown: Shown<MaintenanceVocabulary>): string =>
      page(
        t('Pianifica una finestra', 'Plan a window'),
        html`${stars()}${form(shown, path, t('Vedi chi è colpito', 'See whom it hits'), (own) => inside(own, shown.view))}`,
        {
          ...shown,
          ...{ crumbs, labels, isWide: true },
          lead: t(
            'Prima si vede che cosa succederebbe adesso; poi si pianifica.',
            'First you see what it would do now; then you plan it.',
          ),
        },
      )

    const view = portal.view(async ({ operator }) => {
      operator()
      return { ok: true, value: await maintenance.vocabulary() }
    }, planning)
    const predicates = async () => (await maintenance.vocabulary()).predicates.map(({ predicate }) => predicate)

    const look = view.form(
      async (exchange) => {
        const counted = await maintenance.simulate(planOf(exchange, await predicates()))
        return counted.ok
          ? ({ ok: true, value: { ...counted.value, vocabulary: await maintenance.vocabulary() } } as const)
          : counted
      },
      (shown) => {
        const { procedures, vocabulary } = shown.view
        const sent = Object.entries(shown.typed).filter(
          ([name, value]) => name !== 'step' && name !== 'requestKey' && value !== '',
        )
        const again = (step: string): Part => [hidden('step', step), sent.map(([name, value]) => hidden(name, value))]
        const met = procedures.filter(({ untouched, held, voided, reidentified }) => untouched + held + voided + reidentified > 0)
        const hit = met.reduce((sum, { held, voided, reidentified }) => sum + held + voided + reidentified, 0)
        const nameOf = (procedure: string) =>
          vocabulary.procedures.find((one) => one.procedure === procedure)?.name[locale] ?? procedure
        const closed = vocabulary.features.filter(({ feature }) => (shown.typed[`features.${feature}`] ?? '') !== '')
        return page(
          t('Chi è colpito', 'Whom it hits'),
          html`${note(
            hit === 0
              ? t('Nessuno perde nulla', 'Nobody loses anything')
              : t(`Pratiche toccate: ${hit}`, `Under way and hit: ${hit}`),
            html`<p>${t('Contato adesso: all’inizio della finestra può essere diverso.', 'Counted now: it may be otherwise when the window begins.')}</p>`,
            hit === 0 ? 'success' : 'warning',
          )}
${section(
  t('Ciò che è in corso', 'What is under way'),
  table(
    t('Che cosa succederebbe', 'What would become of it'),
    [
      t('Procedura', 'Procedure'),
      t('prosegue', 'goes on'),
      t('attende', 'waits'),
      t('annullata', 'ends'),
      t('serve l’identificazione', 'to be identified'),
    ],
    met.map(({ procedure, untouched, held, voided, reidentified }) => [nameOf(procedure), untouched, held, voided, reidentified]),
    t('Nulla è in corso.', 'Nothing is under way.'),
  ),
)}
${section(t('Che cosa si chiude', 'What is closed'), closed.length === 0 ? html`<p>${t('Nulla.', 'Nothing.')}</p>` : html`<ul>${closed.map(({ name }) => html`<li>${name[locale]}</li>`)}</ul>`)}
<div class="desk-two">${form(shown, path, t('Pianifica la finestra', 'Plan the window'), again('plan'))}${form(shown, path, t('Torna a modificare', 'Go back and change it'), again('edit'), { look: 'outline-primary' })}</div>`,
          { ...shown, isWide: true, crumbs: [...crumbs, [path, t('Pianifica', 'Plan')]] },
        )
      },
    )
    const plan = view.form(
      async (exchange) => maintenance.plan(planOf(exchange, await predicates()), exchange.options),
      goingTo<MaintenanceView>('planned', (_, { id }) => `/desk/calendar/${id}`),
    )
    const edit = view.form(async () => ({ ok: true, value: await maintenance.vocabulary() }), planning)

    router.get(path, view)
    router.post(path, read, (request, response, next) => {
      const step: unknown = request.body?.['step']
      const handler = step === 'plan' ? plan : step === 'edit' ? edit : look
      handler(request, response, next)
    })
  },
}
