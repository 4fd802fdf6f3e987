import { type LinkWindow, type OpenWindow, takeLink, takeLinks } from 'sportello/fragment'
import { describe, expect, it } from 'vitest'

/** A page with one marked field, and what became of it. */
function pageAt(hash: string, mark = 'token', attributes: readonly string[] = []) {
  const seen = { address: '', submitted: 0, field: { value: '' } }
  const form = {
    hasAttribute: (name: string) => attributes.includes(name),
    requestSubmit: () => {
      seen.submitted += 1
    },
  }
  const field = Object.assign(seen.field, { form })
  const page: LinkWindow = {
    location: { hash, pathname: '/pec-change', search: '?a=1' },
    history: {
      replaceState: (_state, _unused, url) => {
        seen.address = url
      },
    },
    document: { querySelectorAll: (selectors) => (selectors === `[data-sportello-link="${mark}"]` ? [field] : []) },
  }
  return { seen, page }
}

describe('what stands behind # of a mailed link', () => {
  it.each(['token', 'ticket', 'pass'])('goes into the field that is marked for %s, and out of the address', (name) => {
    const { seen, page } = pageAt(`#${name}=k1~abc_D-9`, name)
    expect(takeLink(page)).toEqual([name])
    expect(seen).toMatchObject({ address: '/pec-change?a=1', submitted: 0, field: { value: 'k1~abc_D-9' } })
  })

  it('is sent at once only where the form says so', () => {
    const { seen, page } = pageAt('#token=abc', 'token', ['data-sportello-submit'])
    takeLink(page)
    expect(seen.submitted).toBe(1)
  })

  it.each(['', '#', '#top', '#token=', '#token=a b', '#other=abc', `#token=${'a'.repeat(257)}`, '#token=<script>'])(
    'is nothing in %j: the address stays as it is',
    (hash) => {
      const { seen, page } = pageAt(hash)
      expect(takeLink(page)).toEqual([])
      expect(seen).toMatchObject({ address: '', field: { value: '' } })
    },
  )
})

describe('a link that comes while the page stays', () => {
  /** An open page, what it has heard of, and a way to put another address into it. */
  function openAt(hash: string) {
    const { seen, page } = pageAt(hash, 'token', ['data-sportello-submit'])
    const heard = new Map<string, (event: { readonly persisted?: boolean }) => void>()
    const location = { ...page.location }
    const window: OpenWindow = { ...page, location, addEventListener: (type, listener) => void heard.set(type, listener) }
    const goTo = (next: string) => {
      location.hash = next
    }
    return { seen, window, heard, goTo }
  }

  it('is taken where it is pasted into the address of the same tab, and the address cleared', () => {
    const { seen, window, heard, goTo } = openAt('#token=first')
    takeLinks(window)
    expect(seen).toMatchObject({ address: '/pec-change?a=1', submitted: 1, field: { value: 'first' } })
    seen.address = ''
    goTo('#token=second')
    heard.get('hashchange')?.({})
    expect(seen).toMatchObject({ address: '/pec-change?a=1', submitted: 2, field: { value: 'second' } })
  })

  it('is taken where the browser shows a page that it has kept, and not once more where it shows a new one', () => {
    const { seen, window, heard, goTo } = openAt('')
    takeLinks(window)
    goTo('#token=again')
    heard.get('pageshow')?.({ persisted: false })
    expect(seen).toMatchObject({ address: '', submitted: 0, field: { value: '' } })
    heard.get('pageshow')?.({ persisted: true })
    expect(seen).toMatchObject({ address: '/pec-change?a=1', submitted: 1, field: { value: 'again' } })
  })
})
