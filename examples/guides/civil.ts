/** The pieces of docs/civil.md. */
import { romeInstant, romeLongText, termText } from 'sportello/civil'

export const told = () => [
  // #region told
  romeInstant('2022-11-23T14:00'), // { ok: true, value: 1669208400000 }
  romeLongText(1669208400000, 'it'), // 'mercoledì 23 novembre 2022, ore 14:00'
  termText(15 * 60_000, 'it'), // '15 minuti'
  // #endregion
]
