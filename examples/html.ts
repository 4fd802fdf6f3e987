/** HTML that is written in the sources; every text that is put into it is escaped. */

/** HTML that is written here. */
export type Html = { readonly html: string }

/** What can be put into it: nothing at all where it is null, undefined or false. */
export type Part = Html | string | number | false | null | undefined | readonly Part[]

function escaped(part: Part): string {
  if (part === false || part === null || part === undefined) return ''
  if (typeof part === 'string' || typeof part === 'number')
    return String(part).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
  return 'html' in part ? part.html : part.map(escaped).join('')
}

/** The template as HTML, with its parts escaped. */
export function html(texts: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return { html: texts.reduce((before, text, at) => before + escaped(parts[at - 1] ?? '') + text) }
}
