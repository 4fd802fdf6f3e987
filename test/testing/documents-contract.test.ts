import { describe, expect, it } from 'vitest'
import { memoryDocuments } from '../../src/adapters/memory.ts'
import { SportelloError } from '../../src/kernel/index.ts'
import type { DocumentRef, Documents } from '../../src/ports/index.ts'
import { documentsContract } from '../../src/testing/index.ts'

async function brokenBy(spoil: (documents: Documents) => Partial<Documents>): Promise<readonly string[]> {
  const create = (): Documents => {
    const documents = memoryDocuments()
    return { ...documents, ...spoil(documents) }
  }
  const broken: string[] = []
  for (const { name, run } of documentsContract(create)) await run().catch(() => broken.push(name))
  return broken
}

/** All calls on another reference than the one that was given. */
const onRef = (documents: Documents, change: (ref: DocumentRef) => DocumentRef): Documents => ({
  put: async (content, ref) => documents.put(content, change(ref)),
  get: async (ref) => documents.get(change(ref)),
  delete: async (ref) => documents.delete(change(ref)),
  list: documents.list,
})

type Spoilt = readonly [what: string, caughtBy: string, spoil: (documents: Documents) => Partial<Documents>]

const wrong: readonly Spoilt[] = [
  ['forgets', 'what was put comes back byte by byte', () => ({ get: async () => null })],
  [
    'invents',
    'an absent document is null',
    (documents) => ({ get: async (ref) => (await documents.get(ref)) ?? new Uint8Array(0) }),
  ],
  [
    'refuses a repeat',
    'putting the same document again is no error',
    (documents) => ({
      async put(content, ref) {
        if ((await documents.get(ref)) !== null) throw new Error('exists')
        await documents.put(content, ref)
      },
    }),
  ],
  [
    'misses what it has to delete',
    'a deleted document is absent',
    (documents) => ({
      async delete(ref) {
        if ((await documents.get(ref)) === null) throw new Error('absent')
        await documents.delete(ref)
      },
    }),
  ],
  ['never deletes', 'a deleted document is absent', () => ({ delete: async () => {} })],
  [
    'shares content among owners',
    'the same content of two owners',
    (documents) => onRef(documents, (ref) => ({ ...ref, owner: 'all' })),
  ],
  [
    'shares content among offices',
    'the same content of two owners',
    (documents) => onRef(documents, (ref) => ({ ...ref, office: 'all' })),
  ],
  [
    'folds the case of owners',
    'the same content of two owners',
    (documents) => onRef(documents, (ref) => ({ ...ref, owner: ref.owner.toLowerCase() })),
  ],
  [
    'runs office and owner together',
    'office and owner never run together',
    (documents) => onRef(documents, (ref) => ({ ...ref, office: 'all', owner: `${ref.office}${ref.owner}` })),
  ],
  [
    'stores whatever it is given',
    'content of another size or digest',
    () => {
      const kept = new Map<string, Uint8Array>()
      return {
        put: async (content, ref) => void kept.set(ref.digest, Uint8Array.from(content)),
        get: async (ref) => kept.get(ref.digest) ?? null,
      }
    },
  ],
  [
    'removes the old before it checks the new',
    'a refused put leaves the document that is stored already',
    (documents) => ({
      async put(content, ref) {
        await documents.delete(ref)
        await documents.put(content, ref)
      },
    }),
  ],
  [
    'reads the content later than it was given',
    'the caller’s bytes can change after put',
    (documents) => ({ put: async (content, ref) => Promise.resolve().then(() => documents.put(content, ref)) }),
  ],
  [
    'stores the buffer around a view',
    'a view into a larger buffer',
    () => {
      const kept = new Map<string, Uint8Array>()
      return {
        put: async (content, ref) => void kept.set(ref.digest, new Uint8Array(content.buffer)),
        get: async (ref) => kept.get(ref.digest) ?? null,
      }
    },
  ],
  [
    'cleans names',
    'names of offices and owners are data',
    (documents) => {
      const clean = (text: string) => text.replace(/[^A-Za-z0-9]/g, '_')
      return { ...onRef(documents, (ref) => ({ ...ref, owner: clean(ref.owner) })), delete: (ref) => documents.delete(ref) }
    },
  ],
  [
    'answers to any reference',
    'a malformed reference is rejected',
    (documents) => ({ get: async (ref) => documents.get(ref).catch(() => null) }),
  ],
  ['lists nothing', 'the list names every document', () => ({ list: async () => [] })],
  [
    'lists in the order of putting',
    'the list names every document',
    (documents) => {
      const refs: DocumentRef[] = []
      return {
        async put(content, ref) {
          await documents.put(content, ref)
          refs.push(ref)
        },
        list: async () => refs.map((ref) => ({ ref, storedAt: 0 })),
      }
    },
  ],
  [
    'sorts by digest before owner',
    'the list names every document',
    (documents) => ({
      list: async (query) =>
        [...(await documents.list({ ...query, limit: 1000 }))].sort((a, b) => (a.ref.digest < b.ref.digest ? -1 : 1)),
    }),
  ],
  [
    'sorts as dictionaries do',
    'the list names every document',
    (documents) => ({
      list: async (query) =>
        [...(await documents.list({ ...query, limit: 1000 }))].sort((a, b) => a.ref.owner.localeCompare(b.ref.owner)),
    }),
  ],
  [
    'does not know how long a document is',
    'the list answers references',
    (documents) => ({
      list: async (query) => (await documents.list(query)).map(({ ref, ...rest }) => ({ ref: { ...ref, size: 0 }, ...rest })),
    }),
  ],
  [
    'keeps time in other units',
    'the list answers references',
    (documents) => ({
      list: async (query) => (await documents.list(query)).map(({ ref, storedAt }) => ({ ref, storedAt: storedAt / 1000 + 0.5 })),
    }),
  ],
  [
    'counts time backwards',
    'putting a document once more',
    (documents) => {
      let storedAt = 1_000
      return {
        async put(content, ref) {
          storedAt -= 1
          await documents.put(content, ref)
        },
        list: async (query) => (await documents.list(query)).map(({ ref }) => ({ ref, storedAt })),
      }
    },
  ],
  [
    'answers more than was asked for',
    'the list comes page by page',
    (documents) => ({ list: (query) => documents.list({ ...query, limit: 1000 }) }),
  ],
  [
    'begins a page with the last document of the one before',
    'the list comes page by page',
    (documents) => ({
      async list({ after, ...query }) {
        const all = await documents.list({ ...query, limit: 1000 })
        const name = after === undefined ? '' : `${after.owner} ${after.digest}`
        return all.filter(({ ref }) => `${ref.owner} ${ref.digest}` >= name).slice(0, query.limit)
      },
    }),
  ],
  [
    'finds a page by a document that must be there',
    'a document that is deleted while the pages are read',
    (documents) => ({
      async list({ after, ...query }) {
        const all = await documents.list({ ...query, limit: 1000 })
        const at = all.findIndex(({ ref }) => ref.owner === after?.owner && ref.digest === after.digest)
        return all.slice(at + 1, at + 1 + query.limit)
      },
    }),
  ],
  [
    'lists other offices too',
    'the list of an office has nothing of another one',
    (documents) => ({
      async list(query) {
        const pages = await Promise.all(['office', 'office2'].map((office) => documents.list({ ...query, office })))
        return pages.flat()
      },
    }),
  ],
  [
    'lists what was deleted',
    'the list of an office has nothing of another one',
    (documents) => {
      const refs = new Map<string, DocumentRef>()
      return {
        async put(content, ref) {
          await documents.put(content, ref)
          refs.set(`${ref.office} ${ref.owner} ${ref.digest}`, ref)
        },
        list: async ({ office }) =>
          [...refs.values()].filter((ref) => ref.office === office).map((ref) => ({ ref, storedAt: 0 })),
      }
    },
  ],
  [
    'lists names as it has cleaned them',
    'names of offices and owners come back',
    (documents) => ({
      list: async (query) =>
        (await documents.list(query)).map(({ ref, storedAt }) => ({
          ref: { ...ref, owner: ref.owner.replace(/[^A-Za-z0-9]/g, '_') },
          storedAt,
        })),
    }),
  ],
  [
    'takes any query',
    'a malformed query is rejected',
    (documents) => ({ list: async (query) => documents.list(query).catch(() => []) }),
  ],
  [
    'quotes the owner',
    'errors quote neither owner nor content',
    (documents) => ({
      put: (content, ref) =>
        documents.put(content, ref).catch(() => {
          throw new SportelloError('documents/failed', `no ${ref.owner}`)
        }),
    }),
  ],
]

describe('documentsContract', () => {
  it('has at least 12 checks, each with a name of its own', () => {
    const names = documentsContract(memoryDocuments).map(({ name }) => name)
    expect(names.length).toBeGreaterThanOrEqual(12)
    expect(new Set(names).size).toBe(names.length)
  })

  for (const [what, caughtBy, spoil] of wrong) {
    it(`catches a store that ${what}`, async () => {
      const broken = await brokenBy(spoil)
      expect(broken.filter((name) => name.startsWith(caughtBy))).not.toEqual([])
    })
  }
})
