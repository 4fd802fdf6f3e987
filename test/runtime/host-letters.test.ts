import { expect, it } from 'vitest'
import { mailOf } from '../../src/runtime/host-letters.ts'
import type { Letter } from '../../src/runtime/letter.ts'
import { inBoth, politely } from '../support/letters.ts'

it('R11: a function of the host gets every text on one line, also from a row that no form would take', () => {
  const letter: Letter = {
    ...politely,
    about: inBoth('x'),
    lines: [],
    data: { reason: 'a\r\nBcc: b\u202E', when: 5, other: null },
  }
  const got: unknown[] = []
  const every = (given: unknown, rendering: unknown) => {
    got.push(given)
    return rendering
  }
  const office = { name: 'Comune\ndi Prova', taxCode: '00743110157' }
  mailOf({ office, letters: { own: new Map(), every, failed: null } }, letter, 'it', 'Anna\r\nVerdi')
  expect(got).toEqual([
    {
      name: 'drawer/put',
      locale: 'it',
      office: { name: 'Comune di Prova', taxCode: '00743110157' },
      recipient: 'Anna Verdi',
      data: { reason: 'a Bcc: b', when: 5, other: null },
    },
  ])
})
