/** The promises of the documents port as checks, for every adapter the same. */
import type { DocumentRef, Documents } from '../ports/index.ts'
import { listingChecks } from './documents/listing.ts'
import { type DocumentsCheck, everyByte, hostileParts, large, medium, noRefs, owner, refOf, small } from './documents/samples.ts'
import { type Check, expectEqual, expectRejected, expectThat, hostile } from './fakes/check.ts'

const checks: readonly DocumentsCheck[] = [
  {
    name: 'what was put comes back byte by byte',
    run: async (documents) => {
      for (const sample of [small, everyByte, large]) {
        await documents.put(sample.content(), refOf(sample))
        expectEqual(await documents.get(refOf(sample)), sample.content(), 'the same bytes')
      }
    },
  },
  {
    name: 'an absent document is null',
    run: async (documents) => {
      expectEqual(await documents.get(refOf(small)), null, 'nothing was put')
      await documents.put(small.content(), refOf(small))
      expectEqual(await documents.get(refOf(everyByte)), null, 'another digest is another document')
    },
  },
  {
    name: 'putting the same document again is no error and changes nothing',
    run: async (documents) => {
      for (let i = 0; i < 3; i += 1) await documents.put(small.content(), refOf(small))
      expectEqual(await documents.get(refOf(small)), small.content(), 'it is there')
      await documents.delete(refOf(small))
      expectEqual(await documents.get(refOf(small)), null, 'and one delete removes it')
    },
  },
  {
    name: 'a deleted document is absent, and deleting an absent one is no error',
    run: async (documents) => {
      await documents.delete(refOf(small))
      await documents.put(small.content(), refOf(small))
      await documents.put(everyByte.content(), refOf(everyByte))
      await documents.delete(refOf(small))
      await documents.delete(refOf(small))
      expectEqual(await documents.get(refOf(small)), null, 'it is gone')
      expectEqual(await documents.get(refOf(everyByte)), everyByte.content(), 'others stay')
      await documents.put(small.content(), refOf(small))
      expectEqual(await documents.get(refOf(small)), small.content(), 'it can be put again')
    },
  },
  {
    name: 'the same content of two owners, or of two offices, is two documents',
    run: async (documents) => {
      const first = refOf(small)
      const others = [{ owner: 'other' }, { office: 'other' }, { owner: owner.toLowerCase() }].map((over) => refOf(small, over))
      await documents.put(small.content(), first)
      for (const ref of others) expectEqual(await documents.get(ref), null, 'nobody finds another’s document')
      for (const ref of others) await documents.put(small.content(), ref)
      await documents.delete(first)
      expectEqual(await documents.get(first), null, 'deleted for one')
      for (const ref of others) expectEqual(await documents.get(ref), small.content(), 'kept for the others')
    },
  },
  {
    name: 'office and owner never run together: a-b of c is not a of b-c',
    run: async (documents) => {
      await documents.put(small.content(), refOf(small, { office: 'ab', owner: 'c' }))
      for (const [one, two] of [
        ['a', 'bc'],
        ['c', 'ab'],
        ['ab', 'C'],
        ['abc', 'c'],
      ] as const) {
        expectEqual(await documents.get(refOf(small, { office: one, owner: two })), null, 'another pair of names')
      }
    },
  },
  {
    name: 'content of another size or digest than the reference says is rejected and not stored',
    run: async (documents) => {
      const put = (content: Uint8Array, ref: DocumentRef) =>
        expectRejected(() => documents.put(content, ref), 'documents/failed', 'content and reference agree')
      await put(small.content().reverse(), refOf(small))
      await put(small.content(), refOf(small, { size: small.size + 1 }))
      await put(small.content().subarray(1), refOf(small, { size: small.size - 1 }))
      await put(everyByte.content(), refOf(small))
      await put(new Uint8Array(0), refOf(small))
      for (const ref of [refOf(small), refOf(small, { size: small.size + 1 }), refOf(small, { size: small.size - 1 })]) {
        expectEqual(await documents.get(ref), null, 'nothing was stored')
      }
    },
  },
  {
    name: 'a refused put leaves the document that is stored already',
    run: async (documents) => {
      await documents.put(small.content(), refOf(small))
      await expectRejected(() => documents.put(small.content().reverse(), refOf(small)), 'documents/failed', 'other content')
      expectEqual(await documents.get(refOf(small)), small.content(), 'the right content is kept')
    },
  },
  {
    name: 'the caller’s bytes can change after put, and the returned ones after get, without effect',
    run: async (documents) => {
      const content = small.content()
      const put = documents.put(content, refOf(small))
      content.fill(0)
      await put
      const got = await documents.get(refOf(small))
      expectEqual(got, small.content(), 'the bytes of the call were stored')
      got?.fill(0)
      expectEqual(await documents.get(refOf(small)), small.content(), 'a returned array is the caller’s own')
    },
  },
  {
    name: 'a view into a larger buffer stands for its own bytes only',
    run: async (documents) => {
      const buffer = new Uint8Array(1024).fill(255)
      buffer.set(small.content(), 100)
      await documents.put(buffer.subarray(100, 100 + small.size), refOf(small))
      const got = await documents.get(refOf(small))
      expectEqual(got, small.content(), 'not the bytes around them')
    },
  },
  {
    name: 'puts, gets and deletes of one document at once leave it whole or absent',
    run: async (documents) => {
      await Promise.all(Array.from({ length: 12 }, () => documents.put(medium.content(), refOf(medium))))
      expectEqual(await documents.get(refOf(medium)), medium.content(), 'whole after puts at once')
      const seen = await Promise.all([
        documents.put(medium.content(), refOf(medium)).then(() => null),
        documents.get(refOf(medium)),
        documents.delete(refOf(medium)).then(() => null),
        documents.get(refOf(medium)),
        documents.put(medium.content(), refOf(medium)).then(() => null),
        documents.get(refOf(medium)),
      ])
      for (const bytes of seen) if (bytes !== null) expectEqual(bytes, medium.content(), 'nobody sees half of it')
    },
  },
  {
    name: 'puts of many documents at once store each of them',
    run: async (documents) => {
      const refs = Array.from({ length: 40 }, (_, i) => refOf(small, { owner: `owner${i}` }))
      await Promise.all(refs.map((ref) => documents.put(small.content(), ref)))
      for (const ref of refs) expectEqual(await documents.get(ref), small.content(), 'none is lost')
    },
  },
  {
    name: 'names of offices and owners are data: no path, device or wildcard in them has a meaning',
    run: async (documents) => {
      for (const part of hostileParts) await documents.put(small.content(), refOf(small, { owner: part, office: part }))
      for (const part of hostileParts) {
        const ref = refOf(small, { owner: part, office: part })
        expectEqual(await documents.get(ref), small.content(), 'stored under its own name')
        await documents.delete(ref)
        expectEqual(await documents.get(ref), null, 'and deleted by it')
      }
    },
  },
  {
    name: 'a malformed reference is rejected by every call',
    run: async (documents) => {
      const refs = [undefined, null, 1, 'text', ...noRefs.map((over) => ({ ...refOf(small), ...hostile<object>(over) }))]
      for (const value of refs) {
        const ref = hostile<DocumentRef>(value)
        const calls = [() => documents.put(small.content(), ref), () => documents.get(ref), () => documents.delete(ref)]
        for (const call of calls)
          await expectRejected(call, 'documents/failed', 'office, owner, digest and size have their shapes')
      }
      await expectRejected(() => documents.put(hostile('%PDF-1.7 sample'), refOf(small)), 'documents/failed', 'content is bytes')
    },
  },
  {
    name: 'errors quote neither owner nor content',
    run: async (documents) => {
      const canary = 'canary-Ada'
      const content = Uint8Array.from(canary, (character) => character.charCodeAt(0))
      const ref = refOf(small, { owner: canary, size: content.length })
      const error = await expectRejected(() => documents.put(content, ref), 'documents/failed', 'another digest')
      expectThat(!`${error.message}${String(error.cause)}`.includes(canary), 'messages can be logged')
    },
  },
]

/**
 * Checks that a store of documents keeps the promises of the port. Each check gets a store of its own from `create`, empty.
 *
 * @example
 * for (const { name, run } of documentsContract(() => memoryDocuments())) test(name, run)
 */
export function documentsContract(create: () => Documents | Promise<Documents>): readonly Check[] {
  return [...checks, ...listingChecks].map(({ name, run }) => ({ name, run: async () => run(await create()) }))
}
