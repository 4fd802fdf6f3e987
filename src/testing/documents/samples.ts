/** What the documents checks store: three contents with their digests, and references that are none. */
import type { DocumentRef, Documents } from '../../ports/index.ts'

/** One promise of the documents port, tried on a store that is empty. */
export type DocumentsCheck = { readonly name: string; readonly run: (documents: Documents) => Promise<void> }

const office = 'office'
export const owner = '01J0000000000000000000SAMPLE'

type Sample = { readonly content: () => Uint8Array; readonly size: number; readonly digest: string }

// Digests are written down, so that the kit computes none and trusts nobody's.
export const small: Sample = {
  content: () => Uint8Array.from('%PDF-1.7 sample', (character) => character.charCodeAt(0)),
  size: 15,
  digest: 'b5d4c2daa152f53c02621a70601b11dc5b4aecbda1cc3f5962bc5f7f491bad40',
}
export const everyByte: Sample = {
  content: () => Uint8Array.from({ length: 256 }, (_, i) => i),
  size: 256,
  digest: '40aff2e9d2d8922e47afd4648e6967497158785fbd1da870e7110266bf944880',
}
export const medium: Sample = {
  content: () => Uint8Array.from({ length: 70_001 }, (_, i) => (i * 7 + (i >> 8)) & 255),
  size: 70_001,
  digest: 'e2a7470ef08915b7cf25532f16e50e4053375ea55167417d491304df52c1f5fc',
}
export const large: Sample = {
  content: () => Uint8Array.from({ length: 3_145_729 }, (_, i) => (i * 7 + (i >> 8)) & 255),
  size: 3_145_729,
  digest: '5687a3ec7459b420af07de4dfa4e3c8e3026efac682be8edea44c6cdde7cfd8f',
}

export function refOf({ size, digest }: Sample, over: Partial<DocumentRef> = {}): DocumentRef {
  return { office, owner, digest, size, ...over }
}

export const hostileParts: readonly string[] = [
  '..',
  '.',
  '...',
  '__proto__',
  'constructor',
  '%2F',
  '..%2F..',
  '\\',
  '..\\..',
  'C:',
  'CON',
  'nul',
  '*',
  '?',
  '~',
  '$HOME',
  "';--",
  '`id`',
  'a'.repeat(251),
]

export const noRefs: readonly unknown[] = [
  ...['', 'a/b', '../x', '/', 'a b', 'è', '\0', 'a\n', 'x'.repeat(1_048_576), undefined, null, 1, {}].flatMap((part) => [
    { owner: part },
    { office: part },
  ]),
  ...[
    '',
    small.digest.toUpperCase(),
    small.digest.slice(1),
    `${small.digest}0`,
    `${small.digest.slice(1)}g`,
    '../x',
    undefined,
    1,
  ].map((digest) => ({ digest })),
  ...[-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, '15', null, undefined].map((size) => ({ size })),
]
