import { expect, it } from 'vitest'
import { root, runNode } from './child.ts'

it('the SDK of OpenTelemetry in memory gets a span for every command, its outcome and the metrics', async () => {
  const { code, stdout, stderr } = await runNode(['--import', 'tsx', `${root}examples/observe/main.ts`])
  expect(stderr).toBe('')
  expect(code).toBe(0)
  const lines = stdout.split('\n')
  expect(lines.slice(0, 7)).toEqual([
    'sportello.registration.open: accepted',
    'sportello.registration.complete: registration/no-document',
    'sportello.registration.addDocument: accepted',
    'sportello.registration.complete: accepted',
    'sportello.session.signIn: session/sign-in-refused',
    'sportello.relay: accepted',
    'sportello.retention.sweep: accepted',
  ])
  expect(lines).toContain('sportello.command.outcomes registration.complete registration/no-document 1')
  expect(lines).toContain('sportello.command.duration registration.open accepted 1')
  expect(lines).toContain('sportello.outbox.messages sent 1')
  expect(lines).toContain('sportello.outbox.parked 0')
  expect(lines).toContain('sportello.sweep.unfinished 0')
})
