/** A process for one side of row 4. */
import { serve } from '../support/serve.ts'
import { builtUrl } from './built.ts'
import { timed } from './race.ts'
import { betterAuthSide, federatedSide, type Modules, ourFlow, ourSide, type SignInSide } from './sign-in-sides.ts'

const [name = '', accounts = '1000'] = process.argv.slice(2)

async function built(): Promise<Modules> {
  const { createSportello } = (await import(builtUrl('index'))) as typeof import('sportello')
  const { memoryDocuments, memoryStorage } = (await import(builtUrl('memory'))) as typeof import('sportello/memory')
  return { createSportello, memoryDocuments, memoryStorage }
}

async function sideOf(count: number): Promise<SignInSide> {
  if (name === 'better-auth') return betterAuthSide(count)
  if (name === 'sportello') return ourSide(await built(), count)
  const { readSpidSaml } = (await import(builtUrl('federation'))) as typeof import('sportello/federation')
  return federatedSide({ ...(await built()), readSpidSaml }, count)
}

async function operation(): Promise<(turn: number) => Promise<unknown>> {
  if (name === 'flow') return ourFlow(await built())
  const count = Number(accounts)
  const { signIn } = await sideOf(count)
  // Accounts far from each other, and each of them sooner or later.
  return (turn) => signIn((turn * 7_919) % count)
}

serve(timed(await operation()))
