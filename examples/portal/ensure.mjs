/** `npm run portal` on a bare clone: what is missing is installed, then the portal is opened on the sources. */
import { ensure } from '../ensure.mjs'

const english = !/^it(?![a-z])/i.test(process.env.LC_ALL || process.env.LC_MESSAGES || process.env.LANG || 'it')
if (await ensure(english)) await import('./main.ts')
