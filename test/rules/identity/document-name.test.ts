import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cleanDocumentName } from '../../../src/rules/identity/index.ts'

describe('D5: the name of a document', () => {
  it.each([
    ['carta.pdf', 'carta.pdf'],
    ['Carta d’identità (fronte).PDF', 'Carta d’identità (fronte).pdf'],
    ['carta', 'carta.pdf'],
    ['../../x.pdf', 'x.pdf'],
    ['..\\..\\x.pdf', 'x.pdf'],
    ['C:\\Users\\anna\\x.pdf', 'x.pdf'],
    ['/etc/passwd', 'passwd.pdf'],
    ['a/b\\c.pdf', 'c.pdf'],
    ['a\\b/c.pdf', 'c.pdf'],
    ['a.pdf.exe', 'a_pdf_exe.pdf'],
    ['a.exe.pdf', 'a_exe.pdf'],
    ['a.pdf.pdf', 'a_pdf.pdf'],
    ['a.pdf ', 'a.pdf'],
    ['a.\u200Bpdf', 'a.pdf'],
    ['a .pdf', 'a.pdf'],
    ['xpdf', 'xpdf.pdf'],
    ['fdp\u202Eexe.pdf', 'fdpexe.pdf'],
    ['a\0b\r\nc\x1B[31m.pdf', 'ab c[31m.pdf'],
    ['a\u00A0 \u2003 b.pdf', 'a b.pdf'],
    ['a \u200B b.pdf', 'a b.pdf'],
    ['a\u2028b.pdf', 'a b.pdf'],
    ['<img src="x" onerror=y>|?*:.pdf', 'img src=_x_ onerror=y_____.pdf'],
    ['-rf.pdf', 'rf.pdf'],
    ['.htaccess', 'htaccess.pdf'],
    ['e\u200B\u0301.pdf', 'é.pdf'],
    ['\uD800a\uDC00.pdf', 'a.pdf'],
    ['\u3164\u2800\uFFA0\u115F', 'document.pdf'],
    ['', 'document.pdf'],
    ['   ', 'document.pdf'],
    ['.pdf', 'document.pdf'],
    ['...', 'document.pdf'],
    ['a/', 'document.pdf'],
    ['../', 'document.pdf'],
    ['\u200B', 'document.pdf'],
  ])('%j is shown as %j', (text, shown) => {
    expect(cleanDocumentName(text)).toBe(shown)
  })

  it('has at most 120 code points with its extension', () => {
    expect(cleanDocumentName(`${'a'.repeat(116)}.pdf`)).toBe(`${'a'.repeat(116)}.pdf`)
    expect(cleanDocumentName(`${'a'.repeat(117)}.pdf`)).toBe(`${'a'.repeat(116)}.pdf`)
    expect(cleanDocumentName('a'.repeat(300))).toBe(`${'a'.repeat(116)}.pdf`)
    expect([...cleanDocumentName('😀'.repeat(300))].length).toBe(120)
    expect(cleanDocumentName(`${'a'.repeat(115)} b`)).toBe(`${'a'.repeat(115)}.pdf`)
  })

  it('J3: is cut before it is cleaned', () => {
    expect(cleanDocumentName('\u200B'.repeat(512).concat('a'))).toBe('document.pdf')
    expect(cleanDocumentName('\u200B'.repeat(511).concat('a'))).toBe('a.pdf')
    expect(cleanDocumentName(`${'x'.repeat(1_048_576)}/a.pdf`)).toBe('a.pdf')
    expect(cleanDocumentName(`${' '.repeat(1_048_576)}.pdf`)).toBe('document.pdf')
    expect(cleanDocumentName('.pdf '.repeat(200_000)).length).toBeLessThanOrEqual(120)
  })

  it.each([undefined, null, 5, ['a.pdf'], {}, new String('a.pdf'), Symbol('a')])(
    'J2: that is no string is a plain one (%#)',
    (value) => {
      expect(cleanDocumentName(value)).toBe('document.pdf')
    },
  )

  it('J5: of any value is short, visible, without path, and stays what it is when cleaned again', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 600 }),
      fc.string({ unit: fc.constantFrom(...'a.pdfPDF /\\_-\u200B\u0301é\u202E\0\r\uD800😀e:*'), maxLength: 300 }),
      fc.anything(),
    )
    fc.assert(
      fc.property(text, (value) => {
        const shown = cleanDocumentName(value)
        expect([...shown].length).toBeLessThanOrEqual(120)
        expect(shown).toMatch(/^[^\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}/\\<>:"|?*.]+\.pdf$/u)
        expect(shown).not.toMatch(/^[ _-]| {2}| \.pdf$/)
        expect(cleanDocumentName(shown)).toBe(shown)
      }),
      { numRuns: 10_000 },
    )
  })
})
