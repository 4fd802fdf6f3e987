/**
 * Writes the rows of this version of the library down: `npm run freeze`. Run it when a stored shape gets a new
 * number, under a new name, and never change what was frozen before: databases of that version are out there.
 */
import { writeFileSync } from 'node:fs'
import { freezeLife } from './life.ts'

const rows = JSON.stringify(await freezeLife(), null, 1)
writeFileSync(new URL('../fixtures/rows-2.json', import.meta.url), `${rows}\n`)
