/** The page of a request for credentials, as the office decides on it. */
import {
  type ApprovalDossier,
  type ApprovalReissued,
  documentTypeLabel,
  fieldLabel,
  fieldValueText,
  letterName,
  personRows,
  type RegistryVerdict,
  statusText,
  untilPhrase,
} from 'sportello'
import type { Shown } from 'sportello/express'
import { type Html, html, type Part } from '../../../html.ts'
import type { Workers } from '../../setting/workers.ts'
import type { Kit } from '../../web/kit.ts'
import type { Tone } from '../../web/pieces.ts'
import { dossierDecisions } from './dossier-decisions.ts'
import type { Opened } from './dossier-desk.ts'
import { dossierParts } from './dossier-parts.ts'

const tones: { readonly [S in ApprovalDossier['status']]: Tone } = {
  ...{ pending: 'primary', 'awaiting-correction': 'warning', approved: 'success', rejected: 'danger', void: 'secondary' },
}

const fates: { readonly [S in ApprovalDossier['letters'][number]['status']]: Tone } = {
  ...{ waiting: 'secondary', sent: 'success', rejected: 'danger', overdue: 'danger', parked: 'warning', cancelled: 'secondary' },
}

export function dossierPages(kit: Kit, workers: Pick<Workers, 'all'>) {
  const { t, page, rows, section, note, mark, table, link, locale, office } = kit
  const parts = dossierParts(kit, workers, 'registration')
  const decisions = dossierDecisions(kit, parts)
  const { when, crumbs } = parts
  const title = t('Richiesta di credenziali', 'Request for credentials')

  const registryWords: { readonly [V in RegistryVerdict]: string } = {
    valid: t('L’anagrafe conferma i dati.', 'The register confirms the data.'),
    'not-valid': t('I dati non sono quelli dell’anagrafe.', 'The data are not those of the register.'),
    unknown: t('L’anagrafe non conosce la persona.', 'The register does not know the person.'),
    unavailable: t(
      'L’anagrafe non risponde: i dati non sono confrontati.',
      'The register does not answer: the data were not compared.',
    ),
  }

  const documentWords = ({
    type,
    name,
    description,
  }: {
    readonly type: ApprovalDossier['documents'][number]['type']
    readonly name: string
    readonly description: string
  }) => `${documentTypeLabel(type, locale)}: ${name}${description === '' ? '' : ` (${description})`}`

  /** What was asked for, and what is filed otherwise since. */
  function correction({ wanted, corrections, documents, status }: ApprovalDossier): Part {
    if (wanted === null) return null
    const { fields, documents: changed } = corrections
    const asked = [
      ...wanted.fields.map((field) => fieldLabel(field, locale)),
      ...wanted.documents.map((one) =>
        typeof one === 'number'
          ? t(`documento ${one}, da sostituire`, `document ${one}, to be replaced`)
          : documentTypeLabel(one, locale),
      ),
    ]
    const added = documents.filter(({ id }) => changed.added.includes(id))
    const isBack = status !== 'awaiting-correction'
    return section(t('Integrazione', 'Correction'), [
      rows([
        [t('Chiesta il', 'Asked for on'), when(wanted.since)],
        [t('Motivo', 'Reason'), wanted.reason],
        [t('Che cosa', 'What'), asked.join(', ')],
        [t('Documenti tolti', 'Documents removed'), isBack && changed.removed.map(documentWords).join(', ')],
        [t('Documenti nuovi', 'Documents added'), isBack && added.map(documentWords).join(', ')],
      ]),
      isBack &&
        table(
          t('Dati corretti', 'Data that were corrected'),
          [t('Dato', 'Field'), t('Prima', 'Before'), t('Adesso', 'Now')],
          fields.map(({ field, before, after }) => [
            fieldLabel(field, locale),
            fieldValueText(field, before, locale) || '–',
            html`<strong>${fieldValueText(field, after, locale) || '–'}</strong>`,
          ]),
          t('Nessun dato è cambiato.', 'No data have changed.'),
        ),
    ])
  }

  const letters = (view: ApprovalDossier): Html =>
    section(t('Lettere al richiedente', 'Letters to the applicant'), [
      table(
        t('Lettere al richiedente', 'Letters to the applicant'),
        [t('Lettera', 'Letter'), t('Del', 'Of'), t('Esito', 'Fate')],
        view.letters.map(({ name, queuedAt, status, at, reason }) => [
          letterName(name, locale) ?? name,
          when(queuedAt),
          [
            mark(statusText('letter', status, locale), fates[status]),
            at !== null && html`<small class="portal-below">${when(at)}</small>`,
            reason !== null && html`<small class="portal-below">${reason}</small>`,
            status === 'parked' &&
              html`<small class="portal-below">${link('/desk/mail', t('Posta ferma', 'Parked mail'))}</small>`,
          ],
        ]),
        t('Nessuna lettera.', 'No letters.'),
      ),
    ])

  function dossier(shown: Shown<Opened<ApprovalDossier>>): string {
    const { dossier: view, viewed, done } = shown.view
    const isOpen = view.status === 'pending' || view.status === 'awaiting-correction'
    const own = parts.ownRequest(view.person?.codiceFiscale)
    const noted = [
      view.findings.length > 0 && parts.findings(view.findings),
      view.registry !== null && html`<p>${registryWords[view.registry]}</p>`,
    ]
    const acts = own ? parts.own : decisions(shown, view)
    return page(
      title,
      html`<div class="portal-dossier"><div>
${section(t('Richiedente', 'Applicant'), view.person === null ? html`<p>${t('I dati personali sono stati cancellati.', 'The personal data were erased.')}</p>` : rows(personRows(view.person, locale).map(({ label, value }) => [label, value])))}
</div><div>
${parts.charge(shown, view, isOpen && !own)}
${noted.some((one) => one !== false) ? note(t('Segnalazioni', 'Findings'), noted, 'warning') : isOpen && note(t('Nessuna segnalazione', 'No findings'), html`<p>${t('I dati vanno d’accordo con il codice fiscale.', 'The data agree with the codice fiscale.')}</p>`, 'success')}
${isOpen && parts.competitors(view)}
${parts.documents(
  view,
  view.documents.map((one) => ({ ...one, words: documentWords(one) })),
  viewed,
)}
</div></div>
${correction(view)}
${acts !== null && section(isOpen ? t('Decisione', 'Decision') : t('Credenziali', 'Credentials'), acts, 'decision')}
${letters(view)}
${parts.notes(shown, view)}
${parts.onward}`,
      {
        ...{ told: shown.told, notice: done, isWide: true, crumbs },
        lead: [
          mark(statusText('approval', view.status, locale), tones[view.status]),
          ` ${view.round > 1 ? t(`Presentata la ${view.round}ª volta il giorno ${when(view.submittedAt)}.`, `Filed on ${when(view.submittedAt)}, ${view.round} times so far.`) : t(`Presentata il giorno ${when(view.submittedAt)}.`, `Filed on ${when(view.submittedAt)}.`)}`,
          isOpen &&
            view.approvableUntil !== null &&
            ` ${t('Si può approvare', 'It can be approved')} ${untilPhrase(view.approvableUntil, locale)}.`,
        ],
      },
    )
  }

  /** What is handed over after first credentials anew. It is shown once: nothing keeps it but the paper. */
  function reissued(shown: Shown<ApprovalReissued & { readonly back: string }>): string {
    const { ticket, temporaryUntil, back } = shown.view
    const until = untilPhrase(temporaryUntil, locale)
    return page(
      t('Credenziali emesse di nuovo', 'Credentials issued anew'),
      html`<p>${t(`La nuova password temporanea vale ${until}. La lettera con la password e la prima parte del PIN è in partenza per la casella della richiesta.`, `The new temporary password works ${until}. The letter with the password and the first part of the PIN is on its way to the mailbox of the request.`)}</p>
${
  ticket === null
    ? html`<p>${t('La persona vede l’altra parte del PIN aprendo la propria richiesta con il codice che aveva.', 'The person sees the other part of the PIN by opening the request with the code that he had.')}</p>`
    : html`<p>${t('Consegni alla persona questo codice, stampato: con esso apre la propria richiesta e vede, una volta sola, l’altra parte del PIN. Senza la lettera non apre nulla.', 'Hand this code over to the person, on paper: with it he opens his request and sees, once, the other part of the PIN. Without the letter it opens nothing.')}</p>
<p>${t('Indirizzo:', 'Address:')} <strong>${`${office.links}registration/status`}</strong></p>
<p class="portal-secret portal-ticket" id="ticket">${ticket}</p>
<p><button type="button" class="btn btn-primary" data-portal-print hidden>${t('Stampa', 'Print')}</button></p>
${note(t('Il codice non si può mostrare di nuovo', 'The code cannot be shown again'), html`<p>${t('Se la stampa va perduta, emetta di nuovo le credenziali.', 'If the paper is lost, issue the credentials anew.')}</p>`, 'warning')}`
}
<p class="portal-no-print">${link(back, t('Torna al fascicolo', 'Back to the dossier'))}</p>`,
      { crumbs: [...crumbs, [back, title]] },
    )
  }

  return { dossier, reissued }
}
