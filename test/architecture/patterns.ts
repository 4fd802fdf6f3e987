/** Patterns of paths: `*` is a part of one name, `**` any folders, `{a,b}` one of several; a slash at the end means everything below. */

const escaped: { readonly [mark: string]: string } = {
  '.': '\\.',
  '**/': '(?:[^/]+/)*',
  '*': '[^/]+',
  '{': '(?:',
  '}': ')',
  ',': '|',
}

function expressionOf(pattern: string): RegExp {
  const text = pattern.replace(/\*\*\/|[.*{},]/g, (mark) => escaped[mark] ?? mark)
  return new RegExp(pattern.endsWith('/') ? `^${text}` : `^${text}$`)
}

export function matches(path: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => expressionOf(pattern).test(path))
}
