/** Checks of the list of documents: all of an office, in order, page by page, with what names them and since when they are there. */
import { isInstant } from '../../kernel/index.ts'
import type { DocumentName, DocumentQuery, Documents } from '../../ports/index.ts'
import { expectEqual, expectRejected, expectThat, hostile } from '../fakes/check.ts'
import { type DocumentsCheck, everyByte, hostileParts, noRefs, owner, refOf, small } from './samples.ts'

const office = 'office'

// As long as record ids are and longer, one the beginning of another, with characters around every separator a store may use.
const owners = ['01J0', '01J00', '01J000', '01J0-', '01J0!', '01J0~', '01j0', owner, `${owner}x`, 'Z', 'z', 'a'.repeat(251)]

const byBytes = (a: string, b: string): number => (a < b ? -1 : Number(a > b))

const namesOf = async (documents: Documents, over: Partial<DocumentQuery> = {}): Promise<readonly DocumentName[]> =>
  (await documents.list({ office, limit: 1000, ...over })).map(({ ref }) => ({ owner: ref.owner, digest: ref.digest }))

/** All pages one after another; a store that goes round in circles is stopped. `between` is done after each page but the last. */
async function pagesOf(
  documents: Documents,
  limit: number,
  between: (last: DocumentName) => Promise<void> = async () => {},
): Promise<readonly (readonly DocumentName[])[]> {
  const pages: (readonly DocumentName[])[] = []
  for (let page = await namesOf(documents, { limit }); pages.length <= sorted.length; ) {
    const after = page.at(-1)
    if (after === undefined) return pages
    pages.push(page)
    await between(after)
    page = await namesOf(documents, { limit, after })
  }
  throw new Error('broken promise: the pages come to an end')
}

async function fill(documents: Documents): Promise<void> {
  for (const name of owners) await documents.put(small.content(), refOf(small, { owner: name }))
}

const sorted: readonly DocumentName[] = [...owners].sort(byBytes).map((name) => ({ owner: name, digest: small.digest }))

