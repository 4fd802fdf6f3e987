/** A process for one side of row 4. */
import * as argon2 from '@node-rs/argon2'
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
  if (name === 'better-auth, hashing') return betterAuthSide(count, 'default')
  if (name === 'sportello') return ourSide(await built(), count)
  if (name === 'argon2id' || name === 'scrypt') {
    const { nodePasswordHash } = (await import(builtUrl('node'))) as typeof import('sportello/node')
    const passwordHash =
      name === 'scrypt' ? nodePasswordHash({ scrypt: { N: 2 ** 15, r: 8, p: 3 } }) : nodePasswordHash({ argon2 })
    return ourSide(await built(), count, passwordHash)
  }
  const { readSpidSaml } = (await import(builtUrl('federation'))) as typeof import('sportello/federation')
  return federatedSide({ ...(await built()), readSpidSaml }, count)
}

async function operation(): Promise<(turn: number) => Promise<unknown>> {
  if (name === 'flow') {
    const modules = await built()
    return ourFlow(modules, modules.memoryStorage())
  }
  const count = Number(accounts)
  const { signIn } = await sideOf(count)
  // Accounts far from each other, and each of them sooner or later.
  return (turn) => signIn((turn * 7_919) % count)
}

serve(timed(await operation()))
