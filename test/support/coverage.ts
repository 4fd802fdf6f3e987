/** Counts branches in the lanes that ask for it, and nowhere else. */
import v8 from '@vitest/coverage-v8'

const isCounted = process.env['SPORTELLO_COUNT_BRANCHES'] === 'yes'

export default isCounted ? v8 : { getProvider: v8.getProvider }
