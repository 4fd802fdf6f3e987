import { describe, expect, it } from 'vitest'
import { inspectPdf } from '../../../src/rules/identity/index.ts'
import documents from '../../fixtures/encrypted-pdfs.json'
import { latin1 } from './minimal-pdf.ts'

// Of one blank page each, made by pypdf 6: "free" with an owner's password alone, "locked" with one of the user as well.
const bytesOf = (name: keyof typeof documents): Uint8Array<ArrayBuffer> =>
  latin1(Buffer.from(documents[name], 'base64').toString('latin1'))
const textOf = (name: keyof typeof documents): string => Buffer.from(documents[name], 'base64').toString('latin1')
const codeOf = async (bytes: Uint8Array): Promise<string> => {
  const inspected = await inspectPdf(bytes, { bytesMax: 100_000 })
  return inspected.ok ? 'taken' : inspected.refusal.code
}

describe('D3: an encrypted document', () => {
  const algorithms = ['RC4-40', 'RC4-128', 'AES-128', 'AES-256-R5', 'AES-256'] as const

  it.each(algorithms)('of %s that opens without a password is told apart from one that asks for it', async (algorithm) => {
    expect(await codeOf(bytesOf(`${algorithm}-free`))).toBe('pdf/restricted')
    expect(await codeOf(bytesOf(`${algorithm}-locked`))).toBe('pdf/encrypted')
  })

  it.each(algorithms)('of %s whose check is one bit off asks for a password', async (algorithm) => {
    const altered = textOf(`${algorithm}-free`).replace(/(\/U <)(.)/, (_, start, digit) => `${start}${digit === '0' ? '1' : '0'}`)
    expect(altered).not.toBe(textOf(`${algorithm}-free`))
    expect(await codeOf(latin1(altered))).toBe('pdf/encrypted')
  })

  it('is one that asks for a password where its dictionary cannot be read', async () => {
    const text = textOf('AES-128-free')
    for (const [from, to] of [
      ['/Standard', '/Adobe.PubSec'],
      ['/U <', '/X <'],
      ['/O <', '/O ('],
      ['/R 4', '/R 7'],
      ['/R 4', '/R -4'],
      [/\d+ 0 obj\n<<\n\/V/, 'x'],
      ['/Encrypt ', '/Encrypt 99'],
    ] as const) {
      const altered = text.replace(from, to)
      expect(altered).not.toBe(text)
      expect(await codeOf(latin1(altered)), String(from)).toBe('pdf/encrypted')
    }
  })

  it('may write its texts in brackets, with escapes', async () => {
    const literal = (hex: string) =>
      `(${Buffer.from(hex, 'hex')
        .toString('latin1')
        .replace(/[\\()\r\n]/g, (character) => `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`)})`
    const text = textOf('RC4-128-free').replace(/(\/[OU] )<([0-9a-f]+)>/g, (_, name, hex) => `${name}${literal(hex)}`)
    expect(text).toMatch(/\/U \(/)
    expect(await codeOf(latin1(text))).toBe('pdf/restricted')
  })

  it('may write its texts with every escape that there is, and in hexadecimal with blanks', async () => {
    const letters: { readonly [byte: string]: string } = { '\n': 'n', '\r': 'r', '\t': 't', '\b': 'b', '\f': 'f' }
    const escaped = (byte: string) => (letters[byte] === undefined ? byte.replace(/[\\()]/, '\\$&') : `\\${letters[byte]}`)
    const split = (bytes: string) =>
      `${bytes.slice(0, 8)}\\\r\n${bytes.slice(8, 16)}\\\n${bytes.slice(16, 24)}\\\r${bytes.slice(24)}`
    const literal = (hex: string) =>
      `(${split(Buffer.from(hex, 'hex').toString('latin1')).replace(/(?<!\\)[\n\r\t\b\f\\()](?![\r\n])/g, escaped)})`
    const spaced = (hex: string) => `<${hex.slice(0, 9)} \r\n${hex.slice(9)}>`
    for (const algorithm of algorithms) {
      const text = textOf(`${algorithm}-free`)
      const blanks = text.replace(/(\/[OU] )<([0-9a-f]+)>/g, (_, name, hex) => `${name}${spaced(hex)}`)
      expect(await codeOf(latin1(blanks)), algorithm).toBe('pdf/restricted')
      const written = text.replace(/(\/O )<([0-9a-f]+)>/g, (_, name, hex) => `${name}${literal(hex)}`)
      expect(written).toContain('/O (')
      expect(['pdf/restricted', 'pdf/encrypted']).toContain(await codeOf(latin1(written)))
    }
  })

  it('may break a line of its texts by a backslash, in each way that lines end', async () => {
    const octal = (hex: string) => hex.replace(/../g, (pair) => `\\${Number.parseInt(pair, 16).toString(8).padStart(3, '0')}`)
    const broken = (end: string) => (hex: string) => `(${octal(hex.slice(0, 8))}\\${end}${octal(hex.slice(8))})`
    for (const end of ['\r\n', '\r', '\n']) {
      const text = textOf('RC4-128-free').replace(/(\/[OU] )<([0-9a-f]+)>/g, (_, name, hex) => `${name}${broken(end)(hex)}`)
      expect(await codeOf(latin1(text)), JSON.stringify(end)).toBe('pdf/restricted')
    }
  })

  it('may have its dictionary in the trailer, no identifier, and a key length in bytes', async () => {
    const direct = (text: string) => {
      const [, number = '', dictionary = ''] = /(\d+) 0 obj\n(<<\n\/V[\s\S]*?>>)\nendobj/.exec(text) ?? []
      return text.replace(`/Encrypt ${number} 0 R`, `/Encrypt ${dictionary}`)
    }
    const withoutId = (text: string) => text.replace(/\/ID \[[^\]]*\]/, '')
    const inBytes = (text: string) => text.replace('/Length 128', '/Length 16')
    const metadata = (text: string) => text.replace('/V ', '/EncryptMetadata false\n/V ')
    const cases = [
      ['RC4-128-free', direct, 'pdf/restricted'],
      ['AES-256-free', withoutId, 'pdf/restricted'],
      ['RC4-128-free', withoutId, 'pdf/encrypted'],
      ['RC4-128-free', inBytes, 'pdf/restricted'],
      ['AES-128-free', metadata, 'pdf/encrypted'],
    ] as const
    for (const [name, change, code] of cases) {
      const altered = change(textOf(name))
      expect(altered).not.toBe(textOf(name))
      expect(await codeOf(latin1(altered)), `${name} ${change.name}`).toBe(code)
    }
  })

  it('whose texts do not end, or are of another kind, is one that asks for a password', async () => {
    const text = textOf('RC4-128-free')
    for (const [from, to] of [
      [/\/O <[0-9a-f]+>/, '/O (a(b(c'],
      [/\/O <[0-9a-f]+>/, '/O (a(b)c)'],
      [/\/O <[0-9a-f]+>/, '/O <a>'],
      [/\/U <[0-9a-f]+>/, '/U true'],
      [/\/R 3/, '/R true'],
      [/\/Length 128/, '/Length 999'],
      [/\/Length 128/, '/Length 12'],
    ] as const) {
      const altered = text.replace(from, to)
      expect(altered, String(from)).not.toBe(text)
      expect(await codeOf(latin1(altered)), to).toBe('pdf/encrypted')
    }
  })
})
