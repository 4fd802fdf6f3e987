/** The pieces of docs/desk.md: the requests that wait, those of a person, and who has one in charge. */
import { type Operator, type Sportello, unwrap } from 'sportello'

export async function look(sportello: Sportello, operator: Operator) {
  // #region list
  const page = unwrap(await sportello.desk.list({ operator, states: ['waiting'], limit: 50 }))
  const found = unwrap(await sportello.desk.search({ operator, surname: 'Verdi', name: 'Anna' }))
  const [first] = page.lines
  if (first !== undefined) unwrap(await sportello.desk.assign({ operator, id: first.id }))
  // #endregion
  return { page, found }
}
