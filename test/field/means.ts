/** What a person and the office can fill in, and whether a person can sign in. */
import type {
  AddressesAct,
  AddressesUnusableReason,
  ApprovalReasonedForm,
  AssistanceForm,
  CredentialPasswordForm,
  EmailChangeForm,
  IdentificationDocument,
  PecChangeForm,
  PecReceipt,
  RebindingDocument,
  RecoveryCompleteForm,
} from 'sportello'
import { forBruno, seedServices } from '../procedures/services/seed-services.ts'
import { anna, type Counter, morning, operator } from '../support/counter.ts'
import { identityOf } from '../support/federation.ts'
import { seedCampaign } from '../support/migration-seed.ts'
import type { Fields } from './every-way.ts'

/** A policy under which the many wrong secrets of a search cause no delay and no suspension. */
export const patient = {
  quota: { usesMax: 1000 },
  credential: { pinFailuresMax: 100, strangersJudgedMax: 10_000 },
  throttle: { freeFailures: 1000 },
} as const

/** What is known to whoever fills in the forms. */
export type Knowledge = {
  /** Of the registration. */
  readonly id: string
  /** A session's, or a ticket where there is no session. */
  readonly token: string
  readonly pin: string
  readonly password: string
  /** Digest of the dossier that waits for a decision, empty where none does. */
  readonly dossierDigest: string
}

/** The password that the forms choose. */
export const nextPassword = 'Nuova.Parola8'

const receipt: PecReceipt = {
  kind: 'delivered',
  at: morning,
  recipient: null,
  reference: null,
  id: 'opec1@pec.example.org',
  provider: 'Gestore di prova',
  failure: null,
  detail: '',
  trust: 'trusted',
}

const filing: AssistanceForm = {
  ...anna,
  path: ['private-area', 'pec-change', 'no'],
  pec: 'anna.nuova@pec.example.it',
  confirmation: 'anna.nuova@pec.example.it',
  documentType: 'identity-card',
  documentNumber: 'CA00000AA',
  documentExpiresOn: '2030-01-01',
}

/** A migration that is planned, and each of its dates moved. */
const moving = {
  ...{ ...seedCampaign, activation: { firstDay: '2030-11-11', lastDay: '2030-11-22' }, reminders: [] },
  ...{ cutOver: { from: '2030-11-24T14:00', longestMinutes: 360 }, lastDay: '2030-11-23', longestMinutes: 400 },
  ...({ mailbox: 'scuola', state: 'not-started' } as const),
}

/** The document that a person is identified by, or that other personal data are taken from. */
const shown: IdentificationDocument & Pick<RebindingDocument, 'issuedOn'> = {
  kind: 'identity-card',
  number: filing.documentNumber ?? '',
  issuedOn: '2020-01-01',
  expiresOn: '2030-01-01',
}

/**
 * Every field of every form, filled in for Anna. There are eight sets, since `confirmation` repeats a PEC, a private address, or a password
 * that has two names, `document` is the place of a document in a dossier or one that an operator looks at, and services and an identity of SPID
 * have members of their own by names that others use too.
 */
export function everyForm({ id, token, pin, password, dossierDigest }: Knowledge): readonly Fields[] {
  const decision: ApprovalReasonedForm = { operator, id, dossierDigest, reason: 'Asked for at the counter.' }
  const act: AddressesAct & { readonly finding: AddressesUnusableReason } = {
    operator,
    codiceFiscale: anna.codiceFiscale,
    finding: 'expired',
  }
  const secrets = { token, pin, password }
  const newAddress = 'anna.altrove@example.it'
  const changes: readonly [CredentialPasswordForm, PecChangeForm, EmailChangeForm, RecoveryCompleteForm] = [
    { token, current: password, next: nextPassword, confirmation: nextPassword },
    { ...secrets, pec: filing.pec, confirmation: filing.pec },
    { ...secrets, email: newAddress, confirmation: newAddress },
    { token, pin, password: nextPassword, confirmation: nextPassword },
  ]
  const sets = changes.map((change) => ({
    ...moving,
    ...filing,
    ...receipt,
    ...decision,
    ...act,
    ...secrets,
    ...change,
    type: 'identity-card',
    document: 1,
    fields: ['residenceCity'],
    documents: ['identity-card'],
    text: 'Ha telefonato.',
    title: { it: 'Aggiornamento', en: 'Update' },
    features: { registration: 'closed' },
    ends: { use: '2030-01-01T00:00' },
    batch: 'old-portal',
    account: { ...filing, codiceFiscale: 'VRDNNA80A41F205K', email: newAddress, pec: null, status: 'active', externalId: '1' },
  }))
  const atTheCounter = { point: 'office', identifiedAt: morning, document: shown, email: anna.email, from: '2030-01-01T10:00' }
  const { codiceFiscale, surname, name } = anna
  const body = { bodyName: 'Comune di Esempio', bodyTaxCode: '00743110157', services: [seedServices.databases.id] }
  const service = {
    ...seedServices.databases,
    ...body,
    ...forBruno,
    delegate: { codiceFiscale, surname, name },
    kind: 'guardianship',
  }
  const [first] = sets
  return [
    ...sets,
    { ...first, ...atTheCounter },
    { ...first, ...atTheCounter, ...service },
    { ...first, ...atTheCounter, ...service, services: null },
    { ...first, ...identityOf('readSpidSaml', { at: morning, person: { codiceFiscale } }) },
  ]
}

/** Whether any of the PINs opens a session with any of the passwords. */
export async function isLetIn(
  { sportello: { session } }: Counter,
  pins: readonly string[],
  passwords: readonly string[],
): Promise<boolean> {
  for (const pin of pins) {
    for (const password of passwords) {
      if ((await session.signIn({ codiceFiscale: anna.codiceFiscale, pin, password })).ok) return true
    }
  }
  return false
}
