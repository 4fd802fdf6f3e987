/**
 * The counter's mail from a queue of jobs that is there already, here pg-boss: `node --import tsx examples/relay/pg-boss.ts`. One job is
 * one round. Run it in as many processes as you like: the queue starts one round a minute for all of them together, a round that was
 * full asks for another one, and whichever process is free takes it. environment.ts says what the environment must hold.
 */
import PgBoss from 'pg-boss'
import { countsOf, failureText, log, openRelay, readDatabaseUrl } from './environment.ts'

const queue = 'sportello-relay'
const limit = 500
const leaseMs = 10 * 60_000

/** Of several processes that make the tables of the queue at the same time, PostgreSQL ends the statement of one: deadlock_detected. */
const isDeadlock = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === '40P01'

async function openQueue(): Promise<PgBoss> {
  const boss = new PgBoss({ connectionString: readDatabaseUrl(process.env), schema: 'pgboss', max: 4 })
  // Maintenance and polling report here; without a listener the first failure would end the process.
  boss.on('error', (error) => log({ event: 'failed', reason: failureText(error) }))
  try {
    await boss.start()
    // `short`: however many ask, one round waits at a time, while any number may be under way. The leases of the outbox keep them
    // apart, so a job that is run twice does no harm, and one that fails need not be repeated: what it left comes back to the next.
    await boss.createQueue(queue, { name: queue, policy: 'short', retryLimit: 0, expireInSeconds: leaseMs / 1000 })
    return boss
  } catch (error) {
    await boss.stop({ graceful: false })
    // The others have made them meanwhile.
    if (isDeadlock(error)) return openQueue()
    throw error
  }
}

async function start(): Promise<() => Promise<void>> {
  const { relay, close } = openRelay(process.env)
  const boss = await openQueue()
  await boss.schedule(queue, '* * * * *')
  // What has waited while nobody was here does not wait for the minute.
  await boss.send(queue, {})

  await boss.work(queue, { pollingIntervalSeconds: 1 }, async () => {
    const counts = countsOf(await relay({ limit, leaseMs }))
    if (counts === null) return
    log({ event: 'round', ...counts })
    const taken = Object.values(counts).reduce((sum, count) => sum + count, 0)
    if (taken === limit) await boss.send(queue, {})
  })
  log({ event: 'started' })

  return async () => {
    // Waits for the rounds in hand.
    await boss.stop({ graceful: true, wait: true, timeout: leaseMs })
    await close()
  }
}

function fail(error: unknown): never {
  process.stderr.write(`relay: ${failureText(error)}\n`)
  process.exit(1)
}

const stop = await start().catch(fail)
let stopping = false
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    if (stopping) return
    stopping = true
    stop().then(() => log({ event: 'stopped' }), fail)
  })
}
