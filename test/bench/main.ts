/**
 * `npm run bench`: builds the package, holds it against its peers, prints the table and keeps it in `docs/performance.md`. With
 * `-- --quick` the same rows from fewer rounds, printed only.
 */
import { fileURLToPath } from 'node:url'
import { buildPackage } from './built.ts'
import { coldImportRows } from './cold-imports.ts'
import { hashingRows } from './hashing.ts'
import { inProcessRows, peerVersions } from './in-process.ts'
import { keepFigures, machineLine, type Row, table } from './report.ts'
import { signInRows } from './sign-ins.ts'

const quick = process.argv.includes('--quick')
const start = performance.now()

function tell(stage: string): void {
  process.stderr.write(`${((performance.now() - start) / 1_000).toFixed(0).padStart(4)} s  ${stage}\n`)
}

tell('building')
await buildPackage()
const rows: Row[] = []
const stages = {
  'events, passwords, codes': inProcessRows,
  'cold imports': coldImportRows,
  'sign-ins': signInRows,
  hashing: hashingRows,
}
for (const [stage, measure] of Object.entries(stages)) {
  tell(stage)
  rows.push(...(await measure(quick)))
}
tell('done')

const day = new Date().toISOString().slice(0, 10)
const figures = `${day}, ${machineLine()}.\nCompared with ${peerVersions()}.\n\n${table(rows)}`
process.stdout.write(`${figures}\n`)
if (!quick) keepFigures(fileURLToPath(new URL('../../docs/performance.md', import.meta.url)), figures)
