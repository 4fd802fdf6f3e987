import { describe, expect, it } from 'vitest'
import { quotedName } from '../../src/runtime/person-mail.ts'

describe('a name that mail quotes', () => {
  it.each(['Anna', "D'Angelo"])('%s is the name', (name) => {
    expect(quotedName(name)).toBe(name)
  })

  it.each(['', 'Verdi Bcc: x@example.it', 'https://evil.example', 'evil.example', '1'])(
    'R15: %j, as a row of an earlier version may hold it, is left out',
    (name) => {
      expect(quotedName(name)).toBe('')
    },
  )
})
