/**
 * Writes the rows of this version of the library down: `npm run freeze`. Until a first version is published they may be frozen anew; from
 * then on each new shape is frozen under a new name, and nothing that was frozen is changed (docs/upgrading.md).
 */
import { writeFileSync } from 'node:fs'
import { freezeLife } from './life.ts'

const rows = JSON.stringify(await freezeLife(), null, 1)
writeFileSync(new URL('../fixtures/rows-1.json', import.meta.url), `${rows}\n`)
