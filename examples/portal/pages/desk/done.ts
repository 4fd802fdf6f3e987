/** What an operator has just done, in one sentence for the page that comes next: kept in a cookie, which that page drops. */
import type { Exchange, Then } from 'sportello/express'
import { around } from '../../web/around.ts'
import type { Words } from '../../web/frame.ts'

export type Done =
  | ('approved' | 'rejected' | 'correction-requested' | 'sent-again')
  | ('assigned' | 'released' | 'taken-over' | 'noted')

const sentences: { readonly [D in Done]: readonly [italian: string, english: string] } = {
  approved: [
    'La richiesta è stata approvata: il richiedente ne riceve notizia.',
    'The request was approved: the applicant is told.',
  ],
  rejected: [
    'La richiesta è stata respinta: il richiedente riceve il motivo.',
    'The request was rejected: the applicant is told why.',
  ],
  'correction-requested': [
    'L’integrazione è stata chiesta: il richiedente riceve il motivo e un link.',
    'The correction was asked for: the applicant is sent the reason and a link.',
  ],
  'sent-again': [
    'Il link è stato inviato di nuovo; il termine ricomincia da oggi.',
    'The link was sent again; its term begins anew today.',
  ],
  assigned: ['La richiesta è in carico a Lei.', 'The request is in your charge.'],
  released: ['La richiesta non è più in carico a Lei.', 'The request is no longer in your charge.'],
  'taken-over': ['La richiesta è passata a Lei.', 'The request has passed to you.'],
  noted: ['L’annotazione è stata aggiunta.', 'The note was added.'],
}

const isDone = (text: string): text is Done => Object.hasOwn(sentences, text)

/** The sentence of what was done before this page; undefined where nothing was. */
export function doneBefore(t: Words): string | undefined {
  const done = around().once('done')
  return isDone(done) ? t(...sentences[done]) : undefined
}

/** For `then`: leads to a page of the desk, which says what was done. */
export const leadingTo = (done: Done, pathOf: (exchange: Exchange) => string): Then<unknown> => ({
  first: (_value, exchange) => {
    const secure = around().isSecure
    exchange.response.cookie('done', done, { httpOnly: true, secure, sameSite: 'lax', path: '/', maxAge: 60_000 })
    exchange.response.redirect(303, pathOf(exchange))
  },
  afterwards: null,
})
