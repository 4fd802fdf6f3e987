/** The commands that a process is killed in, as plain data, so that whoever finds them unanswered can give them again. */
import { createHash } from 'node:crypto'
import { createSportello, type Documents, isSportelloError, type Mail, type Sportello, type Storage } from 'sportello'
import { plainPasswordHash } from 'sportello/testing'
import { readToken } from '../../../src/crypto/index.ts'
import { questionnaire } from '../../procedures/assistance/asking.ts'
import { minimalPdf } from '../../rules/identity/minimal-pdf.ts'
import { receiptOf } from '../../support/addresses.ts'
import { anna, keys, newPassword, office, operator } from '../../support/counter.ts'

export type Act = { readonly requestKey: string } & (
  | { readonly type: 'open'; readonly email: string; readonly codiceFiscale: string }
  | { readonly type: 'add'; readonly id: string; readonly ticket: string; readonly paper: number }
  | { readonly type: 'complete' | 'withdraw'; readonly id: string; readonly ticket: string }
  | { readonly type: 'approve' | 'reject' | 'request-correction'; readonly id: string; readonly seen: string }
  | { readonly type: 'sign-in'; readonly codiceFiscale: string; readonly pin: string; readonly password: string }
  | { readonly type: 'change'; readonly token: string; readonly current: string }
  | { readonly type: 'ask-pec'; readonly token: string; readonly pin: string; readonly password: string; readonly pec: string }
  /** A receipt of the delivery of a mail with a link. It has no request key: whoever gives it again hears that it is known. */
  | { readonly type: 'receive'; readonly id: string; readonly mailId: string; readonly pec: string; readonly at: number }
  | { readonly type: 'confirm-pec'; readonly id: string; readonly token: string }
  | {
      readonly type: 'file'
      readonly email: string
      readonly codiceFiscale: string
      readonly pec: string
      readonly paper: number
    }
  | { readonly type: 'accept-help' | 'refuse-help'; readonly id: string; readonly seen: string }
)

/** What a process writes on its standard output, a line each: what it is about to do, and what it was answered. */
export type Line =
  | { readonly said: 'ready' | 'working' }
  | { readonly said: 'asked'; readonly n: number; readonly act: Act }
  | { readonly said: 'answered'; readonly n: number; readonly told: Told }

/** The outcome as a host would remember it: done, with the record that it is about, or why not. */
export type Told = { readonly done: Target } | { readonly refused: string } | { readonly failed: string }

/** The record whose journal shows that it was done, and the type of the entry. */
export type Target = { readonly kind: string; readonly id: string; readonly event: string }

export type Ports = {
  readonly office: string
  readonly storage: Storage
  readonly documents: Documents
  readonly aheadMs?: number
}

export function openCounter({ office: id, storage, documents, aheadMs = 0 }: Ports, send: (mail: Mail) => void): Sportello {
  return createSportello({
    office: { ...office, id },
    keys,
    storage,
    documents,
    mailer: {
      async send(mail) {
        send(mail)
        return 'sent'
      },
    },
    clock: { now: () => Date.now() + aheadMs },
    passwordHash: plainPasswordHash(),
  })
}

/** What the next hop sees of a mail: the id, and a digest of all that it says. */
export function digestOf(mail: Mail): string {
  return createHash('sha256').update(JSON.stringify(mail)).digest('hex')
}

const reason = 'Documento non leggibile.'

type Answered = { readonly told: Told; readonly value: unknown }

type Result<V> = { readonly ok: true; readonly value: V } | { readonly ok: false; readonly refusal: { readonly code: string } }

async function tell<V>(call: Promise<Result<V>>, target: (value: V) => Target): Promise<Answered> {
  const answer = await call
  if (!answer.ok) return { told: { refused: answer.refusal.code }, value: null }
  return { told: { done: target(answer.value) }, value: answer.value }
}

/** It is done when it has done something, now or when it was given before. */
async function receive({ pecChange }: Sportello, { id, mailId, pec, at }: Extract<Act, { type: 'receive' }>): Promise<Answered> {
  const receipt = receiptOf(`<${mailId}@pec.comune.example.it>`, at, { recipient: pec, id: `${mailId}.delivered` })
  const answer = await pecChange.receive(receipt)
  if (!answer.ok) return { told: { refused: answer.refusal.code }, value: null }
  const { effect, why } = answer.value
  if (effect !== 'recorded' && why !== 'already-known') return { told: { refused: why ?? effect }, value: null }
  return { told: { done: { kind: 'pec-change', id, event: 'PecLinkDelivered' } }, value: null }
}

