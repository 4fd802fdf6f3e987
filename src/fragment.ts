/** In a page that a mailed link opens: takes the secret behind `#` out of the address bar, into the form field that waits for it. */

/** The part of a browser's window that is used: `window` is one. */
export type LinkWindow = {
  readonly location: { readonly hash: string; readonly pathname: string; readonly search: string }
  readonly history: { replaceState(state: null, unused: string, url: string): void }
  readonly document: { querySelectorAll(selectors: string): Iterable<LinkField> }
}

/** The same window where links are also heard of that come later. */
export type OpenWindow = LinkWindow & {
  addEventListener(type: 'hashchange' | 'pageshow', listener: (event: { readonly persisted?: boolean }) => void): void
}

/** A field of a form of the page. */
export type LinkField = {
  value: string
  readonly form: { hasAttribute(name: string): boolean; requestSubmit(): void } | null
}

const carried = /^(ticket|token|pass)=([\w~-]{1,256})$/

/**
 * Fills every field marked with `data-sportello-link="token"` (or `ticket`, or `pass`) with what stands behind `#token=` in the address, and clears the
 * address, so that the secret stays neither in it nor in the history. A form with `data-sportello-submit` is then sent: for a page that only
 * looks (`inspectByLink`), never for one that confirms. Answers with the names that were found. An address without any is left as it is.
 *
 * @example
 * const names = takeLink(window) // fills the fields that wait, and clears the address
 */
export function takeLink({ location, history, document }: LinkWindow): readonly string[] {
  const found = location.hash
    .slice(1)
    .split('&')
    .flatMap((part) => {
      const [, name = '', secret = ''] = carried.exec(part) ?? []
      return name === '' ? [] : [{ name, secret }]
    })
  if (found.length === 0) return []
  history.replaceState(null, '', location.pathname + location.search)
  for (const { name, secret } of found) {
    for (const field of document.querySelectorAll(`[data-sportello-link="${name}"]`)) {
      field.value = secret
      if (field.form?.hasAttribute('data-sportello-submit')) field.form.requestSubmit()
    }
  }
  return found.map(({ name }) => name)
}

/**
 * `takeLink` now and again whenever the address may hold another link while the page stays: where one is pasted into the address bar of the same
 * tab, which changes what stands behind `#` and loads nothing, and where the browser shows a page that it has kept.
 *
 * @example
 * takeLinks(window) // at the start of a page that a mailed link opens
 */
export function takeLinks(window: OpenWindow): void {
  takeLink(window)
  window.addEventListener('hashchange', () => takeLink(window))
  window.addEventListener('pageshow', ({ persisted }) => persisted === true && takeLink(window))
}
