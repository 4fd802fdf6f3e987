/** What the dossiers of both procedures show alike: who has them in charge, notes, documents, findings, and reasons. */
import {
  type AssignmentHolder,
  type AssignmentNote,
  type DeskCase,
  type DocumentFinding,
  type DossierFinding,
  findingText,
  type Instant,
  type Locale,
} from 'sportello'
import type { Shown } from 'sportello/express'
import { type Html, html, type Part } from '../../../html.ts'
import type { Workers } from '../../setting/workers.ts'
import { around } from '../../web/around.ts'
import type { Fields } from '../../web/fields.ts'
import type { Kit } from '../../web/kit.ts'
import { canBeShown } from './document-view.ts'
import { dossierPath, requestWords } from './requests-words.ts'
import { templatesOf } from './templates.ts'

/** What every look at a dossier brings besides the dossier. */
export type Beside = {
  /** The number of the document that is shown beside it; empty where none is. */
  readonly viewed: string
  readonly done: string | undefined
  readonly now: Instant
}

/** What every dossier has. */
export type Case = {
  readonly id: string
  readonly assignment: AssignmentHolder | null
  readonly notes: readonly AssignmentNote[]
  readonly competitors: readonly string[]
}

export type FiledDocument = {
  readonly id: number
  /** What it is and what it is called. */
  readonly words: string
  readonly size: number
  readonly findings: readonly DocumentFinding[]
}

