/** The documents of a case that the office decides on. */
import { accept, type Result, refuse } from '../kernel/index.ts'
import type { Runtime } from './runtime.ts'
import type { Unit } from './transact.ts'
import { fetchDocument } from './uploads.ts'

type Filed = { readonly id: number; readonly digest: string; readonly size: number }

/** Whose documents they are. */
type Case<Kind extends string> = { readonly kind: Kind; readonly id: string; readonly documents: readonly Filed[] }

type DocumentRefusal<Kind extends string> =
  | { readonly code: `${Kind}/not-found` }
  | { readonly code: `${Kind}/document-missing`; readonly document: number }

/** The bytes of one document, as it was filed. The look, or the attempt on one that there is not, is written into the journal of the case. */
export async function viewDocument<Kind extends string>(
  runtime: Runtime,
  unit: Unit,
  { kind, id, documents }: Case<Kind>,
  document: number,
): Promise<Result<Uint8Array, DocumentRefusal<Kind>>> {
  const filed = documents.find((candidate) => candidate.id === document)
  if (filed === undefined) {
    const notFound = { code: `${kind}/not-found` } as const
    unit.journalRefusal(kind, id, `${kind}/document`, notFound.code)
    return refuse(notFound)
  }
  const content = await fetchDocument(runtime, id, filed)
  if (content === null) return refuse({ code: `${kind}/document-missing`, document } as const)
  unit.journal(kind, id, 'DocumentViewed')
  return accept(content)
}

/** The first document whose bytes are gone or are not what was filed; null where all are there. */
export async function missingDocument(runtime: Runtime, id: string, documents: readonly Filed[]): Promise<number | null> {
  for (const document of documents) if ((await fetchDocument(runtime, id, document)) === null) return document.id
  return null
}
