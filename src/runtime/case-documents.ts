/** The documents of a case that the office decides on. */
import { accept, type Result, refuse } from '../kernel/index.ts'
import type { RecordName } from './record.ts'
import type { Runtime } from './runtime.ts'
import type { Unit } from './transact.ts'
import { fetchDocument } from './uploads.ts'

type Filed = { readonly id: number; readonly digest: string; readonly size: number }

/** Whose documents they are. `filedIn`: the record that they were filed in, where the office decides in another one. */
type Case<Kind extends string> = {
  readonly kind: Kind
  readonly id: string
  /** None once the sweep has let go of all of them. */
  readonly documents: readonly Filed[]
  readonly filedIn?: RecordName
}

type Missing<Kind extends string> = { readonly code: `${Kind}/document-missing`; readonly document: number }

type DocumentRefusal<Kind extends string> = { readonly code: `${Kind}/not-found` } | Missing<Kind>

/**
 * The bytes of one document, as it was filed; it is missing where the sweep has let go of the documents of the case. `filedEver`: how many there were,
 * numbered from 1. The look, or the attempt on one that there is not, is written into the journal of the case.
 */
export async function viewDocument<Kind extends string>(
  runtime: Runtime,
  unit: Unit,
  filedCase: Case<Kind>,
  { document, filedEver }: { readonly document: number; readonly filedEver: number },
): Promise<Result<Uint8Array, DocumentRefusal<Kind>>> {
  const { kind, id, documents } = filedCase
  const filed = documents.find((candidate) => candidate.id === document)
  if (filed === undefined) {
    const isSwept = documents.length === 0 && document <= filedEver
    if (isSwept) return refuse(missed(unit, filedCase, `${kind}/document`, document))
    const notFound = { code: `${kind}/not-found` } as const
    unit.journalRefusal(kind, id, `${kind}/document`, notFound.code)
    return refuse(notFound)
  }
  const content = await fetchDocument(runtime, id, filed)
  if (content === null) return refuse(missed(unit, filedCase, `${kind}/document`, document))
  unit.journal(kind, id, 'DocumentViewed')
  return accept(content)
}

/**
 * The refusal for the first document whose bytes are gone or are not what was filed; null where all are there. Every journal that the
 * documents are known in says so: somebody has touched them.
 */
export async function missingDocument<Kind extends string>(
  runtime: Runtime,
  unit: Unit,
  filedCase: Case<Kind>,
  what: string,
): Promise<Missing<Kind> | null> {
  const { id, documents } = filedCase
  for (const document of documents) {
    if ((await fetchDocument(runtime, id, document)) === null) return missed(unit, filedCase, what, document.id)
  }
  return null
}

function missed<Kind extends string>(
  unit: Unit,
  { kind, id, filedIn }: Case<Kind>,
  what: string,
  document: number,
): Missing<Kind> {
  const missing: Missing<Kind> = { code: `${kind}/document-missing`, document }
  unit.journalRefusal(kind, id, what, missing.code, filedIn)
  return missing
}
