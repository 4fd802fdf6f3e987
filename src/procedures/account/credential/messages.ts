/** What the refusals about a credential say to people, in Italian and English. */
import type { Locale } from '../../../kernel/index.ts'
import { messages, type Violation } from '../../../rules/password/index.ts'
import { formMessage, type Messages } from '../../../runtime/messages.ts'
import type { CredentialRefusal } from './model.ts'
import type { LinkNotActiveRefusal } from './suspend-link.ts'
import type { OwnRefusal } from './use-cases.ts'

/** The broken rules after a colon, as the checklist of the page has them; nothing where there are none. */
function rulesOf(violations: readonly Violation[], locale: Locale): string {
  return violations.length === 0 ? '' : `: ${violations.map((violation) => `“${messages[locale](violation)}”`).join(', ')}`
}

export const credentialMessages: Messages<CredentialRefusal | OwnRefusal | LinkNotActiveRefusal> = {
  'credential/form': formMessage,
  'credential/wrong-password': {
    status: 422,
    it: () => 'La password attuale non è corretta.',
    en: () => 'The current password is not correct.',
  },
  'credential/new-password': {
    status: 422,
    title: { it: 'La nuova password non è accettata.', en: 'The new password is not accepted.' },
    it: ({ violations }) => `La nuova password non è accettata${rulesOf(violations, 'it')}.`,
    en: ({ violations }) => `The new password is not accepted${rulesOf(violations, 'en')}.`,
  },
  'credential/link-not-active': {
    status: 404,
    it: () => "Il link non è valido o non lo è più. Se teme che altri usino il suo accesso, avvisi subito l'ente.",
    en: () =>
      'The link is none, or does nothing any more. If you fear that somebody else uses your access, tell the office at once.',
  },
  'credential/not-found': { status: 404, it: () => 'Le credenziali non esistono.', en: () => 'There is no such credential.' },
  'credential/already-issued': {
    status: 409,
    it: () => 'La persona ha già credenziali valide di questo ente.',
    en: () => 'The person already has a working credential of this office.',
  },
  'credential/not-importable': {
    status: 409,
    it: () => 'La persona ha già credenziali di questo ente, con altri dati.',
    en: () => 'The person already has a credential of this office, with other data.',
  },
  'credential/not-suspended': {
    status: 409,
    it: () => 'Le credenziali non sono sospese.',
    en: () => 'The credential is not suspended.',
  },
  'credential/identification-due': {
    status: 409,
    it: () => 'Le credenziali si riattivano solo con il riconoscimento di persona.',
    en: () => 'The credential works again only once its subscriber was identified in person.',
  },
  'credential/activated': {
    status: 409,
    it: () => 'La persona ha già scelto una password: le credenziali si recuperano, non si emettono di nuovo.',
    en: () => 'The person has chosen a password already: the credentials are recovered, not issued anew.',
  },
  'credential/nothing-to-tell': {
    status: 409,
    it: () => "Non c'è nulla da comunicare sulla scadenza della password temporanea.",
    en: () => 'There is nothing to tell of the end of the temporary password.',
  },
  'credential/suspended': {
    status: 409,
    it: () => "Le credenziali sono sospese: si rivolga all'ente.",
    en: () => 'The credential is suspended: ask the office.',
  },
  'credential/revoked': { status: 409, it: () => 'Le credenziali sono state revocate.', en: () => 'The credential is revoked.' },
  'credential/expired': { status: 409, it: () => 'Le credenziali sono scadute.', en: () => 'The credential has expired.' },
  'credential/no-secrets': {
    status: 409,
    it: () =>
      "Questo accesso non ha PIN e password dell'ente: si entra con SPID, CIE, CNS o eIDAS. Per averli occorre una registrazione.",
    en: () =>
      'This access has no PIN and password of the office: one signs in with SPID, CIE, CNS or eIDAS. To have them takes a registration.',
  },
  'credential/own-credential': {
    status: 403,
    it: () => "Nessuno può agire per conto dell'ente sulle proprie credenziali.",
    en: () => 'Nobody can act for the office on their own credential.',
  },
}
