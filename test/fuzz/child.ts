/** One target in a process of its own: what hangs is killed from outside, and what touches a prototype touches its own. */
import { runTarget } from './run.ts'

// Readers refuse by errors, whose stacks take longer than the reading.
Error.stackTraceLimit = 3
await runTarget(JSON.parse(process.argv[2] ?? '{}'), (message) => process.send?.(message))
process.disconnect?.()
