/** What the pages of the desk call things that the library names by a code alone. */
import type { CredentialSuspension, FederationProtocolName, FederationQuestion, RebindingDocumentKind } from 'sportello'
import type { Choice } from '../../web/fields.ts'
import type { Words } from '../../web/frame.ts'

export type OfficeWords = {
  /** The documents that a person is identified by. */
  readonly documents: Choice
  /** Those that other personal data are taken from. */
  readonly sources: Choice
  /** Those by which an exemption is granted. */
  readonly grounds: Choice
  readonly exemptions: Choice
  readonly means: Choice
  /** What has a journal, by the kind that it goes by. */
  readonly records: Choice
  readonly cause: (cause: CredentialSuspension['cause']) => string
  readonly by: (by: CredentialSuspension['by']) => string
  readonly protocol: (protocol: FederationProtocolName) => string
  readonly question: (question: FederationQuestion | null) => string
  readonly phase: (phase: 'before' | 'ending' | 'over' | 'exempt') => string
  readonly window: (status: 'planned' | 'open' | 'over' | 'cancelled') => string
}

export function officeWords(t: Words): OfficeWords {
  const documents: Choice = [
    ['identity-card', t('Carta d’identità', 'Identity card')],
    ['passport', t('Passaporto', 'Passport')],
    ['driving-licence', t('Patente di guida', 'Driving licence')],
    ['residence-permit', t('Permesso di soggiorno', 'Residence permit')],
  ] satisfies readonly (readonly [RebindingDocumentKind, string])[]
  const court = t('Provvedimento del giudice', 'Decision of a court')
  const causes = {
    'wrong-pins': t('troppi PIN sbagliati', 'too many wrong PINs'),
    'theft-suspected': t('sospetto di furto', 'theft suspected'),
    office: t('decisione dell’ufficio', 'decision of the office'),
    'identification-due': t('serve l’identificazione di persona', 'to be identified in person'),
  }
  const authors = {
    subscriber: t('dalla persona stessa', 'by the person'),
    link: t('con il link di un avviso', 'by the link of a notice'),
    office: t('dall’ufficio', 'by the office'),
    system: t('in automatico', 'automatically'),
  }
  const questions = {
    'data-differ': t(
      'Data di nascita o sesso non coincidono con quelli registrati',
      'Day of birth or sex are not those on record',
    ),
    'new-person': t('Persona nuova, da ammettere', 'New person, to be admitted'),
    'account-revoked': t('Le credenziali di questa persona sono state revocate', 'The credential of this person was revoked'),
    'other-code': t('L’identità arriva con un altro codice fiscale', 'The identity comes with another codice fiscale'),
    'ended-before': t('L’identità era stata scollegata o rifiutata', 'The identity was unlinked or rejected before'),
  }
  return {
    documents,
    sources: [
      ...documents,
      ['tax-code-certificate', t('Certificato di attribuzione del codice fiscale', 'Certificate of the codice fiscale')],
      ['civil-status-certificate', t('Certificato di stato civile', 'Certificate of civil status')],
      ['court-decision', court],
    ],
    grounds: [...documents, ['court-order', court]],
    exemptions: [
      ['no-italian-document', t('Assenza di un documento italiano', 'No Italian document')],
      ['guardianship', t('Tutela, curatela o amministrazione di sostegno', 'Guardianship')],
    ],
    means: [
      ['spid', 'SPID'],
      ['cie', 'CIE'],
      ['cns', 'CNS'],
      ['eidas', 'eIDAS'],
    ],
    records: [
      ['registration', t('Richiesta di credenziali', 'Request for credentials')],
      ['approval', t('Decisione su una richiesta', 'Decision on a request')],
      ['credential', t('Credenziali', 'Credential')],
      ['addresses', t('Recapiti', 'Addresses')],
      ['pec-change', t('Cambio di PEC', 'Change of a PEC')],
      ['email-change', t('Cambio di e-mail', 'Change of an e-mail address')],
      ['identification', t('Identificazione di persona', 'Identification in person')],
      ['federation', t('Identità digitale', 'Digital identity')],
      ['exemption', t('Esenzione', 'Exemption')],
      ['assistance', t('Richiesta di assistenza', 'Request for assistance')],
      ['maintenance', t('Calendario delle manutenzioni', 'Calendar of maintenance')],
      ['sunset', t('Fine delle credenziali', 'End of the credentials')],
    ],
    cause: (cause) => causes[cause],
    by: (by) => authors[by],
    protocol: (protocol) => ({ spid: 'SPID', cie: 'CIE', cns: 'CNS', eidas: 'eIDAS' })[protocol.split('-')[0] ?? ''] ?? protocol,
    question: (question) => (question === null ? t('Non si può leggere', 'It cannot be read') : questions[question]),
    phase: (phase) =>
      ({
        before: t('annunciata', 'announced'),
        ending: t('in corso', 'under way'),
        over: t('conclusa', 'over'),
        exempt: t('esentata', 'exempt'),
      })[phase],
    window: (status) =>
      ({
        planned: t('pianificata', 'planned'),
        open: t('in corso', 'open now'),
        over: t('conclusa', 'over'),
        cancelled: t('annullata', 'cancelled'),
      })[status],
  }
}
