/** Headers of gateways: what was read in the wrong encoding is mended where it can have been nothing else. */

import fc from 'fast-check'
import { decodeGatewayHeader } from 'sportello/federation'
import { describe, expect, it } from 'vitest'

/** The text as a server reads it in ISO 8859-1 when it was written in UTF-8. */
const misread = (text: string) => String.fromCharCode(...new TextEncoder().encode(text))
/** The text as a program reads it in UTF-8 when it was written in ISO 8859-1. */
const lost = (text: string) => new TextDecoder().decode(Uint8Array.from(text, (character) => character.charCodeAt(0)))

describe('a header written in UTF-8 and read in ISO 8859-1', () => {
  it.each([
    'Niccolò',
    'Libertà',
    'Jesús',
    'È',
    'D’Angiò',
    'Müller',
    'Đorđević',
    'Šimić',
    'Ñuñez',
    'Straße',
    'NICCOLÒ',
    'Via Roma n° 5',
    'TINIT-È',
  ])('%s is mended', (text) => {
    expect(misread(text)).not.toBe(text)
    expect(decodeGatewayHeader(misread(text))).toBe(text)
  })

  it('is left as it is where it can be either', () => {
    for (const text of ['LIBERTà', 'ú', 'ê']) expect(decodeGatewayHeader(misread(text))).toBe(misread(text))
  })

  it('is left as it is where it would give no letters', () => {
    for (const text of ['Ωνάσης', 'Верди', '😀', 'a\u0301', 'ɻ', '\u0080']) {
      expect(decodeGatewayHeader(misread(text))).toBe(misread(text))
    }
  })
})

describe('a header that needs no mending', () => {
  it.each([
    'Niccolò',
    'NICCOLÒ',
    'Verdi',
    'Müller',
    'PERCHÉ»',
    'Nº 5',
    '',
    ' ',
    'José',
    'Ã',
    'JOÃO',
    'São',
    '100%',
    '%C3%B2',
    'Niccolò Ł',
    'NiccolÃ²€',
  ])('%s is left as it is', (text) => {
    expect(decodeGatewayHeader(text)).toBe(text)
  })

  it('is never mended twice', () => {
    expect(decodeGatewayHeader(decodeGatewayHeader(misread('Niccolò')))).toBe('Niccolò')
  })
})

describe('a header that cannot be mended', () => {
  it('keeps the mark of what was lost, which is in no alphabet of the readers', () => {
    expect(decodeGatewayHeader(lost('Niccolò'))).toBe('Niccol\uFFFD')
  })

  it.each([null, undefined, 1, ['Niccolò'], { toString: () => 'x' }, Symbol('x')])('%s is empty', (value) => {
    expect(decodeGatewayHeader(value)).toBe('')
  })

  it('is longer than all headers together', () => {
    const long = misread('ò').repeat(2 ** 19)
    expect(decodeGatewayHeader(long) === long).toBe(true)
  })

  it('gives a text for every text, and never one that is longer', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
        expect(decodeGatewayHeader(text).length).toBeLessThanOrEqual(text.length)
        expect(decodeGatewayHeader(misread(text)).length).toBeLessThanOrEqual(misread(text).length)
      }),
    )
  })
})
