/** What the pages of applicants have alike: groups of fields, cards, what folds away, and the course of a request. */
import { type Html, html, type Part } from '../../../html.ts'
import type { Kit } from '../../web/kit.ts'

/** The text of the privacy notice that is shown at `/privacy`. */
export const noticeVersion = '1'

/** Fields that belong together, in a card with a title. */
export const group = (title: Part, content: Part, told?: Part): Html =>
  html`<fieldset class="portal-group"><legend>${title}</legend>${told && html`<p>${told}</p>`}${content}</fieldset>
`

/** Something to do or to know, in a card. */
export const card = (title: Part, content: Part, id?: string): Html =>
  html`<section class="portal-card portal-block"${id !== undefined && html` id="${id}"`}><h2>${title}</h2>${content}</section>
`

/** What few people need: it opens at its title. */
export const folded = (title: Part, content: Part, isOpen = false): Html =>
  html`<details class="portal-fold"${isOpen && html` open`}><summary>${title}</summary><div>${content}</div></details>
`

/** Where a request is in its course; a request that came back is corrected in the third step. */
export function courseOf({ t, steps }: Kit, at: number, isReturned = false): Html {
  const third = isReturned ? t('Integrazione', 'Correction') : t('Documento', 'Document')
  return steps([t('Dati', 'Data'), t('PIN', 'PIN'), third, t('Trasmissione', 'Handing in'), t('Esito', 'Outcome')], at)
}

/** Sentences that come after one another, as a list with numbers. */
export const inOrder = (...lines: readonly Part[]): Html =>
  html`<ol class="portal-next">${lines.map((line) => line && html`<li>${line}</li>`)}</ol>
`
