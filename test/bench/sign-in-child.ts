/** A process for one side of row 4. */
import { serve } from '../support/serve.ts'
import { builtUrl } from './built.ts'
import { timed } from './race.ts'
import { betterAuthSide, type Modules, ourFlow, ourSide } from './sign-in-sides.ts'

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

serve(timed(await operation()))
