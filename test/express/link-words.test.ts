/** What a page says of a mailed link: a sentence for each status in which it does nothing more. */
import { statuses } from 'sportello'
import { linkText } from 'sportello/express'
import { describe, expect, it } from 'vitest'

const live: ReadonlySet<string> = new Set(['open', 'awaiting-receipt', 'awaiting-confirmation'])

describe('the sentence of a mailed link', () => {
  it.each([...new Set([...statuses.recovery, ...statuses.pecChangeLink, ...statuses.emailChangeLink])])('of %s', (status) => {
    for (const locale of ['it', 'en'] as const) {
      if (live.has(status)) expect(linkText(status, locale)).toBeUndefined()
      else expect(linkText(status, locale)).toMatch(/^[A-Z].*\.$/)
    }
  })

  it('of whatever else is none', () => {
    for (const text of ['', 'constructor', 'toString', '__proto__']) expect(linkText(text, 'it')).toBeUndefined()
  })
})
