/** A process of its own for one side of row 4: what one side leaves in memory must not slow down the other. */
import { builtUrl } from './built.ts'
import { betterAuthSide, type Modules, ourFlow, ourSide } from './sign-in-sides.ts'
import type { Order } from './sign-ins.ts'

const [name = '', accounts = '1000'] = process.argv.slice(2)

async function built(): Promise<Modules> {
  const { createSportello } = (await import(builtUrl('index'))) as typeof import('sportello')
  const { memoryDocuments, memoryStorage } = (await import(builtUrl('memory'))) as typeof import('sportello/memory')
  return { createSportello, memoryDocuments, memoryStorage }
}

async function operation(): Promise<(turn: number) => Promise<unknown>> {
  if (name === 'flow') return ourFlow(await built())
  const count = Number(accounts)
  const { signIn } = name === 'sportello' ? await ourSide(await built(), count) : await betterAuthSide(count)
  // Accounts far from each other, and each of them sooner or later.
  return (turn) => signIn((turn * 7_919) % count)
}

const run = await operation()
let turn = 0

async function inTurn(until: number): Promise<void> {
  while (turn < until) {
    turn += 1
    await run(turn)
  }
}

process.on('message', async ({ operations, atOnce }: Order) => {
  const start = process.hrtime.bigint()
  const until = turn + operations
  await Promise.all(Array.from({ length: atOnce }, () => inTurn(until)))
  process.send?.(Number(process.hrtime.bigint() - start) / operations)
})
process.send?.('ready')
