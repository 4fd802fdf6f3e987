/**
 * `npm run gallery -- FOLDER`: writes every letter as an HTML page and as text, in both languages, and sheets that show
 * many of them beside each other, on a phone and on a desk, light and dark. Look at them in a browser after a change of the layout.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Letter } from '../../src/runtime/letter.ts'
import { escapeHtml } from '../../src/runtime/letter-html.ts'
import { renderLetter } from '../../src/runtime/letter-layout.ts'
import { everyLetter, longLetters } from '../support/letters.ts'

const [folder = 'gallery'] = process.argv.slice(2)
const letters: readonly Letter[] = [...Object.values(everyLetter).flatMap((kind) => Object.values(kind).flat()), ...longLetters]
const widths = { phone: 360, desk: 760 } as const
const perSheet = 10

/** The page as a mail program shows it that prefers dark colours. */
const dark = (html: string): string => html.replace('@media (prefers-color-scheme:dark)', '@media all')

mkdirSync(folder, { recursive: true })
for (const locale of ['it', 'en'] as const) {
  const pages = letters.map((letter, at) => {
    const name = `${String(at).padStart(2, '0')}-${letter.name.replace('/', '.')}.${locale}`
    const { subject, text, html } = renderLetter(letter, locale, 'Maria Annunziata De Santis')
    writeFileSync(join(folder, `${name}.html`), html)
    writeFileSync(join(folder, `${name}.txt`), `${subject}\n\n${text}`)
    return { name, html }
  })
  for (const [device, width] of Object.entries(widths)) {
    for (const scheme of ['light', 'dark'] as const) {
      for (let from = 0; from < pages.length; from += perSheet) {
        const frames = pages.slice(from, from + perSheet).map(({ name, html }) => {
          const page = escapeHtml(scheme === 'dark' ? dark(html) : html)
          return `<figure><figcaption>${name}</figcaption><iframe width="${width}" height="1500" srcdoc="${page}"></iframe></figure>`
        })
        const style =
          'body{display:grid;grid-template-columns:repeat(5,max-content);gap:8px;margin:8px;font:12px monospace}figure{margin:0}'
        const sheet = `<!DOCTYPE html><meta charset="utf-8"><style>${style}</style>${frames.join('')}`
        writeFileSync(join(folder, `sheet-${locale}-${device}-${scheme}-${from / perSheet}.html`), sheet)
      }
    }
  }
}
process.stdout.write(`${2 * letters.length} letters in ${folder}\n`)
