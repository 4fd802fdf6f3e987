/** The way to assistance: a question with its answers, advice, or the questionnaire. */
import { assistanceDocumentTypes, documentTypeLabel, fieldLabel } from 'sportello'
import type { AssistancePages } from 'sportello/express'
import { type Html, html, type Part } from '../../../html.ts'
import { closedBecause } from '../../web/around.ts'
import type { Fields } from '../../web/fields.ts'
import type { Kit } from '../../web/kit.ts'
import { group, noticeVersion } from '../registration/pieces.ts'

type Shown = Parameters<AssistancePages['assistance']>[0]
type Questionnaire = Extract<Shown['view']['topic'], { kind: 'questionnaire' }>
type Item = Questionnaire['items'][number]

// The groups of the questionnaire; what an office asks besides stands in the last one.
const groups = [
  { fields: ['surname', 'name', 'codiceFiscale'], it: 'Chi è', en: 'Who you are' },
  { fields: ['oldPec', 'pec', 'confirmation'], it: 'La PEC', en: 'The PEC' },
  { fields: ['email', 'telephone'], it: 'Dove rispondiamo', en: 'Where we answer' },
  {
    fields: ['documentType', 'documentNumber', 'documentIssuer', 'documentExpiresOn'],
    ...{ it: 'Il documento di riconoscimento', en: 'The identity document' },
  },
] as const
const narrow: ReadonlySet<string> = new Set(['surname', 'name', ...groups[3].fields])

