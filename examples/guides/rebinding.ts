/** The pieces of docs/rebinding.md. */
import type { Operator, Sportello } from 'sportello'

export type Renamed = {
  readonly codiceFiscale: string
  readonly newCodiceFiscale: string
  readonly surname: string
  readonly number: string
}

export async function rebind(sportello: Sportello, operator: Operator, renamed: Renamed) {
  const { codiceFiscale, newCodiceFiscale, surname, number } = renamed
  const sex = 'F'
  // #region rebind
  const moved = await sportello.rebinding.rebind({
    operator,
    codiceFiscale, // the one of before
    newCodiceFiscale, // left out where it stays
    surname, // what is left out stays: name and birthDate likewise
    sex, // only compared with the code, not stored
    document: { kind: 'tax-code-certificate', number, issuedOn: '2026-03-01' },
    reason: 'Omocodia.',
  })
  // #endregion
  return moved
}
