/** The pieces of docs/guides/keys.md. */
import { parseKeys, rotateKeys } from 'sportello'

// #region parse
const keys = parseKeys(process.env['SPORTELLO_KEYS']) // throws config/invalid, and quotes nothing of the text
// #endregion

// #region order
/** The text for the first step of a rotation: every process knows the new key, and none makes anything with it yet. */
export function introduced(text: string): string {
  const [fresh = '', ...former] = rotateKeys(text).split(',')
  return [former[0], fresh, ...former.slice(1)].join(',')
}
// #endregion

export { keys }
