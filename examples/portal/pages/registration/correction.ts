/** What the office has asked for: why, which documents, which fields, and the form for these. */
import { documentTypeLabel, fieldLabel } from 'sportello'
import { type Html, html } from '../../../html.ts'
import type { Kit } from '../../web/kit.ts'
import { personFields } from './person.ts'
import { card } from './pieces.ts'
import type { Act, ShownRequest } from './status.ts'

type Wanted = NonNullable<ShownRequest['view']['wanted']>

/** The fields of a form that a wanted field stands for. */
const pathsOf = ({ fields }: Wanted): readonly string[] =>
  fields.flatMap((name): readonly string[] => (name === 'body' ? ['body.name', 'body.taxCode'] : [name]))

/** The kind of the first document that is still to come: what the upload proposes. */
export function nextType({ wanted, documents }: ShownRequest['view']): string | undefined {
  for (const one of wanted?.documents ?? []) {
    const filed = documents.find(({ id, type }) => id === one || type === one)
    if (typeof one === 'string' && filed === undefined) return one
    if (typeof one === 'number' && filed !== undefined) return filed.type
  }
  return undefined
}

export function correctionOf(kit: Kit, act: Act): (shown: ShownRequest) => readonly Html[] {
  const { t, locale, mark } = kit
  const { ask } = personFields(kit)

  function documentLine({ documents }: ShownRequest['view'], wanted: Wanted['documents'][number]): Html {
    if (typeof wanted === 'string') {
      const isThere = documents.some(({ type }) => type === wanted)
      return html`<li>${documentTypeLabel(wanted, locale)} ${isThere ? mark(t('caricato', 'uploaded'), 'success') : mark(t('da caricare', 'to be uploaded'), 'warning')}</li>`
    }
    const filed = documents.find(({ id }) => id === wanted)
    if (filed === undefined)
      return html`<li>${t(`Documento n. ${wanted}`, `Document no. ${wanted}`)} ${mark(t('tolto', 'removed'), 'success')} ${t('Carichi il file che lo sostituisce.', 'Upload the file that takes its place.')}</li>`
    return html`<li>${documentTypeLabel(filed.type, locale)}: ${filed.name} ${mark(t('da sostituire', 'to be replaced'), 'warning')} ${t('Lo tolga dall’elenco e carichi un altro file.', 'Remove it from the list and upload another file.')}</li>`
  }

  return (shown) => {
    const { view } = shown
    const { wanted, decision } = view
    if (wanted === null) return []
    const paths = pathsOf(wanted)
    const canCorrect = paths.length > 0 && view.actions.includes('CorrectRegistration')
    const asked = card(
      t('Che cosa chiede l’ente', 'What the office asks for'),
      html`${decision?.reason && html`<blockquote class="portal-reason">${decision.reason}</blockquote>`}
${wanted.documents.length > 0 && html`<h3>${t('Documenti', 'Documents')}</h3><ul>${wanted.documents.map((one) => documentLine(view, one))}</ul>`}
${wanted.fields.length > 0 && !canCorrect && html`<h3>${t('Dati da correggere', 'Fields to correct')}</h3><ul>${wanted.fields.map((name) => html`<li>${fieldLabel(name, locale)}</li>`)}</ul>`}
<p>${t('Alla fine trasmetta di nuovo la richiesta, in fondo a questa pagina: solo allora l’ente la riesamina.', 'At the end hand in the request again, at the bottom of this page: only then the office looks at it again.')}</p>`,
    )
    if (!canCorrect) return [asked]
    const hint = t(
      'Li scriva per intero; ciò che lascia vuoto resta com’era.',
      'Write them in full; what you leave empty stays as it was.',
    )
    return [
      asked,
      card(
        t('Dati da correggere', 'Fields to correct'),
        html`<p>${hint}</p>${act(shown, '/registration/correct', t('Registra la correzione', 'Record the correction'), (own) => html`<div class="row">${paths.map((path) => ask(own, path, { isRequired: false }))}</div>`, { look: 'outline-primary' })}`,
      ),
    ]
  }
}
