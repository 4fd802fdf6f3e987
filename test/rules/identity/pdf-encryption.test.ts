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
})
