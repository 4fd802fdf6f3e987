/** Requests for assistance on the desk: the dossier, and what is decided on it. */
import { type AssistanceDossier, documentTypeLabel, fieldLabel, fieldValueText, type Locale, statusText } from 'sportello'
import type { Shown } from 'sportello/express'
import { html, type Part } from '../../../html.ts'
import type { Workers } from '../../setting/workers.ts'
import { closedBecause } from '../../web/around.ts'
import type { Kit } from '../../web/kit.ts'
import type { Tone } from '../../web/pieces.ts'
import type { Floor } from '../../web/room.ts'
import { dossierDesk, named, type Opened, reasoned } from './dossier-desk.ts'
import { type Beside, dossierParts } from './dossier-parts.ts'

/** What was answered on the way to the questionnaire, and to the office's own questions, each in words. */
type Asked = { readonly dossier: AssistanceDossier; readonly answers: readonly (readonly [question: string, answer: string])[] }

const tones: { readonly [S in AssistanceDossier['status']]: Tone } = {
  ...{ open: 'primary', approved: 'success', rejected: 'danger', withdrawn: 'secondary' },
}

function assistancePage(kit: Kit, workers: Pick<Workers, 'all'>) {
  const { t, page, rows, section, note, mark, hidden, locale } = kit
  const parts = dossierParts(kit, workers, 'assistance')
  const { act, more, when, crumbs, pathOf } = parts

  const holdings: { readonly [H in AssistanceDossier['holding']]: string } = {
    none: t(
      'nessuna: non c’è una PEC da cambiare, e la richiesta si può soltanto respingere',
      'none: there is no PEC to change, and the request can only be rejected',
    ),
    'in-force': t('valide', 'in force'),
    over: t('non più valide', 'no longer in force'),
  }

  function decisions(shown: Shown<Beside>, view: AssistanceDossier): Part {
    const why = closedBecause('desk-assistance')
    if (why !== null) return note(t('Decisioni sospese', 'Decisions are suspended'), html`<p>${why}</p>`, 'warning')
    const digest = hidden('dossierDigest', view.digest)
    const [approve, reject] = [`${pathOf(view.id)}/approve`, `${pathOf(view.id)}/reject`]
    return [
      view.holding !== 'none' &&
        view.person !== null &&
        more(
          t('Accogli', 'Approve'),
          [
            html`<p>${t('Parte il cambio: la nuova PEC riceve il link di conferma, la persona la notizia all’indirizzo per la risposta. Le sessioni aperte finiscono.', 'The change begins: the new PEC gets the link, the person is told at the address for the answer. Open sessions end.')}</p>`,
            act(shown, approve, t('Accogli la richiesta', 'Approve the request'), () => digest),
          ],
          shown.sent === approve,
        ),
      more(
        t('Respingi', 'Reject'),
        [
          html`<p>${t('Resta in vigore la PEC attuale. La persona riceve il motivo all’indirizzo per la risposta.', 'The present PEC stays in force. The person gets the reason at the address for the answer.')}</p>`,
          act(
            shown,
            reject,
            t('Respingi la richiesta', 'Reject the request'),
            (own) => [digest, parts.reason(own, 'assistance', view.person?.locale ?? locale)],
            { look: 'danger', within: 'reject' },
          ),
        ],
        shown.sent === reject,
      ),
    ]
  }

  return (shown: Shown<Opened<Asked>>): string => {
    const { dossier: asked, viewed, done } = shown.view
    const { dossier: view, answers } = asked
    const { person, subscriber } = view
    const isOpen = view.status === 'open'
    const own = parts.ownRequest(person?.codiceFiscale)
    const given = (['surname', 'name', 'codiceFiscale', 'oldPec', 'pec', 'email', 'telephone', 'note'] as const).map(
      (field) => [fieldLabel(field, locale), person?.[field]] as const,
    )
    const { number = '', issuer = '', expiresOn = '' } = person?.document ?? {}
    return page(
      t('Richiesta di assistenza', 'Request for assistance'),
      html`<div class="portal-dossier"><div>
${section(
  t('Che cosa chiede', 'What is asked for'),
  person === null
    ? html`<p>${t('I dati personali sono stati cancellati.', 'The personal data were erased.')}</p>`
    : rows([
        ...answers,
        ...given,
        [fieldLabel('documentNumber', locale), number],
        [fieldLabel('documentIssuer', locale), issuer],
        [fieldLabel('documentExpiresOn', locale), fieldValueText('birthDate', expiresOn, locale)],
      ]),
)}
</div><div>
${parts.charge(shown, view, isOpen && !own)}
${view.findings.length > 0 && note(t('Segnalazioni', 'Findings'), parts.findings(view.findings), 'warning')}
${section(
  t('Che cosa sa l’ufficio', 'What the office knows'),
  rows([
    [t('Credenziali', 'Credential'), holdings[view.holding]],
    [t('Intestate a', 'In the name of'), subscriber !== null && `${subscriber.name} ${subscriber.surname}`],
    [t('PEC in uso', 'PEC in force'), view.currentPec ?? t('nessuna', 'none')],
    [t('Motivo del rifiuto', 'Reason of the rejection'), view.reason],
  ]),
)}
${isOpen && parts.competitors(view)}
${parts.documents(
  view,
  view.documents.map((one) => ({ ...one, words: documentTypeLabel(one.type, locale) ?? one.type })),
  viewed,
)}
</div></div>
${isOpen && section(t('Decisione', 'Decision'), own ? parts.own : decisions(shown, view), 'decision')}
${parts.notes(shown, view)}
${parts.onward}`,
      {
        ...{ told: shown.told, notice: done, isWide: true, crumbs },
        lead: [
          mark(statusText('assistance', view.status, locale), tones[view.status]),
          ` ${t(`Presentata il giorno ${when(view.filedAt)}.`, `Filed on ${when(view.filedAt)}.`)}`,
        ],
      },
    )
  }
}

/** The questions of the office with what was answered. Options and questions that the office has dropped since are shown by their names. */
async function answersOf({ sportello: { assistance } }: Floor, { path, person }: AssistanceDossier, locale: Locale) {
  const answers: (readonly [question: string, answer: string])[] = []
  let asked = await assistance.topics([])
  for (const [at, chosen] of path.entries()) {
    if (!asked.ok || asked.value.kind !== 'question') break
    const option = asked.value.options.find(({ id }) => id === chosen)
    answers.push([asked.value.text[locale], option?.label[locale] ?? chosen])
    asked = await assistance.topics(path.slice(0, at + 1))
  }
  const items = asked.ok && asked.value.kind === 'questionnaire' ? asked.value.items : []
  for (const { id, text } of person?.answers ?? [])
    answers.push([items.find((item) => item.id === id)?.label[locale] ?? id, text])
  return answers
}

export function assistanceRoutes(floor: Floor): void {
  const { kit, workers } = floor
  const { assistance } = floor.sportello
  const { act } = dossierDesk<Asked>(
    floor,
    'assistance',
    {
      dossier: async (exchange) => {
        const looked = await assistance.dossier(named(exchange))
        if (!looked.ok) return looked
        return { ok: true, value: { dossier: looked.value, answers: await answersOf(floor, looked.value, kit.locale) } }
      },
      file: (exchange) => assistance.document({ ...named(exchange), document: exchange.param('document') }),
    },
    assistancePage(kit, workers),
  )
  act('approve', (exchange) => assistance.approve(exchange.form(named(exchange)), exchange.options), 'approved')
  act('reject', (exchange) => assistance.reject(exchange.form(reasoned(exchange)), exchange.options), 'rejected')
}
