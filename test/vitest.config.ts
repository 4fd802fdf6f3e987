import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const root = fileURLToPath(new URL('..', import.meta.url))
const source = (path: string) => `${root}src/${path}`

export default defineConfig({
  root,
  resolve: {
    alias: [
      { find: /^sportello$/, replacement: source('index.ts') },
      { find: /^sportello\/(machines|civil)$/, replacement: source('$1.ts') },
      { find: /^sportello\/(password|identity|pec)$/, replacement: source('rules/$1/index.ts') },
      { find: /^sportello\/testing$/, replacement: source('testing/index.ts') },
      { find: /^sportello\/sql$/, replacement: source('adapters/sql/index.ts') },
      { find: /^sportello\/(memory|files|smtp|node)$/, replacement: source('adapters/$1.ts') },
    ],
  },
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: './test/support/postgres-desk.ts',
    testTimeout: 30_000,
    reporters: ['default', './test/tally.ts'],
    // Only what a failing test printed is of interest.
    silent: 'passed-only',
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts'],
      reporter: ['text-summary', 'json-summary'],
      reportOnFailure: true,
      thresholds: { branches: 98 },
    },
  },
})
