/** Whether whoever reads that a request is over can file another one: not after the last issue of the office's course. */

/** Whether a new request can be filed. */
export type NoNewRequest = {
  /** In Italian why none can be filed any more, and by what people get in now; null where one can. */
  readonly endedIt: string | null
  /** The same in English. */
  readonly endedEn: string | null
}

/** The facts for a letter. `ended`: what the calendar says of the issue; null while credentials are issued. */
export function noNewRequest(ended: { readonly text: { readonly it: string; readonly en: string } } | null): NoNewRequest {
  return { endedIt: ended?.text.it ?? null, endedEn: ended?.text.en ?? null }
}