export const listingChecks: readonly DocumentsCheck[] = [
  {
    name: 'the list names every document of the office once, by owner and then by digest, in byte order',
    run: async (documents) => {
      expectEqual(await namesOf(documents), [], 'nothing was put')
      await fill(documents)
      await documents.put(small.content(), refOf(small, { owner: 'Z' }))
      expectEqual(await namesOf(documents), sorted, 'in byte order of the owner')
      await documents.put(everyByte.content(), refOf(everyByte, { owner: 'z' }))
      const first = { owner: 'z', digest: everyByte.digest }
      const all = sorted.flatMap((name) => (name.owner === 'z' ? [first, name] : [name]))
      expectEqual(await namesOf(documents), all, 'then of the digest')
    },
  },
  {
    name: 'the list answers references by which a document is got, and when it was stored',
    run: async (documents) => {
      await documents.put(small.content(), refOf(small))
      await documents.put(everyByte.content(), refOf(everyByte))
      const page = await documents.list({ office, limit: 10 })
      expectEqual(
        page.map(({ ref }) => ref),
        [refOf(everyByte), refOf(small)],
        'office, owner, digest and size',
      )
      for (const { storedAt } of page) expectThat(isInstant(storedAt), 'when it was stored is a whole number of milliseconds')
      for (const { ref } of page) expectThat((await documents.get(ref)) !== null, 'what is listed is there')
    },
  },
  {
    name: 'putting a document once more never makes it older',
    run: async (documents) => {
      const storedAt = async () => (await documents.list({ office, limit: 1 }))[0]?.storedAt ?? -1
      await documents.put(small.content(), refOf(small))
      const before = await storedAt()
      await documents.put(small.content(), refOf(small))
      expectThat((await storedAt()) >= before, 'the last put counts')
    },
  },
  {
    name: 'the list comes page by page, after a document that need not be there',
    run: async (documents) => {
      await fill(documents)
      for (const limit of [1, 2, 5, sorted.length, 1000]) {
        const pages = await pagesOf(documents, limit)
        expectEqual(pages.flat(), sorted, 'all of them, none twice')
        const lengths = sorted.flatMap((_, at) => (at % limit === 0 ? [Math.min(limit, sorted.length - at)] : []))
        expectEqual(
          pages.map((page) => page.length),
          lengths,
          'every page is full until the last one',
        )
      }
      for (const name of ['!', '01J0 '.trim(), '01J00~', `${owner}!`, 'Y', '~']) {
        for (const digest of ['0'.repeat(64), 'f'.repeat(64)]) {
          const later = sorted.filter((entry) => entry.owner > name || (entry.owner === name && entry.digest > digest))
          expectEqual(await namesOf(documents, { after: { owner: name, digest } }), later, 'only what comes after it')
        }
      }
    },
  },
  {
    name: 'a document that is deleted while the pages are read hides no other, and none comes twice',
    run: async (documents) => {
      await fill(documents)
      const pages = await pagesOf(documents, 2, (last) => documents.delete(refOf(small, { owner: last.owner })))
      expectEqual(pages.flat(), sorted, 'the pages go on after what is gone')
    },
  },
  {
    name: 'the list of an office has nothing of another one, and nothing that was deleted or refused',
    run: async (documents) => {
      for (const other of ['office2', 'offic', 'Office', 'a'.repeat(251)]) {
        await documents.put(small.content(), refOf(small, { office: other }))
        expectEqual((await documents.list({ office: other, limit: 10 })).length, 1, 'each office has its own')
      }
      expectEqual(await namesOf(documents), [], 'nothing of the others')
      await documents.put(small.content(), refOf(small))
      await documents.put(everyByte.content(), refOf(everyByte))
      await documents.delete(refOf(small))
      const refused = () => documents.put(small.content(), refOf(everyByte, { owner: 'other' }))
      await expectRejected(refused, 'documents/failed', 'other content')
      expectEqual(await namesOf(documents), [{ owner, digest: everyByte.digest }], 'what is there')
      await documents.delete(refOf(everyByte))
      expectEqual(await namesOf(documents), [], 'nothing is left')
      await documents.put(small.content(), refOf(small))
      expectEqual(await namesOf(documents), [{ owner, digest: small.digest }], 'there again')
    },
  },
  {
    name: 'names of offices and owners come back from the list as they were',
    run: async (documents) => {
      for (const part of hostileParts) await documents.put(small.content(), refOf(small, { office: part, owner: part }))
      for (const part of hostileParts) {
        const page = await documents.list({ office: part, limit: 10 })
        expectEqual(
          page.map(({ ref }) => ref),
          [refOf(small, { office: part, owner: part })],
          'data, to the byte',
        )
      }
    },
  },
  {
    name: 'a malformed query is rejected',
    run: async (documents) => {
      const after = { owner, digest: small.digest }
      const offices = noRefs.filter((over) => Object.hasOwn(hostile<object>(over), 'office'))
      const names = noRefs.filter(
        (over) => !Object.hasOwn(hostile<object>(over), 'office') && !Object.hasOwn(hostile<object>(over), 'size'),
      )
      const queries = [
        ...[undefined, null, 1, 'text', {}],
        ...[0, -1, 1.5, 1001, Number.NaN, Number.POSITIVE_INFINITY, '10', null, undefined].map((limit) => ({ office, limit })),
        ...offices.map((over) => ({ limit: 10, ...hostile<object>(over) })),
        ...[null, 1, 'text', {}, [], { owner }, { digest: small.digest }].map((wrong) => ({ office, after: wrong, limit: 10 })),
        ...names.map((over) => ({ office, after: { ...after, ...hostile<object>(over) }, limit: 10 })),
      ]
      for (const query of queries) {
        const call = () => documents.list(hostile<DocumentQuery>(query))
        await expectRejected(call, 'documents/failed', 'office, after and limit have their shapes')
      }
    },
  },
]
