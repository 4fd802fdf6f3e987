/** The pieces of docs/import.md. */
import { type ImportAccount, type Operator, refusalText, type Sportello } from 'sportello'

export async function takeOver(sportello: Sportello, operator: Operator, rowsOfTheOldTable: () => AsyncIterable<ImportAccount>) {
  // #region run
  const done = await sportello.imports.run({ operator, batch: 'old-portal' }, rowsOfTheOldTable(), (line) => {
    if (line.outcome === 'refused') console.log(line.externalId, refusalText(line.refusal, 'it'))
  })
  // #endregion
  return done
}