function call(sportello: Sportello, act: Act): Promise<Answered> {
  const { registration, approval, session, credential, pecChange, assistance } = sportello
  const { requestKey } = act
  const on = (kind: string, id: string, event: string) => (): Target => ({ kind, id, event })
  switch (act.type) {
    case 'open': {
      const form = { ...anna, codiceFiscale: act.codiceFiscale, email: act.email }
      return tell(registration.open(form, { requestKey }), ({ id }) => ({
        kind: 'registration',
        id,
        event: 'RegistrationOpened',
      }))
    }
    case 'add': {
      const paper = minimalPdf(`Paper ${act.paper}`)
      const added = registration.addDocument(act.ticket, { type: 'identity-card' }, paper, { requestKey })
      return tell(added, on('registration', act.id, 'DocumentAdded'))
    }
    case 'complete':
      return tell(registration.complete(act.ticket, { requestKey }), on('registration', act.id, 'RegistrationCompleted'))
    case 'withdraw':
      return tell(registration.withdraw(act.ticket, { requestKey }), on('registration', act.id, 'RegistrationWithdrawn'))
    case 'approve':
      return tell(
        approval.approve({ operator, id: act.id, dossierDigest: act.seen }, { requestKey }),
        on('approval', act.id, 'Approved'),
      )
    case 'reject':
      return tell(
        approval.reject({ operator, id: act.id, dossierDigest: act.seen, reason }, { requestKey }),
        on('approval', act.id, 'Rejected'),
      )
    case 'request-correction':
      return tell(
        approval.requestCorrection({ operator, id: act.id, dossierDigest: act.seen, reason }, { requestKey }),
        on('approval', act.id, 'CorrectionRequested'),
      )
    case 'sign-in': {
      const { codiceFiscale, pin, password } = act
      return tell(session.signIn({ codiceFiscale, pin, password }, { requestKey }), ({ token }) => ({
        kind: 'credential',
        id: accountOf(token),
        event: 'SignedIn',
      }))
    }
    case 'change': {
      const { token, current } = act
      const changed = credential.changePassword({ token, current, next: newPassword, confirmation: newPassword }, { requestKey })
      return tell(changed, on('credential', accountOf(token), 'PasswordChanged'))
    }
    case 'ask-pec': {
      const { token, pin, password, pec } = act
      const asked = pecChange.request({ token, pin, password, pec, confirmation: pec }, { requestKey })
      return tell(asked, ({ id }) => ({ kind: 'pec-change', id, event: 'ChangeRequested' }))
    }
    case 'receive':
      return receive(sportello, act)
    case 'confirm-pec':
      return tell(pecChange.confirm(act.token, { requestKey }), on('pec-change', act.id, 'ChangeConfirmed'))
    case 'file': {
      const { codiceFiscale, email: mail, pec } = act
      // In course for as long as processes are killed.
      const form = { ...questionnaire, codiceFiscale, email: mail, pec, confirmation: pec, documentExpiresOn: '2999-12-31' }
      const filed = assistance.open(form, minimalPdf(`Paper ${act.paper}`), { requestKey })
      return tell(filed, ({ id }) => ({ kind: 'assistance', id, event: 'AssistanceOpened' }))
    }
    case 'accept-help':
      // What it begins tells of it.
      return tell(assistance.approve({ operator, id: act.id, dossierDigest: act.seen }, { requestKey }), ({ changeId: id }) => ({
        kind: 'pec-change',
        id,
        event: 'ChangeRequested',
      }))
    case 'refuse-help':
      return tell(
        assistance.reject({ operator, id: act.id, dossierDigest: act.seen, reason }, { requestKey }),
        on('assistance', act.id, 'AssistanceRejected'),
      )
  }
}

/** A token says whose it is. */
const accountOf = (token: string): string => readToken(token)?.subject ?? ''

/** Gives the command; what failed is told, not thrown, with its typed code. */
export async function give(sportello: Sportello, act: Act): Promise<Answered> {
  try {
    return await call(sportello, act)
  } catch (cause) {
    return { told: { failed: isSportelloError(cause) ? cause.code : String(cause) }, value: null }
  }
}
