/** The portal of an office that people reach by https, asked without a browser: what its answers say in their headers. */
import { createServer } from 'node:http'
import { fixedClock } from 'sportello/testing'
import { rooms } from '../../../examples/portal/pages/rooms.ts'
import { staff } from '../../../examples/portal/setting/staff.ts'
import { openWorkers } from '../../../examples/portal/setting/workers.ts'
import { portalApp } from '../../../examples/portal/web/app.ts'
import { browserAt } from '../../examples/browser.ts'
import { morning, office, openCounter } from '../../support/counter.ts'
import { serve } from './serve.ts'

export const deskPassword = 'una-prova-lunga'

/** `scripts` is the folder of the scripts of the library. */
export async function openHttps(scripts: string) {
  const counter = openCounter()
  const { sportello } = counter
  const clock = fixedClock(morning)
  const workers = await openWorkers(staff(deskPassword), clock)
  const logged: unknown[] = []
  const log = (...told: readonly unknown[]) => void logged.push(told)
  const server = createServer(portalApp({ ...{ sportello, office, workers, clock, scripts, log, rooms }, post: null, gates: [] }))
  const url = await serve(server)
  return {
    ...{ counter, url, logged },
    /** A new browser at it. */
    browser: () => browserAt(server),
    close: async () => void server.close().closeAllConnections(),
  }
}
