/** Every letter as people see it: pages, texts, sheets that show many of them beside each other, and an index with all of them. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Letter } from '../../src/runtime/letter.ts'
import { escapeHtml } from '../../src/runtime/letter-html.ts'
import { renderLetter } from '../../src/runtime/letter-layout.ts'
import { everyLetter, longLetters } from '../support/letters.ts'

const letters: readonly Letter[] = [...Object.values(everyLetter).flatMap((kind) => Object.values(kind).flat()), ...longLetters]
const perSheet = 10
const locales = ['it', 'en'] as const

/** How wide letters are shown, in points. */
export const widths = { phone: 360, desk: 760 } as const

export type Shown = {
  /** `07-recovery.link`: also the name of its files, before `.it.html`. */
  readonly name: string
  readonly subjects: { readonly [L in (typeof locales)[number]]: string }
}

/** The page as a mail program shows it that prefers dark colours. */
const dark = (html: string): string => html.replace('@media (prefers-color-scheme:dark)', '@media all')

const sheetStyle =
  'body{display:grid;grid-template-columns:repeat(5,max-content);gap:8px;margin:8px;font:12px monospace}figure{margin:0}'

const indexStyle = `
body{margin:0 auto;max-width:80rem;padding:1rem;font:1rem/1.5 system-ui,sans-serif;color:#17324d}
nav ol{columns:22rem;column-gap:2.5rem;padding-left:2rem}
nav li{break-inside:avoid;padding-bottom:.375rem}
nav small{display:block;color:#455b71}
section{border-top:1px solid #c5c7c9;padding:1rem 0}
h2{font-size:1.125rem;margin:0}
p{margin:0 0 .75rem}
.frames{display:flex;flex-wrap:wrap;gap:1rem;align-items:start}
figure{margin:0;max-width:100%}
figcaption{font-size:.875rem}
iframe{border:1px solid #5d7083;max-width:100%;height:34rem;background:#fff}`

const words = { it: 'italiano', en: 'inglese / English', phone: 'telefono / phone', desk: 'scrivania / desktop' } as const

function section({ name, subjects }: Shown): string {
  const frames = locales.flatMap((locale) =>
    Object.entries(widths).map(([device, width]) => {
      const told = `${words[locale]}, ${words[device as keyof typeof widths]}`
      return `<figure><figcaption>${told}</figcaption><iframe loading="lazy" width="${width}" src="${name}.${locale}.html" title="${escapeHtml(subjects[locale])} (${told})"></iframe></figure>`
    }),
  )
  return `<section id="${name}"><h2>${name}</h2><p lang="it">${escapeHtml(subjects.it)}</p><p lang="en">${escapeHtml(subjects.en)} · <a href="${name}.it.txt">it.txt</a> <a href="${name}.en.txt">en.txt</a></p><div class="frames">${frames.join('')}</div></section>`
}

const indexOf = (shown: readonly Shown[]): string => `<!DOCTYPE html>
<html lang="it"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Le lettere dello sportello / the letters</title><style>${indexStyle}</style></head>
<body><main><h1>Le lettere dello sportello / the letters</h1>
<nav aria-label="Indice / index"><ol start="0">${shown.map(({ name, subjects }) => `<li><a href="#${name}">${escapeHtml(subjects.it.replace(/^Comune di Prova: /, ''))}</a><small>${name.slice(3)}</small></li>`).join('\n')}</ol></nav>
${shown.map(section).join('\n')}
</main></body></html>
`

/** Writes all of it into the folder; answers with the letters that `index.html` shows. */
export function writeGallery(folder: string): readonly Shown[] {
  mkdirSync(folder, { recursive: true })
  const nameOf = (letter: Letter, at: number) => `${String(at).padStart(2, '0')}-${letter.name.replace('/', '.')}`
  const rendered = locales.map((locale) =>
    letters.map((letter, at) => {
      const name = `${nameOf(letter, at)}.${locale}`
      const { subject, text, html } = renderLetter(letter, locale, 'Maria Annunziata De Santis')
      writeFileSync(join(folder, `${name}.html`), html)
      writeFileSync(join(folder, `${name}.txt`), `${subject}\n\n${text}`)
      return { name, subject, html }
    }),
  )
  rendered.forEach((pages, which) => {
    for (const [device, width] of Object.entries(widths)) {
      for (const scheme of ['light', 'dark'] as const) {
        for (let from = 0; from < pages.length; from += perSheet) {
          const frames = pages.slice(from, from + perSheet).map(({ name, html }) => {
            const page = escapeHtml(scheme === 'dark' ? dark(html) : html)
            return `<figure><figcaption>${name}</figcaption><iframe width="${width}" height="1500" srcdoc="${page}"></iframe></figure>`
          })
          const sheet = `<!DOCTYPE html><meta charset="utf-8"><style>${sheetStyle}</style>${frames.join('')}`
          writeFileSync(join(folder, `sheet-${locales[which]}-${device}-${scheme}-${from / perSheet}.html`), sheet)
        }
      }
    }
  })
  const shown = letters.map((letter, at): Shown => {
    const [it = '', en = ''] = rendered.map((pages) => pages[at]?.subject ?? '')
    return { name: nameOf(letter, at), subjects: { it, en } }
  })
  writeFileSync(join(folder, 'index.html'), indexOf(shown))
  return shown
}
