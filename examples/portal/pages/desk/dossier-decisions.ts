/** The forms of what can be done with a request for credentials, as it stands. */
import {
  type ApprovalDossier,
  documentTypeLabel,
  fieldLabel,
  registrationCorrectableFields,
  registrationDocumentTypes,
} from 'sportello'
import type { Shown } from 'sportello/express'
import { html, type Part } from '../../../html.ts'
import { closedBecause } from '../../web/around.ts'
import type { Fields } from '../../web/fields.ts'
import type { Kit } from '../../web/kit.ts'
import type { Beside, DossierParts } from './dossier-parts.ts'

const withCredentials: ReadonlySet<string> = new Set(['registration/completed', 'registration/reissued'])
const lost: ReadonlySet<string> = new Set(['rejected', 'overdue', 'parked'])

/** The last letter with the credentials did not arrive: only then approving asks for a word more. */
const isUndelivered = ({ letters }: ApprovalDossier): boolean =>
  lost.has(letters.filter(({ name }) => withCredentials.has(name)).at(-1)?.status ?? '')

export function dossierDecisions(kit: Kit, parts: DossierParts) {
  const { t, locale, hidden, area, radios, boxes, tick, note } = kit
  const { act, more, reason, pathOf } = parts

  /** One decision: folded away, until it is chosen or was refused. */
  function decision(
    shown: Shown<Beside>,
    { id, digest }: ApprovalDossier,
    name: string,
    words: { readonly title: string; readonly button: string; readonly told?: string; readonly isHard?: boolean },
    inside: (own: Fields) => Part,
  ): Part {
    const path = `${pathOf(id)}/${name}`
    return more(
      words.title,
      [
        words.told !== undefined && html`<p>${words.told}</p>`,
        act(shown, path, words.button, (own) => [hidden('dossierDigest', digest), inside(own)], {
          ...{ look: words.isHard === true ? 'danger' : 'primary', within: name },
        }),
      ],
      shown.sent === path,
    )
  }

  const approve = (shown: Shown<Beside>, view: ApprovalDossier) =>
    decision(
      shown,
      view,
      'approve',
      {
        title: t('Approva', 'Approve'),
        button: t('Approva la richiesta', 'Approve the request'),
        told: t(
          'Il richiedente ottiene le credenziali che ha già ricevuto in parte per posta, e ne è avvisato.',
          'The applicant gets the credentials that have partly been mailed to him, and is told.',
        ),
      },
      (own) => [
        radios(
          own,
          'identification',
          [
            ['documents', t('dai documenti presentati', 'by the documents that were filed')],
            ['in-person', t('di persona, con un documento', 'in person, with a document')],
          ],
          { label: t('Come ha accertato chi è', 'How you made sure who it is'), value: 'documents' },
        ),
        isUndelivered(view) &&
          tick(
            own,
            'despiteUndelivered',
            t(
              'La lettera con le credenziali non è arrivata: approvo lo stesso e poi ne faccio emettere di nuove.',
              'The letter with the credentials did not arrive: I approve all the same and have new ones issued afterwards.',
            ),
          ),
      ],
    )

  const correction = (shown: Shown<Beside>, view: ApprovalDossier) =>
    decision(
      shown,
      view,
      'correction',
      {
        title: t('Chiedi un’integrazione', 'Ask for a correction'),
        button: t('Chiedi l’integrazione', 'Ask for the correction'),
        told: t(
          'Il richiedente può correggere i dati e presentare i documenti che indica qui. Se non indica nulla, può cambiare soltanto i documenti.',
          'The applicant can correct the data and file the documents that you mark here. Where you mark nothing, only documents can be changed.',
        ),
      },
      (own) => [
        reason(own, 'correction', view.person?.locale ?? locale),
        boxes(own, 'documents', [
          ...view.documents.map(
            ({ id, name }) => [String(id), t(`«${name}», da sostituire`, `“${name}”, to be replaced`)] as const,
          ),
          ...registrationDocumentTypes.map((type) => [type, documentTypeLabel(type, locale)] as const),
        ]),
        html`<div class="portal-columns">${boxes(
          own,
          'fields',
          registrationCorrectableFields.map((name) => [name, fieldLabel(name, locale)] as const),
        )}</div>`,
      ],
    )

  const reject = (shown: Shown<Beside>, view: ApprovalDossier) =>
    decision(
      shown,
      view,
      'reject',
      {
        ...{ title: t('Respingi', 'Reject'), button: t('Respingi la richiesta', 'Reject the request'), isHard: true },
        told: t(
          'La richiesta si chiude. Il richiedente riceve il motivo e può presentarne un’altra.',
          'The request is closed. The applicant gets the reason and can file another one.',
        ),
      },
      (own) => reason(own, 'rejection', view.person?.locale ?? locale),
    )

  const sendAgain = (shown: Shown<Beside>, { id }: ApprovalDossier) =>
    more(t('Invia di nuovo il link', 'Send the link again'), [
      html`<p>${t('Per chi ha perso il link per correggere: il precedente mostra soltanto la richiesta, e il termine ricomincia da oggi.', 'For an applicant who has lost the link to correct: the one before only shows the request, and the term begins anew today.')}</p>`,
      act(shown, `${pathOf(id)}/send-again`, t('Invia il link', 'Send the link'), () => '', { look: 'outline-primary' }),
    ])

  const reissue = (shown: Shown<Beside>, { id }: ApprovalDossier) =>
    more(
      t('Emetti di nuovo le credenziali', 'Issue the credentials anew'),
      [
        html`<p>${t('Per chi non ha ricevuto la lettera, o non ha cambiato in tempo la password temporanea. Le precedenti non valgono più; le nuove vanno alla casella della richiesta.', 'For somebody whose letter was lost, or who has not changed the temporary password in time. Those before are dead; the new ones go to the mailbox of the request.')}</p>`,
        act(
          shown,
          `${pathOf(id)}/reissue`,
          t('Emetti nuove credenziali', 'Issue new credentials'),
          (own) => [
            area(own, 'reason', {
              isRequired: true,
              hint: t('Resta nel registro; nessuno lo riceve per posta.', 'It stays in the journal; nobody is mailed it.'),
            }),
            tick(
              own,
              'inPerson',
              t(
                'La persona è qui e l’ho identificata: le consegno il codice per vedere l’altra parte del PIN.',
                'The person is here and I have identified him: I hand over the code that shows the other part of the PIN.',
              ),
            ),
          ],
          { look: 'outline-primary', within: 'reissue' },
        ),
      ],
      shown.sent === `${pathOf(id)}/reissue`,
    )

  const closed = (why: string) => note(t('Decisioni sospese', 'Decisions are suspended'), html`<p>${why}</p>`, 'warning')

  /** Why an approval is out of reach; null where it is not. */
  function hindrance(view: ApprovalDossier): string | null {
    if (view.person === null)
      return t(
        'I dati personali sono stati cancellati: la richiesta si può soltanto respingere.',
        'The personal data were erased: the request can only be rejected.',
      )
    if (view.isTooLate)
      return t(
        'Il termine per rilasciare le credenziali è passato: la richiesta si può soltanto respingere.',
        'The term for issuing credentials has passed: the request can only be rejected.',
      )
    if (view.holdsCredential)
      return t(
        'La persona ha già credenziali valide: finché non finiscono, la richiesta non si può approvare.',
        'The person has credentials that work: until they end, the request cannot be approved.',
      )
    return null
  }

  return (shown: Shown<Beside>, view: ApprovalDossier): Part => {
    if (view.status === 'approved') {
      const why = closedBecause('desk-reissue')
      return why === null ? reissue(shown, view) : closed(why)
    }
    const isPending = view.status === 'pending'
    if (!isPending && view.status !== 'awaiting-correction') return null
    const why = closedBecause('desk-approval')
    if (why !== null) return closed(why)
    const hindered = hindrance(view)
    return [
      hindered !== null && note(t('Da sapere prima di decidere', 'To know before deciding'), html`<p>${hindered}</p>`, 'warning'),
      isPending && hindered === null && approve(shown, view),
      isPending && view.person !== null && !view.isTooLate && correction(shown, view),
      !isPending && sendAgain(shown, view),
      reject(shown, view),
    ]
  }
}
