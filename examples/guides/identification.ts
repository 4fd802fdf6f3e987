/** The pieces of docs/identification.md. */
import type { Operator, Sportello } from 'sportello'

export type Seen = {
  readonly codiceFiscale: string
  readonly identifiedAt: number
  readonly officialCodiceFiscale: string
  readonly number: string
  readonly email: string
}

export async function record(sportello: Sportello, operator: Operator, seen: Seen) {
  const { codiceFiscale, identifiedAt, officialCodiceFiscale, number, email } = seen
  // #region record
  const answer = await sportello.identification.record({
    operator, // who records it
    codiceFiscale,
    identifiedAt, // when the person was there
    point: 'school-12', // or 'office', the own counter
    identifiedBy: { id: 'official-7', codiceFiscale: officialCodiceFiscale }, // left out where it was the operator
    document: { kind: 'identity-card', number, expiresOn: '2031-05-04' },
    email, // where the person gives another mailbox
    reason: 'Both secrets are lost.',
  })
  // #endregion
  return answer
}
