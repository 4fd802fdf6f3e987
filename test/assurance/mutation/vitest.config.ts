/** The tests that judge a mutant: those of the fast lane in the folder of its part, but for those that read the sources as text, since the sources are mutated. */
import { defineConfig } from 'vitest/config'
import shared, { fast } from '../../vitest.config.ts'

/** What reads sources, pages or the list of files: it would judge the marks that the mutants bear. */
const readers = [
  'test/{architecture,comparison,deciding,docs,repository,tested-versions,threat-model}.test.ts',
  'test/architecture/**',
  'test/assurance/**',
  'test/fuzz/**',
  'test/platforms/**',
]

/** The tests that the campaign names. */
const { SPORTELLO_JUDGES: judges = '[]' } = process.env
const named: readonly string[] = JSON.parse(judges)

/** What is in the slow lane for what it stands beside, and takes a second. */
const quick = ['test/crypto/slow-hash.test.ts']

export default defineConfig({
  ...(shared.root === undefined ? {} : { root: shared.root }),
  ...(shared.resolve === undefined ? {} : { resolve: shared.resolve }),
  test: {
    include: [...named],
    // The mutants are judged in threads, and a thread has the zone of its process.
    exclude: [...fast.exclude.filter((path) => !quick.includes(path)), ...readers, 'test/rules/civil/any-zone.test.ts'],
    isolate: false,
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
})
