/** `npm run assurance:walks`: every seeded walk of the machines and of the clocks of Rome in full, before a release. */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const vitest = fileURLToPath(new URL('../../node_modules/vitest/vitest.mjs', import.meta.url))
const files = ['machine.test.ts', 'test/rules/civil']
const { status } = spawnSync(process.execPath, [vitest, 'run', '--config', 'test/vitest.config.ts', ...files], {
  cwd: root,
  env: { ...process.env, ASSURANCE: 'whole' },
  stdio: 'inherit',
})
process.exitCode = status ?? 1
