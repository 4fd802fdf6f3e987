/**
 * `npm run bench`: builds the package, holds it against its peers, prints the table and keeps it in `docs/performance.md`. With
 * `-- --quick` the same rows from fewer rounds, printed only; with `-- --only storage` one stage, printed only.
 */
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { buildPackage } from './built.ts'
import { coldImportRows } from './cold-imports.ts'
import { deadlineRows } from './deadline-rows.ts'
import { deskRows } from './desk.ts'
import { federationRows } from './federation-rows.ts'
import { hashingRows } from './hashing.ts'
import { hostileFormRows } from './hostile-forms.ts'
import { inProcessRows, peerVersions } from './in-process.ts'
import { lifeRows } from './lives.ts'
import { maintenanceRows } from './maintenance.ts'
import { mayUseRows } from './may-use.ts'
import { migrationRows } from './migration.ts'
import { observeRows } from './observe.ts'
import { parkedRows } from './parked.ts'
import { receiptRows } from './receipt-rows.ts'
import { keepFigures, machineLine, type Row, table } from './report.ts'
import { signInRows } from './sign-ins.ts'
import * as extents from './storage/extent.ts'
import { storageRows } from './storage/rows.ts'
import { sunsetRows } from './sunset.ts'

type Stage = (quick: boolean) => Promise<readonly Row[]>

const stages: { readonly [name: string]: Stage } = {
  'in-process': inProcessRows,
  deadlines: deadlineRows,
  receipts: receiptRows,
  federation: federationRows,
  forms: hostileFormRows,
  'cold-imports': coldImportRows,
  'sign-ins': signInRows,
  hashing: hashingRows,
  observe: observeRows,
  maintenance: (quick) => maintenanceRows(quick ? 'quick' : 'full'),
  services: mayUseRows,
  sunset: (quick) => sunsetRows(quick ? 'quick' : 'full'),
  migration: (quick) => migrationRows(quick ? 'quick' : 'full'),
  desk: (quick) => deskRows(quick ? 'quick' : 'full'),
  lives: (quick) => lifeRows(quick ? 'quick' : 'full'),
  parked: (quick) => parkedRows(quick ? 'quick' : 'full'),
  storage: (quick) => storageRows(quick ? extents.quick : extents.full),
}

const { quick = false, only } = parseArgs({ options: { quick: { type: 'boolean' }, only: { type: 'string' } } }).values
if (only !== undefined && !(only in stages)) throw new Error(`--only takes one of ${Object.keys(stages).join(', ')}`)
const start = performance.now()

function tell(stage: string): void {
  process.stderr.write(`${((performance.now() - start) / 1_000).toFixed(0).padStart(4)} s  ${stage}\n`)
}

tell('building')
await buildPackage()
const rows: Row[] = []
for (const [stage, measure] of Object.entries(stages)) {
  if (only !== undefined && only !== stage) continue
  tell(stage)
  rows.push(...(await measure(quick)))
}
tell('done')

const day = new Date().toISOString().slice(0, 10)
const figures = `${day}, ${machineLine()}.\nCompared with ${peerVersions()}.\n\n${table(rows)}`
process.stdout.write(`${figures}\n`)
if (!quick && only === undefined) keepFigures(fileURLToPath(new URL('../../docs/performance.md', import.meta.url)), figures)
