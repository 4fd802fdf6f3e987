/** What several letters say alike, in both languages. */

import type { Instant } from '../kernel/index.ts'
import { romeText } from '../rules/civil/index.ts'
import type { Field, Words } from './letter.ts'

/** Labels and titles. */
export const labels: { readonly [L in 'change' | 'newPec' | 'outcome' | 'reason' | 'request']: Words } = {
  change: { it: 'Cambio', en: 'Change' },
  newPec: { it: 'Nuova PEC', en: 'New PEC' },
  outcome: { it: 'Esito', en: 'Outcome' },
  reason: { it: 'Motivo', en: 'Reason' },
  request: { it: 'Richiesta', en: 'Request' },
}

/** To a subscriber who may have asked for nothing. */
export const notYou: Words = {
  it: "Se non è stato lei, avvisi subito l'ente.",
  en: 'If it was not you, tell the office at once.',
}

/** Under a link to an address that is not in force yet. */
export const afterTheLink: Words = {
  it: 'Dopo la scadenza occorre ripetere la richiesta. Se non riconosce questa richiesta, ignori il messaggio: nulla sarà modificato.',
  en: 'After that the request must be made again. If you know nothing of it, ignore this message: nothing will change.',
}

/** When it happened, as people of Rome read it. */
export function whenField(at: Instant): Field {
  return [
    { it: 'Quando', en: 'When' },
    { it: romeText(at, 'it'), en: romeText(at, 'en') },
  ]
}