export function assistancePage(kit: Kit): AssistancePages['assistance'] {
  const { t, locale, page, form, hidden, field, area, select, file, stars, note, button, links, link } = kit
  const title = t('Assistenza', 'Assistance')
  const carried = ({ path }: Shown['view'], own: Pick<Fields, 'typed'>): Part => [
    html`<input type="hidden" name="pass" data-sportello-link="pass" value="${own.typed['pass']}">`,
    path.map((one) => hidden('path[]', one)),
  ]
  const again = html`<p class="portal-acts">${button('/assistance', t('Ricominci dalle domande', 'Begin with the questions again'), 'outline-primary')}</p>`
  const pasted = html`<noscript><div class="portal-field"><label for="pasted-pass">${t('Link ricevuto per posta elettronica', 'Link that you got by e-mail')}</label><input class="form-control" id="pasted-pass" name="pass" type="text" autocomplete="off" aria-describedby="pasted-pass-hint"><small class="form-text" id="pasted-pass-hint">${t('Solo se ha ricevuto un link per presentare un’altra richiesta: lo incolli qui per intero.', 'Only if you got a link to make another request: paste the whole of it here.')}</small></div></noscript>`

  // Said to everybody alike: it tells nothing of the mailbox.
  const limited = note(
    t('Ha già presentato molte richieste?', 'Have you made many requests before?'),
    html`<p>${t('Guardi la posta elettronica: a una casella con troppe richieste arriva, una volta al giorno, un link che vale per presentarne un’altra.', 'Look at your e-mail: a mailbox with too many requests gets a link once a day, which is good for one more.')}</p>`,
  )

  function input(own: Fields, { id, label, isRequired }: Item): Html {
    const given = { label: label[locale], isRequired, ...(narrow.has(id) ? { columns: 6 } : {}) }
    const kinds = assistanceDocumentTypes.map((type) => [type, documentTypeLabel(type, locale)] as const)
    switch (id) {
      case 'documentType':
        return select(own, id, kinds, given)
      case 'note':
        return area(own, id, given)
      case 'documentExpiresOn':
        return field(own, id, { ...given, type: 'date' })
      case 'telephone':
        return field(own, id, { ...given, type: 'tel' })
      case 'email':
        return field(own, id, {
          ...given,
          inputmode: 'email',
          hint: t(
            'Un indirizzo che legge oggi, diverso dalla nuova PEC.',
            'An address that you read today, other than the new PEC.',
          ),
        })
      case 'pec':
      case 'oldPec':
      case 'confirmation':
        return field(own, id, { ...given, inputmode: 'email', autocomplete: 'off' })
      default:
        return field(own, fieldLabel(id, locale) === undefined ? `answers.${id}` : id, given)
    }
  }

  function questionnaire(shown: Shown, items: readonly Item[]): Html {
    const known: readonly string[] = groups.flatMap(({ fields }) => fields)
    const of = (fields: readonly string[]) => items.filter(({ id }) => fields.includes(id))
    const rest = items.filter(({ id }) => !known.includes(id))
    return html`${stars()}${form(
      shown,
      '/assistance',
      t('Invia la richiesta', 'Send the request'),
      (own) => [
        carried(shown.view, own),
        hidden('noticeVersion', noticeVersion),
        hidden('locale', locale),
        groups.map(
          ({ fields, it, en }) =>
            of(fields).length > 0 &&
            group(t(it, en), [
              html`<div class="row">${of(fields).map((item) => input(own, item))}</div>`,
              fields.some((id) => id === 'documentType') &&
                file(own, { label: t('Copia del documento', 'Copy of the document') }),
            ]),
        ),
        rest.length > 0 &&
          group(
            t('Altro', 'Other'),
            rest.map((item) => input(own, item)),
          ),
        html`<p>${t('I dati servono a rispondere a questa richiesta.', 'The data serve to answer this request.')} ${link('/privacy', t('Legga l’informativa', 'Read the privacy notice'))}.</p>`,
      ],
      { isUpload: true },
    )}${again}`
  }

  return (shown) => {
    const { topic, path } = shown.view
    const why = closedBecause('assistance')
    if (why !== null && shown.told === undefined) {
      return page(
        title,
        html`${note(t('L’assistenza in rete è sospesa', 'Online assistance is suspended'), html`<p>${why}</p>`, 'warning')}${links(
          [
            ['/assistance/status', t('Segua una richiesta già presentata', 'Follow a request that was made before')],
            ['/', t('Torni ai servizi', 'Back to the services')],
          ],
        )}`,
        shown,
      )
    }
    const scripts = ['fragment.global.js']
    if (topic.kind === 'advice') {
      return page(
        title,
        html`${note(t('Che cosa può fare', 'What you can do'), html`<p>${topic.text[locale]}</p>`)}${links([
          ['/area', t('Area riservata', 'Private area')],
          ['/recovery/request', t('Password dimenticata', 'Forgotten password')],
          ['/pin/request', t('PIN dimenticato', 'Forgotten PIN')],
        ])}${again}`,
        shown,
      )
    }
    if (topic.kind === 'question') {
      const answers = topic.options.map(
        ({ id, label }) => html`<li><button class="portal-answer" name="path[]" value="${id}">${label[locale]}</button></li>`,
      )
      const isFirst = path.length === 0
      return page(
        title,
        html`<form class="portal-form" method="post" action="/assistance/topics">${carried(shown.view, shown)}
<fieldset class="portal-question"><legend>${topic.text[locale]}</legend><ul class="portal-answers">${answers}</ul></fieldset>${isFirst && pasted}</form>
${isFirst ? links([['/assistance/status', t('Ha già presentato una richiesta di assistenza? La segua qui', 'Have you made a request for assistance before? Follow it here')]]) : again}`,
        {
          ...shown,
          scripts,
          ...(isFirst
            ? {
                lead: t(
                  'Poche domande portano al modulo, o a ciò che può fare da sé.',
                  'A few questions lead to the form, or to what you can do yourself.',
                ),
              }
            : {}),
        },
      )
    }
    return page(title, html`${shown.told?.status === 429 && limited}${questionnaire(shown, topic.items)}`, {
      ...shown,
      scripts,
      lead: t(
        'Per cambiare la PEC di chi non riesce più ad accedere. L’ente confronta i dati con quelli che conosce.',
        'To change the PEC of whoever cannot sign in any more. The office compares the data with those that it knows.',
      ),
      labels: Object.fromEntries(topic.items.map(({ id, label }) => [id, label[locale]])),
    })
  }
}
