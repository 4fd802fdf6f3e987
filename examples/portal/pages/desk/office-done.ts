/** What has just been done at the desk, for the page that comes next: its name is in a cookie that is gone after it. */
import type { Exchange, Step } from 'sportello/express'
import { around } from '../../web/around.ts'
import type { Words } from '../../web/frame.ts'

export type Done =
  | 'suspended'
  | 'reactivated'
  | 'revoked'
  | 'delay-lifted'
  | 'pec-set'
  | 'pec-reported'
  | 'link-sent'
  | 'change-cancelled'
  | 'rebound'
  | 'unlinked'
  | 'exempted'
  | 'exempted-untold'
  | 'exemption-revoked'
  | 'erased'
  | 'case-approved'
  | 'case-rejected'
  | 'planned'
  | 'opened'
  | 'prolonged'
  | 'closed'
  | 'cancelled'
  | 'course-set'
  | 'course-dropped'
  | 'requeued'
  | 'discarded'

const words: { readonly [D in Done]: readonly [it: string, en: string] } = {
  suspended: [
    'Le credenziali sono sospese; la persona riceve un avviso.',
    'The credential is suspended; the person is told by mail.',
  ],
  reactivated: [
    'Le credenziali sono di nuovo attive; la persona riceve un avviso.',
    'The credential is active again; the person is told by mail.',
  ],
  revoked: [
    'Le credenziali sono revocate; la persona riceve un avviso.',
    'The credential is revoked; the person is told by mail.',
  ],
  'delay-lifted': [
    'L’attesa è tolta: i prossimi tentativi valgono subito.',
    'The delay is lifted: the next attempts are judged at once.',
  ],
  'pec-set': ['La PEC è in vigore; la persona riceve un avviso.', 'The PEC is in force; the person is told by mail.'],
  'pec-reported': ['Lo stato della PEC è registrato.', 'The state of the PEC is recorded.'],
  'link-sent': ['Il link è partito di nuovo per la nuova PEC.', 'The link was sent to the new PEC again.'],
  'change-cancelled': ['Il cambio di PEC è annullato.', 'The change of the PEC is cancelled.'],
  rebound: [
    'I nuovi dati sono registrati; la persona riceve un avviso.',
    'The new data are recorded; the person is told by mail.',
  ],
  unlinked: ['L’identità è scollegata; la persona riceve un avviso.', 'The identity is unlinked; the person is told by mail.'],
  exempted: ['L’esenzione è registrata; la persona riceve un avviso.', 'The exemption is recorded; the person is told by mail.'],
  'exempted-untold': [
    'L’esenzione è registrata. La persona non ha ancora credenziali: la informi lei.',
    'The exemption is recorded. The person has no credential yet: tell them yourself.',
  ],
  'exemption-revoked': ['L’esenzione è revocata.', 'The exemption is taken back.'],
  erased: ['I dati personali sono cancellati.', 'The personal data are erased.'],
  'case-approved': [
    'L’identità apre ora questo accesso; la persona riceve un avviso.',
    'The identity now opens this account; the person is told by mail.',
  ],
  'case-rejected': [
    'L’identità è rifiutata; la persona legge il motivo al prossimo accesso.',
    'The identity is rejected; the person reads the reason at the next sign-in.',
  ],
  planned: [
    'La finestra è pianificata. Qui sotto c’è l’avviso da pubblicare.',
    'The window is planned. The notice to be published is below.',
  ],
  opened: ['La finestra è cominciata.', 'The window has begun.'],
  prolonged: ['La finestra ha una nuova fine.', 'The window has another end.'],
  closed: [
    'La finestra è chiusa: le funzioni sono di nuovo disponibili.',
    'The window is closed: the features are available again.',
  ],
  cancelled: ['La finestra è annullata: non comincerà.', 'The window is cancelled: it will not begin.'],
  'course-set': ['Le date sono registrate.', 'The dates are recorded.'],
  'course-dropped': ['Le date sono tolte.', 'The dates are taken back.'],
  requeued: [
    'La lettera torna in coda: parte al prossimo giro della posta.',
    'The letter is queued again: it leaves with the next round of mail.',
  ],
  discarded: [
    'La lettera è eliminata: la persona va informata in altro modo.',
    'The letter is given up: its person must be told in another way.',
  ],
}

const cookie = 'desk-done'

/** What has just been done; undefined where nothing was, and the next time that it is asked. */
export function doneText(t: Words): string | undefined {
  const done = around().once(cookie)
  return Object.hasOwn(words, done) ? t(...words[done as Done]) : undefined
}

/** For `then`: goes to the path, whose page says what was done. */
export const goingTo = <Value>(
  done: Done | ((value: Value) => Done),
  path: string | ((exchange: Exchange, value: Value) => string),
): Step<Value> => ({
  first(value, exchange) {
    const { response } = exchange
    const attributes = { httpOnly: true, secure: around().isSecure, sameSite: 'lax', path: '/', maxAge: 60_000 } as const
    response.cookie(cookie, typeof done === 'string' ? done : done(value), attributes)
    response.redirect(303, typeof path === 'string' ? path : path(exchange, value))
  },
  afterwards: null,
})
