import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

const root = fileURLToPath(new URL('..', import.meta.url))
const source = (path: string) => `${root}src/${path}`

/** The files that take a database, processes of their own or many instants. All that is in no other list is the fast lane, `npm run test:fast`. */
const slow = [
  'test/adapters/{files-durability,node,node-argon2,smtp,sql-*}.test.ts',
  'test/crypto/slow-hash.test.ts',
  'test/procedures/calendar/maintenance/{boundaries,killed-sweep,statements,stores,table}.test.ts',
  'test/procedures/calendar/sunset/{boundaries,killed-sweep}.test.ts',
  'test/procedures/lifecycle/{feed,retention}/stores.test.ts',
  'test/rules/civil/{deadline,zones}.test.ts',
  'test/testing/documents-contract.test.ts',
  'test/versions/**/*.test.ts',
]

/** What plays whole lives, in one process or in many, and what runs the built package, the examples and other platforms. */
const campaigns = [
  'test/architecture/new-procedure.test.ts',
  'test/assurance/{kills,load,mailboxes,races}/*.test.ts',
  'test/assurance/planted/{campaign,simulations}.test.ts',
  'test/{bench,examples,field,fuzz,platforms,simulation}/**/*.test.ts',
  'test/{hover,package}.test.ts',
]

/** What takes a browser before the portal of the examples: people go through it from page to page, and each state of each page is looked at. */
const portal = ['test/portal/*.test.ts', 'test/portal/lives/*.test.ts']
const states = ['test/portal/states/*.test.ts', 'test/portal/letters.test.ts']

/** What reads the documentation site, and builds it: `npm run test:site`. */
const site = 'test/site/**/*.test.ts'

/** All that is in no other list. */
export const fast: { readonly include: string[]; readonly exclude: string[] } = {
  include: ['test/**/*.test.ts'],
  exclude: [...slow, ...campaigns, 'test/portal/**', site],
}

/** What takes longest begins first, so that it does not run alone at the end. The fast lane comes last, since its files share a worker. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ project, moduleId }: TestSpecification) =>
      project.name === 'fast' ? 2 : moduleId.includes('/test/assurance/') ? 0 : 1
    return (await super.sort(files)).sort((one, other) => rank(one) - rank(other))
  }
}

/** The lanes whose branches are counted: to count them takes a third of the time of a test, and a campaign or a browser shows nothing new. */
const counted = { SPORTELLO_COUNT_BRANCHES: 'yes' }

export default defineConfig({
  root,
  resolve: {
    alias: [
      { find: /^sportello$/, replacement: source('index.ts') },
      { find: /^sportello\/(machines|civil|fragment)$/, replacement: source('$1.ts') },
      { find: /^sportello\/(password|identity|pec|federation)$/, replacement: source('rules/$1/index.ts') },
      { find: /^sportello\/express$/, replacement: source('express/index.ts') },
      { find: /^sportello\/testing$/, replacement: source('testing/index.ts') },
      { find: /^sportello\/(sql|sqlite)$/, replacement: source('adapters/$1/index.ts') },
      { find: /^sportello\/(memory|files|smtp|node|storage)$/, replacement: source('adapters/$1.ts') },
    ],
  },
  test: {
    projects: [
      // One test file after the other in the same process: they leave nothing behind, and loading the sources takes longer than most.
      {
        extends: true,
        test: { name: 'fast', ...fast, isolate: false, env: counted },
      },
      {
        extends: true,
        test: { name: 'slow', include: slow, isolate: false, globalSetup: './test/support/postgres-desk.ts', env: counted },
      },
      { extends: true, test: { name: 'campaigns', include: campaigns, globalSetup: './test/support/postgres-desk.ts' } },
      { extends: true, test: { name: 'portal', include: portal, exclude: states, isolate: false } },
      { extends: true, test: { name: 'states', include: states, isolate: false } },
      { extends: true, test: { name: 'site', include: [site], globalSetup: './test/support/postgres-desk.ts' } },
    ],
    maxWorkers: '100%',
    sequence: { sequencer: LongestFirst },
    // Far beyond what anything takes: they end what hangs, and judge nothing that is slow.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    reporters: ['default', './test/tally.ts'],
    // Only what a failing test printed is of interest.
    silent: 'passed-only',
    coverage: {
      provider: 'custom',
      customProviderModule: `${root}test/support/coverage.ts`,
      include: ['src/**/*.ts'],
      reporter: ['text-summary', 'json-summary'],
      reportOnFailure: true,
      thresholds: { branches: 98 },
    },
  },
})
