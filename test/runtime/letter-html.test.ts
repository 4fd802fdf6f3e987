import fc from 'fast-check'
import { letterHtml } from 'sportello'
import { describe, expect, it } from 'vitest'
import { escapeHtml, markupOf } from '../../src/runtime/letter-html.ts'

const invalid = expect.objectContaining({ code: 'config/invalid' })
const nasty = `<script>alert("1")</script>'&`

describe('letterHtml', () => {
  it('escapes every value that stands in text, and puts its own pieces in as they are', () => {
    const piece = letterHtml`<b>${nasty}</b>`
    expect(markupOf(letterHtml`<p title="${nasty}">${nasty} ${7}${piece}${[piece, piece]}${[]}</p>`)).toBe(
      `<p title="${escapeHtml(nasty)}">${escapeHtml(nasty)} 7${`<b>${escapeHtml(nasty)}</b>`.repeat(3)}</p>`,
    )
  })

  it('takes a link of the web, of mail or of a telephone, begun by the template or not', () => {
    const url = 'https://servizi.example.it/?a=1&b="2"#token=x'
    for (const given of [url, 'http://localhost:3000/x', 'mailto:ufficio@example.it', 'tel:+39011000000']) {
      expect(markupOf(letterHtml`<a href="${given}">x</a>`)).toBe(`<a href="${escapeHtml(given)}">x</a>`)
    }
    expect(markupOf(letterHtml`<a href="https://example.it/${'a b'}" class='x ${'y'}'>x</a>`)).toContain(
      'href="https://example.it/a b"',
    )
  })

  it.each([
    'javascript:alert(1)',
    ' https://x.example',
    'data:text/html,x',
    '//evil.example',
    '',
    'http://evil.example/',
    'vbscript:x',
  ])('refuses %j as a link', (given) => {
    expect(() => letterHtml`<a href="${given}">x</a>`).toThrow(invalid)
  })

  const x = 'x'
  it.each<readonly [string, () => unknown]>([
    ['an attribute without quotes', () => letterHtml`<p title=${x}>y</p>`],
    ['the name of an attribute', () => letterHtml`<p ${x}="y">y</p>`],
    ['a tag', () => letterHtml`<p ${x}>y</p>`],
    ['the name of an element', () => letterHtml`<${x}>y</p>`],
    ['the end of a name of an element', () => letterHtml`<p${x}>y</p>`],
    ['a closing tag', () => letterHtml`<p>y</${x}>`],
    ['a comment', () => letterHtml`<!-- ${x} -->`],
    ['a handler', () => letterHtml`<p onclick="${x}">y</p>`],
    ['a style', () => letterHtml`<p style="color:${x}">y</p>`],
    ['a source', () => letterHtml`<img src="https://example.it/${x}">`],
    ['a document in an attribute', () => letterHtml`<p srcdoc="${x}">y</p>`],
    ['a script', () => letterHtml`<script>${x}</script>`],
    ['a style sheet', () => letterHtml`<STYLE>${x}</STYLE>`],
    ['a title', () => letterHtml`<title>${x}</title>`],
    ['a drawing', () => letterHtml`<svg><text>${x}</text></svg>`],
  ])('refuses a value in %s', (_place, make) => {
    expect(make).toThrow(invalid)
  })

  it.each<readonly [string, () => unknown]>([
    ['a template that ends in a tag', () => letterHtml`<p class="x`],
    ['a template that ends in a comment', () => letterHtml`<!-- x`],
    ['a bare angle at the end', () => letterHtml`1 <`],
    ['a declaration', () => letterHtml`<!doctype html>`],
    ['nothing', () => letterHtml`${undefined as never}`],
    ['null', () => letterHtml`${null as never}`],
    ['an object', () => letterHtml`${{} as never}`],
    ['a list of texts', () => letterHtml`${['<b>'] as never}`],
    ['a piece in an attribute', () => letterHtml`<p title="${letterHtml`<b>x</b>`}">x</p>`],
    ['what came from JSON in the shape of a piece', () => letterHtml`${JSON.parse(JSON.stringify(letterHtml`<b>x</b>`))}`],
  ])('refuses %s', (_what, make) => {
    expect(make).toThrow(invalid)
  })

  it('is a tag and no function of texts', () => {
    for (const given of [['<b>'], '<b>', undefined, { raw: ['<b>'], length: 1 }]) {
      expect(() => letterHtml(given as never)).toThrow(invalid)
    }
  })

  it('takes what layouts are made of', () => {
    const layout = letterHtml`<!-- ours --><table role="presentation" width=600><tr><td align='left'>1 < 2 & 3<br/><hr></td></tr></table>`
    expect(markupOf(layout)).toContain('<td align=')
  })

  it('whatever the text is, no more tags come out than the template has', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...`<>"'&/=- ab!`) }), (text) => {
        const html = markupOf(letterHtml`<p title="${text}">${text}</p>`) ?? ''
        expect(html.match(/[<>]/g)).toHaveLength(4)
        expect(html.match(/"/g)).toHaveLength(2)
      }),
    )
  })
})
