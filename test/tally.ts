/** Ends a run with one plain line, `N passed, N failed, N skipped`, after everything else that the runner has to say. */
import type { Reporter, TestModule } from 'vitest/node'

declare module 'vitest' {
  interface TaskMeta {
    /** A line that the run prints, such as how long a page took; nothing is judged by it. */
    figure?: string
  }
}

/** The files that took the most time, so that whoever adds a test sees what it costs. */
function slowest(modules: readonly TestModule[]): string {
  const timed = modules.map((module) => {
    const { collectDuration, setupDuration, duration } = module.diagnostic()
    return { file: module.relativeModuleId, seconds: (collectDuration + setupDuration + duration) / 1_000 }
  })
  const lines = timed
    .sort((a, b) => b.seconds - a.seconds)
    .slice(0, 10)
    .map(({ file, seconds }) => `${seconds.toFixed(1).padStart(7)} s  ${file}\n`)
  return modules.length < 10 ? '' : `\nthe slowest files:\n${lines.join('')}`
}

/** A file that does not load, an error outside of any test and a threshold of coverage that is missed count as failures too. */
export default class Tally implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const count = { passed: 0, failed: errors.length, skipped: 0 }
    process.stdout.write(slowest(modules))
    for (const module of modules) {
      count.failed += module.errors().length
      for (const test of module.children.allTests()) {
        const { figure } = test.meta()
        if (figure !== undefined) process.stdout.write(`${figure}\n`)
        const { state } = test.result()
        count[state === 'pending' ? 'skipped' : state] += 1
      }
    }
    // Coverage is reported after this hook.
    process.once('exit', (code) => {
      const failed = code === 0 ? count.failed : Math.max(count.failed, 1)
      process.stdout.write(`${count.passed} passed, ${failed} failed, ${count.skipped} skipped\n`)
    })
  }
}
