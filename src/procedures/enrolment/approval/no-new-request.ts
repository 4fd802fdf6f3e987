/** Whether whoever reads that a request is over can file another one: not after the last issue of the office's course. */

import type { NoNewRequest } from './model.ts'

/** The facts for a letter. `ended`: what the calendar says of the issue; null while credentials are issued. */
export function noNewRequest(ended: { readonly text: { readonly it: string; readonly en: string } } | null): NoNewRequest {
  return { endedIt: ended?.text.it ?? null, endedEn: ended?.text.en ?? null }
}
