import { type Documents, SportelloError } from 'sportello'
import { memoryDocuments } from 'sportello/memory'
import { describe, expect, it } from 'vitest'
import { minimalPdf } from '../rules/identity/minimal-pdf.ts'
import { accepted, anna, completed, openCounter, operator, refusedCode } from '../support/counter.ts'

async function* chunks(content: Uint8Array, size: number) {
  for (let at = 0; at < content.length; at += size) yield content.subarray(at, at + size)
}

async function ticketOf(counter = openCounter()) {
  const { ticket, id } = accepted(await counter.sportello.registration.open(anna))
  const add = async (content: unknown) =>
    // Whatever a host may pass on.
    counter.sportello.registration.addDocument(ticket, { type: 'identity-card' }, content as Uint8Array)
  return { counter, ticket, id, add }
}

describe('a store of documents that fails', () => {
  it('with an error of the library is heard in its own words, with any other as one that cannot be had', async () => {
    const busy = new SportelloError('documents/failed', 'files: the disk is full')
    for (const [thrown, message] of [
      [busy, busy.message],
      [new Error('/srv/files/VRDNNA80A41L219Z: EIO'), 'documents: the call failed'],
    ] as const) {
      const counter = openCounter()
      const { id } = await completed(counter)
      const get: Documents['get'] = () => Promise.reject(thrown)
      const { approval } = openCounter({ ...counter.configuration, documents: { ...counter.documents, get } }).sportello
      await expect(approval.document({ operator, id, document: 1 })).rejects.toMatchObject({
        code: 'documents/failed',
        message,
      })
    }
  })
})

describe('a file on its way in', () => {
  it('may come as a stream of chunks of any size', async () => {
    for (const size of [1, 7, 100, 10_000]) {
      const { add, counter, ticket } = await ticketOf()
      accepted(await add(chunks(minimalPdf(), size)))
      expect(accepted(await counter.sportello.registration.inspect(ticket)).documents[0]?.size).toBe(minimalPdf().length)
    }
  })

  it.each<[string, () => unknown]>([
    ['nothing', () => undefined],
    ['a text', () => '%PDF-1.7'],
    ['an array of numbers', () => [37, 80, 68, 70]],
    [
      'a stream of texts',
      async function* () {
        yield '%PDF-1.7'
      },
    ],
    [
      'a stream that fails',
      async function* () {
        yield minimalPdf()
        throw new Error('connection lost')
      },
    ],
    [
      'a proxy',
      () =>
        new Proxy(
          {},
          {
            get: () => {
              throw new Error('no')
            },
          },
        ),
    ],
  ])('is refused when it is %s', async (_name, content) => {
    const { add } = await ticketOf()
    const answer = await add(content())
    const reason = content() === undefined ? 'not-chosen' : 'type'
    expect(answer.ok ? null : answer.refusal).toMatchObject({ code: 'registration/document-refused', reason })
  })

  it('is copied before it is looked at: what the caller changes later is not filed', async () => {
    const { add, id, counter } = await ticketOf()
    const content = minimalPdf()
    const pending = add(content)
    content.fill(0)
    accepted(await pending)
    const journal = accepted(await counter.sportello.journal.read({ kind: 'registration', id }))
    const { document } = (journal[1]?.data ?? {}) as { readonly document: { readonly digest: string; readonly size: number } }
    const stored = await counter.documents.get({ office: 'comune-di-prova', owner: id, ...document })
    expect(stored).toEqual(minimalPdf())
  })

  it('D7: is stored before the request names it; a document store that fails leaves the request as it was', async () => {
    const inner = memoryDocuments()
    let broken = true
    const documents: Documents = {
      ...inner,
      put: async (content, ref) => (broken ? Promise.reject('disk full') : inner.put(content, ref)),
    }
    const { add, counter, ticket } = await ticketOf(openCounter({ documents }))
    await expect(add(minimalPdf())).rejects.toMatchObject({ code: 'documents/failed' })
    expect(accepted(await counter.sportello.registration.inspect(ticket)).documents).toEqual([])
    broken = false
    accepted(await add(minimalPdf()))
  })

  it.each<[string, (content: Uint8Array) => Uint8Array | null]>([
    ['gone', () => null],
    ['shorter', (content) => content.slice(1)],
    ['another', (content) => content.map((byte) => byte ^ 1)],
  ])('D7: nothing is decided or shown when its bytes are %s', async (_name, spoil) => {
    const inner = memoryDocuments()
    let spoilt = false
    const documents: Documents = {
      ...inner,
      get: async (ref) => {
        const content = await inner.get(ref)
        return spoilt && content !== null ? spoil(content) : content
      },
    }
    const counter = openCounter({ documents })
    const { id } = await completed(counter)
    const { digest } = accepted(await counter.sportello.approval.dossier({ operator, id }))
    spoilt = true
    expect(refusedCode(await counter.sportello.approval.document({ operator, id, document: 1 }))).toBe(
      'approval/document-missing',
    )
    expect(refusedCode(await counter.sportello.approval.approve({ operator, id, dossierDigest: digest }))).toBe(
      'approval/document-missing',
    )
    // Both journals that know of the document say who met it so.
    for (const kind of ['approval', 'registration']) {
      const lines = accepted(await counter.sportello.journal.read({ kind, id }))
      expect(lines.filter(({ type }) => type === 'Refused')).toMatchObject([
        { by: 'operator:operator-1', data: { command: 'approval/document', code: 'approval/document-missing' } },
        { by: 'operator:operator-1', data: { command: 'approval/approve', code: 'approval/document-missing' } },
      ])
      expect(accepted(await counter.sportello.journal.verify({ kind, id }))).toMatchObject({ ok: true })
    }
    spoilt = false
    accepted(await counter.sportello.approval.approve({ operator, id, dossierDigest: digest }))
  })

  it('D7: a failing delete does not undo a removal', async () => {
    const documents: Documents = { ...memoryDocuments(), delete: async () => Promise.reject(new Error('read-only')) }
    const { add, counter, ticket } = await ticketOf(openCounter({ documents }))
    accepted(await add(minimalPdf()))
    accepted(await counter.sportello.registration.removeDocument(ticket, 1))
    expect(accepted(await counter.sportello.registration.inspect(ticket)).documents).toEqual([])
    accepted(await counter.sportello.registration.withdraw(ticket))
  })
})
