/** Where the links of a page lead, for somebody who has the package and no clone of the repository. */
import { posix } from 'node:path'

export type Link = { readonly page: string; readonly target: string }

/** The links of a Markdown page, without those of code. */
export function linksOf(page: string, text: string): readonly Link[] {
  const prose = text.replaceAll(/^```[\s\S]*?^```$/gm, '').replaceAll(/`[^`\n]*`/g, '')
  return [...prose.matchAll(/\]\(([^()\s]+)\)/g)].map(([, target = '']) => ({ page, target }))
}

/** The names that GitHub gives to the headings of a page, for use behind `#`. */
export function anchorsOf(text: string): readonly string[] {
  const headings = [...text.replaceAll(/^```[\s\S]*?^```$/gm, '').matchAll(/^#{1,6} (.+)$/gm)]
  return headings.map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  )
}

export type Places = {
  /** The text of a file of the package; undefined for one that it does not have. */
  readonly packed: (path: string) => string | undefined
  /** Whether the repository has a file, or a folder, of that path. */
  readonly kept: (path: string, kind: 'blob' | 'tree') => boolean
  /** The address of the repository, without a slash at its end. */
  readonly repository: string
}

/** The links that lead nowhere: to no file of the package, to no heading of it, to nothing in the repository. Other sites are passed over. */
export function brokenLinks(links: readonly Link[], { packed, kept, repository }: Places): readonly Link[] {
  return links.filter(({ page, target }) => {
    const [path = '', fragment] = target.split('#')
    const [, kind, below = ''] = /^\/(blob|tree)\/main\/(.+)$/.exec(path.slice(repository.length)) ?? []
    if (path === repository || path.startsWith(`${repository}/`)) {
      return path !== repository && !((kind === 'blob' || kind === 'tree') && kept(below, kind))
    }
    if (/^[a-z][a-z+.-]*:/.test(path)) return !path.startsWith('https://')
    const text = packed(path === '' ? page : posix.join(posix.dirname(page), path))
    return text === undefined || (fragment !== undefined && !anchorsOf(text).includes(fragment))
  })
}
