/** The fast lane, `npm run test:fast`: everything that needs no database, no built package, no process of its own and no campaign. */
import { mergeConfig } from 'vitest/config'
import whole from './vitest.config.ts'

/** What the whole suite has besides. */
const slow = [
  'test/adapters/{files-durability,node,smtp,sql-*}.test.ts',
  'test/assurance/**',
  'test/bench/**',
  'test/crypto/slow-hash.test.ts',
  'test/examples/**',
  'test/field/**',
  'test/hover.test.ts',
  'test/package.test.ts',
  'test/procedures/lifecycle/retention/stores.test.ts',
  'test/rules/civil/deadline.test.ts',
  'test/rules/civil/zones.test.ts',
  'test/simulation/**',
  'test/testing/documents-contract.test.ts',
  'test/versions/**',
]

const { globalSetup: _, coverage: __, ...test } = whole.test ?? {}

export default mergeConfig({ ...whole, test }, { test: { isolate: false, exclude: [...slow, '**/node_modules/**'] } })
