/** The dossier that the office decides on: what its documents are called, and the digest that ties a decision to what was looked at. */
import type { KeyRing } from '../../../crypto/index.ts'
import type { NotErased, Request } from './context.ts'

/** Keyed digest of everything in the dossier. Changes whenever the request is filed again. */
export function dossierDigest(ring: KeyRing, id: string, request: NotErased): string {
  const { round, documents, personal } = request
  const { person, findings, labels } = personal
  return ring.pseudonym('dossier', JSON.stringify([id, round, findings, documents, person, labels]))
}

/** What the applicant said of a document; empty where nothing was, or it was erased. */
export function labelOf({ personal }: Request, document: number): { readonly name: string; readonly description: string } {
  const { name = '', description = '' } = personal?.labels.find(({ id }) => id === document) ?? {}
  return { name, description }
}
