import { describe, expect, it } from 'vitest'
import type { ArrivingProvider, LeavingProvider, MailboxCopyState } from '../../src/ports/index.ts'
import { memoryProviders, type ProviderHarness, providerContract } from '../../src/testing/index.ts'

const mailbox = 'scuola@pec.example.it'
const password = 'Vecchia.Parola0'
const other = { mailbox: 'liceo@pec.example.it', password: 'Altra.Parola9' }

/** The providers in memory, of which something may be broken. */
function harness(
  broken: {
    readonly leaving?: (right: LeavingProvider) => Partial<LeavingProvider>
    readonly arriving?: (right: ArrivingProvider) => Partial<ArrivingProvider>
    readonly messagesOf?: (right: ProviderHarness['messagesOf']) => ProviderHarness['messagesOf']
  } = {},
): ProviderHarness {
  const right = memoryProviders([
    { mailbox, password, messages: 5 },
    { ...other, messages: 3 },
  ])
  return {
    ...right,
    ...{ mailbox, password, other, absent: 'nessuno@pec.example.it' },
    leaving: { ...right.leaving, ...broken.leaving?.(right.leaving) },
    arriving: { ...right.arriving, ...broken.arriving?.(right.arriving) },
    messagesOf: broken.messagesOf?.(right.messagesOf) ?? right.messagesOf,
  }
}

async function brokenBy(create: () => ProviderHarness): Promise<readonly string[]> {
  const broken: string[] = []
  for (const { name, run } of providerContract(create)) await run().catch(() => broken.push(name))
  return broken
}

describe('the kit for the providers of a migration', () => {
  it('finds nothing wrong with right ones, and makes them anew for each check', async () => {
    let made = 0
    const create = () => {
      made += 1
      return harness()
    }
    expect(await brokenBy(create)).toEqual([])
    expect(made).toBe(providerContract(create).length)
  })

  let last: Promise<'right' | 'wrong' | 'unavailable'> = Promise.resolve('wrong')
  let wrongs = 0
  const orders = new Map<string, number>()

  it.each<[what: string, caughtBy: string, broken: Parameters<typeof harness>[0]]>([
    [
      'trims passwords',
      'the password of a mailbox is right',
      { leaving: ({ verify }) => ({ verify: (box, given) => verify(box, given.trim()) }) },
    ],
    [
      'cuts passwords',
      'the password of a mailbox is right',
      { leaving: () => ({ verify: async (_, given) => (given.startsWith(password.slice(0, 8)) ? 'right' : 'wrong') }) },
    ],
    [
      'says which mailboxes there are',
      'a mailbox that there is not',
      {
        leaving: ({ verify }) => ({
          verify: async (box, given) => (box.startsWith('nessuno') ? 'unavailable' : verify(box, given)),
        }),
      },
    ],
    [
      'locks after ten wrong passwords',
      'wrong passwords lock nobody out',
      {
        leaving: ({ verify }) => {
          wrongs = 0
          return {
            async verify(box, given) {
              const verdict = await verify(box, given)
              if (verdict === 'wrong') wrongs += 1
              return wrongs > 10 ? 'wrong' : verdict
            },
          }
        },
      },
    ],
    [
      'mixes up answers',
      'questions at once',
      {
        leaving: ({ verify }) => ({
          async verify(box, given) {
            last = verify(box, given)
            await Promise.resolve()
            return last
          },
        }),
      },
    ],
    ['sets nothing', 'a password that is set opens', { arriving: () => ({ setPassword: async () => 'set' }) }],
    [
      'lets a late repeat win',
      'a later password takes the place',
      { arriving: ({ setPassword }) => ({ setPassword: (order) => setPassword({ ...order, number: 9 }) }) },
    ],
    [
      'begins to copy when it is asked',
      'a copying that nobody has ordered',
      { arriving: ({ copy }) => ({ progress: (name) => copy({ ...name, password }) }) },
    ],
    [
      'never ends',
      'a copying copies every message once',
      { arriving: () => ({ progress: async (): Promise<MailboxCopyState> => ({ status: 'done', copied: 0 }) }) },
    ],
    [
      'copies what is there already',
      'a copying copies every message once',
      {
        arriving: ({ copy }) => ({
          copy(order) {
            orders.set(order.mailbox, (orders.get(order.mailbox) ?? 0) + 1)
            return copy(order)
          },
        }),
        messagesOf: (messagesOf) => async (box) => (await messagesOf(box)) * (orders.get(box) ?? 1),
      },
    ],
    [
      'lets a late order interrupt a later one',
      'a copying that is begun anew',
      {
        arriving: ({ copy, progress }) => ({
          copy: (order) => copy(order),
          progress: async (name) => (name.number === 1 ? { status: 'running', copied: 1, total: 5 } : progress(name)),
        }),
      },
    ],
    [
      'copies with any password',
      'a copying with a password that does not open',
      { arriving: ({ copy }) => ({ copy: (order) => copy({ ...order, password }) }) },
    ],
  ])('catches ones of which one %s', async (_, caughtBy, broken) => {
    orders.clear()
    const found = await brokenBy(() => harness(broken))
    expect(found.some((name) => name.startsWith(caughtBy))).toBe(true)
  })
})

describe('the providers in memory', () => {
  it('copy the archive apart, and stop where the password was changed meanwhile, until copying begins anew', async () => {
    const { arriving, step, changePassword, messagesOf } = memoryProviders([{ mailbox, password, messages: 2, archived: 1 }])
    const messages = { mailbox, part: 'messages', number: 1 } as const
    expect(await arriving.copy({ ...messages, password })).toEqual({ status: 'running', copied: 0, total: 2 })
    await step()
    changePassword(mailbox, 'Cambiata.Parola5')
    await step()
    expect(await arriving.progress(messages)).toEqual({ status: 'failed', cause: 'password' })
    const anew = { ...messages, number: 2, password: 'Cambiata.Parola5' }
    expect(await arriving.copy(anew)).toEqual({ status: 'running', copied: 1, total: 2 })
    await arriving.copy({ ...anew, part: 'archive', number: 1 })
    await step()
    expect(await arriving.progress({ mailbox, part: 'archive', number: 1 })).toEqual({ status: 'done', copied: 1 })
    expect(await messagesOf(mailbox)).toBe(3)
  })

  it('refuse a password for a mailbox that there is not', async () => {
    const { arriving } = memoryProviders([])
    expect(await arriving.setPassword({ mailbox, number: 1, password })).toBe('refused')
  })
})
