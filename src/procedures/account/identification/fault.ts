/** Which identifications a new credential can follow: when it was, where, and by which document. */
import type { Instant } from '../../../kernel/index.ts'
import { romeDate } from '../../../rules/civil/index.ts'
import type { IdentificationFault, IdentificationPolicy } from './model.ts'

/** The office's own counter, which needs no authorisation. */
export const ownCounter = 'office'

type Said = {
  readonly identifiedAt: Instant
  readonly point: string
  /** The last day of the document, `YYYY-MM-DD`: it is in course of validity until 24:00 of it in Rome. */
  readonly expiresOn: string
}

/** Why it is none; null for one that is good. */
export function faultOf(
  { points, validMs }: IdentificationPolicy,
  { identifiedAt, point, expiresOn }: Said,
  at: Instant,
): IdentificationFault | null {
  if (point !== ownCounter && !points.includes(point)) return { code: 'identification/unknown-point' }
  if (identifiedAt > at) return { code: 'identification/in-the-future' }
  if (at >= identifiedAt + validMs) return { code: 'identification/too-old', expiredAt: identifiedAt + validMs }
  return romeDate(identifiedAt) > expiresOn ? { code: 'identification/document-expired' } : null
}