export function dossierParts(kit: Kit, workers: Pick<Workers, 'all'>, of: DeskCase) {
  const { t, form, area, select, hidden, section, note, link, button, course, locale } = kit
  const { when, nameOf, kindOf } = requestWords(kit, workers)
  const pathOf = (id: string) => dossierPath(of, id)
  const me = () => around().worker?.id ?? ''

  const more = (title: Part, content: Part, isOpen = false): Html =>
    html`<details class="portal-more"${isOpen && html` open`}><summary>${title}</summary>${content}</details>
`
  /** A form of the dossier: the document beside it stays where it was when the form is refused. */
  const act = (
    shown: Shown<Beside>,
    path: string,
    words: Part,
    inside: (own: Fields) => Part,
    look?: Parameters<typeof form>[4],
  ) => form(shown, path, words, (own) => [hidden('viewed', shown.view.viewed), inside(own)], look)

  const findings = (codes: readonly DossierFinding[]): Part =>
    codes.length > 0 &&
    html`<ul class="portal-findings">${codes.map((one) => html`<li>${findingText(one, locale) ?? one}</li>`)}</ul>`

  function charge(shown: Shown<Beside>, { id, assignment }: Case, isOpen: boolean): Part {
    if (!isOpen) return false
    const path = pathOf(id)
    const title = t('In carico', 'In charge')
    if (assignment === null) {
      const take = act(shown, `${path}/assign`, t('Prendi in carico', 'Take in charge'), () => '', {
        look: 'outline-primary',
        isInline: true,
      })
      return note(title, [html`<p>${t('Nessuno ha in carico la richiesta.', 'The request is in charge of nobody.')}</p>`, take])
    }
    const { operator, since } = assignment
    if (operator === me()) {
      const release = act(shown, `${path}/release`, t('Lascia', 'Let go'), () => '', { look: 'outline-primary', isInline: true })
      return note(title, [
        html`<p>${t(`La richiesta è in carico a Lei dal giorno ${when(since)}.`, `The request has been in your charge since ${when(since)}.`)}</p>`,
        release,
      ])
    }
    const name = nameOf(operator)
    return note(
      title,
      [
        html`<p>${t(`La richiesta è in carico a ${name} dal giorno ${when(since)}.`, `The request has been in charge of ${name} since ${when(since)}.`)}</p>`,
        more(
          t('Prendi il suo posto', 'Take it over'),
          act(
            shown,
            `${path}/take-over`,
            t('Prendi in carico', 'Take in charge'),
            (own) =>
              area(own, 'reason', {
                isRequired: true,
                hint: t('Resta nel registro; nessuno lo riceve per posta.', 'It stays in the journal; nobody is mailed it.'),
              }),
            { look: 'outline-primary', within: 'takeover' },
          ),
          shown.sent === `${path}/take-over`,
        ),
      ],
      'warning',
    )
  }

  function notes(shown: Shown<Beside>, { id, notes: noted }: Case): Html {
    const path = `${pathOf(id)}/note`
    return section(t('Annotazioni dell’ufficio', 'Notes of the office'), [
      noted.length === 0
        ? html`<p>${t('Nessuna annotazione.', 'No notes.')}</p>`
        : course(noted.map(({ at, operator, text }) => [`${when(at)}, ${nameOf(operator)}:`, text])),
      more(
        t('Aggiungi un’annotazione', 'Add a note'),
        act(
          shown,
          path,
          t('Aggiungi', 'Add'),
          (own) =>
            area(own, 'text', {
              label: t('Annotazione', 'Note'),
              isRequired: true,
              hint: t(
                'Non si può togliere. La persona la legge se chiede i propri dati.',
                'It cannot be taken back. The person reads it in an export of his data.',
              ),
            }),
          { look: 'outline-primary', within: 'note' },
        ),
        shown.sent === path,
      ),
    ])
  }

  function documents({ id }: Case, filed: readonly FiledDocument[], viewed: string): Html {
    const path = pathOf(id)
    const size = (bytes: number) => `${Math.max(1, Math.round(bytes / 1024))} kB`
    const shown = filed.find((one) => String(one.id) === viewed && canBeShown(one.findings))
    return section(
      t('Documenti', 'Documents'),
      [
        filed.length === 0
          ? html`<p>${t('Nessun documento.', 'No documents.')}</p>`
          : html`<ul class="portal-documents">${filed.map(({ id: one, words, size: bytes, findings: noted }) => {
              const toShow = canBeShown(noted)
              return html`<li${one === shown?.id && html` class="here"`}><strong>${words}</strong> <small>PDF, ${size(bytes)}</small>${findings(noted)}
${!toShow && html`<p>${t('Non si mostra qui: lo faccia controllare, poi lo apra dal proprio computer.', 'It is not shown here: have it scanned, then open it from your machine.')}</p>`}
<p>${toShow && (one === shown?.id ? html`<span>${t('Mostrato qui sotto', 'Shown below')}</span>` : link(`${path}?document=${one}#document`, [t('Mostra qui', 'Show here'), html`<span class="visually-hidden">: ${words}</span>`]))} ${link(`${path}/documents/${one}`, [t('Scarica', 'Download'), html`<span class="visually-hidden">: ${words}</span>`])}</p></li>`
            })}</ul>`,
        shown !== undefined &&
          html`<iframe class="portal-document" id="document" src="${path}/documents/${shown.id}/view#navpanes=0&view=FitH" title="${shown.words}"></iframe>
<p class="portal-below">${t('Se il browser non lo mostra, lo scarichi.', 'If the browser does not show it, download it.')}</p>`,
      ],
      'documents',
    )
  }

  /** The reason of a decision, with reasons that are ready. The applicant reads it in the language of his letters. */
  function reason(own: Fields, decision: Parameters<typeof templatesOf>[0], applicant: Locale): Part {
    const inOther = applicant !== locale && (applicant === 'it' ? t('in italiano', 'in Italian') : t('in inglese', 'in English'))
    const language =
      inOther === false ? '' : ` ${t(`Il richiedente legge le lettere ${inOther}.`, `The applicant reads letters ${inOther}.`)}`
    return [
      select(own, 'template', templatesOf(decision, locale, applicant), {
        label: t('Motivo pronto', 'Ready reason'),
        hint: t(
          'Vale se sotto non scrive nulla; altrimenti vale ciò che scrive.',
          'It is used where you type nothing below; else what you type is.',
        ),
      }),
      area(own, 'reason', {
        isRequired: true,
        hint: `${t('Il richiedente lo riceve così com’è.', 'The applicant gets it as it is.')}${language}`,
      }),
    ]
  }

  const competitors = ({ competitors: others }: Case): Part =>
    others.length > 0 &&
    note(
      t('Altre richieste aperte con lo stesso codice fiscale', 'Other open requests on the same codice fiscale'),
      [
        html`<ul>${others.map((id, at) => html`<li>${link(pathOf(id), `${kindOf(of)} ${at + 1}`)}</li>`)}</ul>`,
        of === 'registration' &&
          html`<p>${t('Chi approva questa chiude le altre.', 'Whoever approves this one closes the others.')}</p>`,
      ],
      'warning',
    )

  const ownRequest = (codiceFiscale: string | undefined): boolean => codiceFiscale === around().worker?.codiceFiscale
  const own = note(
    t('È la Sua richiesta', 'This is your own request'),
    html`<p>${t('Nessuno decide sulla propria richiesta: la lasci a un collega.', 'Nobody decides on an own request: leave it to a colleague.')}</p>`,
    'warning',
  )
  const onward = html`<p class="portal-onward">${button('/desk/requests', t('Torna alle richieste', 'Back to the requests'), 'outline-primary')}</p>`
  const crumbs = [['/desk/requests', t('Richieste', 'Requests')]] as const

  return {
    act,
    charge,
    notes,
    documents,
    reason,
    competitors,
    findings,
    more,
    ownRequest,
    own,
    onward,
    crumbs,
    pathOf,
    when,
    nameOf,
  }
}

export type DossierParts = ReturnType<typeof dossierParts>
