/** `npm run demo` on a bare clone: what is missing is installed, then the demo is played on the sources. */
import { ensure } from '../ensure.mjs'

const english = /--locale[= ]en\b/.test(process.argv.slice(2).join(' '))
if (await ensure(english)) await import('./main.ts')
