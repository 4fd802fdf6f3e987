import { describe, expect, it } from 'vitest'
import { parseSource, readSources } from '../support/sources.ts'
import { comparedSecrets, earlyEnds } from './secrets.ts'

const sources = readSources('src')

/** What these files compare by an operator proves nothing to anybody. */
const publicIn = [
  // SHA-256 of contents.
  'src/adapters/document-rules.ts',
  'src/adapters/files.ts',
  'src/procedures/assistance/documents.ts',
  'src/procedures/enrolment/registration/documents.ts',
  'src/procedures/enrolment/registration/machine.ts',
  'src/runtime/uploads.ts',
  // The digest of the dossier, which the office is shown.
  'src/procedures/assistance/machine.ts',
  'src/procedures/enrolment/approval/machine.ts',
  // Whether a write continues what is stored: both come from whoever writes.
  'src/adapters/storage-rules.ts',
  // Whether a record has the very verifier that was compared a moment ago.
  'src/procedures/account/session/verification.ts',
  // The checks of a storage, which compare what they have put there.
  'src/testing/storage/extremes.ts',
  // The providers in memory and their checks, which know no password of anybody.
  'src/testing/fakes/memory-providers.ts',
  'src/testing/provider-contract.ts',
  // The digest of a link that was found before, by equalText.
  'src/procedures/addresses/linked-change/machine.ts',
]

describe('what proves something', () => {
  it('E3: is compared by equalText, and by no operator', () => {
    expect(comparedSecrets(sources, publicIn)).toEqual([])
  })

  it('is public in each file that is listed as comparing something public', () => {
    for (const path of publicIn) {
      const others = publicIn.filter((other) => other !== path)
      expect(comparedSecrets(sources, others), path).not.toEqual([])
    }
  })

  it.each([
    ['src/crypto/digest.ts', 'equalText'],
    ['src/crypto/slow-hash.ts', 'equalBytes'],
  ])('E3: of %s, %s looks at everything, whatever it finds', (path, name) => {
    expect(sources.filter((source) => source.path === path).flatMap((source) => earlyEnds(source, name))).toEqual([])
  })
})

describe('the rules find', () => {
  const found = (text: string) => comparedSecrets([parseSource('src/made-up.ts', text)], [])

  it.each([
    'const same = stored === shown.digest',
    'if (link.digest != digest) throw cause',
    'if ((await keyedDigest(key)) === stored) go()',
    'const same = text === (given.token)',
    'links.find((link) => link.hash === hash)',
  ])('a comparison in %s', (text) => {
    expect(found(text)).toHaveLength(1)
  })

  it.each([
    'if (digest === null) go()',
    'if (undefined === token) go()',
    "if (typeof token === 'string') go()",
    "if (digest === '') go()",
    'if (digest.length === 43) go()',
    'equalText(stored, shown.digest)',
  ])('none in %s', (text) => {
    expect(found(text)).toEqual([])
  })

  const ends = (body: string) =>
    earlyEnds(parseSource('src/made-up.ts', `function same(a: string, b: string) { ${body} }`), 'same')

  it.each([
    'return a === b',
    'for (const c of a) if (c !== b[0]) return false; return true',
    'let d = 0; for (const c of a) { if (d > 0) break; d |= 1 } return d === 0',
    'if (a.length !== b.length) return false; let d = 0; for (const c of a) d |= 1; return d === 0',
    'return a.localeCompare(b) === 0',
  ])('an early end in %s', (body) => {
    expect(ends(body)).not.toEqual([])
  })

  it('none in a loop that runs to its end, and none where there is no such function', () => {
    expect(ends('let d = a.length ^ b.length; for (let i = 0; i < a.length; i += 1) d |= 1; return d === 0')).toEqual([])
    expect(earlyEnds(parseSource('src/made-up.ts', ''), 'same')).toHaveLength(1)
  })
})
