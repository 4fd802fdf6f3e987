/** What a process remembers of where codes lead, and what a stranger can see of it. */
import type { Storage } from 'sportello'
import { memoryStorage } from 'sportello/memory'
import { describe, expect, it } from 'vitest'
import { createKnownCodes } from '../../../src/runtime/known-codes.ts'
import { accepted, anna, openCounter, operator, subscribed } from '../../support/counter.ts'

const newCode = 'VRDNNA80A41L21VO'
const nobody = 'VRDNDR80A01L219Z'

describe('the codes that a process knows', () => {
  it('lead to their own account until another one is learned, the last of which counts', () => {
    const codes = createKnownCodes()
    expect(codes.guess('a')).toBe('a')
    codes.learn('a', 'b')
    codes.learn('a', 'c')
    expect(codes.guess('a')).toBe('c')
    codes.learn('a', 'a')
    expect(codes.guess('a')).toBe('a')
  })

  it('are ten thousand at most: whoever asks for more takes the place of what was learned first', () => {
    const codes = createKnownCodes()
    for (let i = 0; i < 10_001; i += 1) codes.learn(`code ${i}`, 'account')
    expect(codes.guess('code 0')).toBe('code 0')
    expect(codes.guess('code 1')).toBe('account')
    codes.learn('code 1', 'account')
    codes.learn('another', 'account')
    expect(codes.guess('code 1')).toBe('account')
    expect(codes.guess('code 2')).toBe('code 2')
  })
})

describe('L2, O12: whether a code was moved', () => {
  /** A counter, the calls that its storage gets, and another process on the same rows. */
  async function moved() {
    const storage = memoryStorage()
    const counter = openCounter({ storage })
    const { credentials } = await subscribed(counter)
    const document = { kind: 'passport', number: 'YA0000000', issuedOn: '2026-03-01' } as const
    const form = { operator, codiceFiscale: anna.codiceFiscale, newCodiceFiscale: newCode, document, reason: 'Omocodia.' }
    accepted(await counter.sportello.rebinding.rebind(form))
    const calls: string[] = []
    const counted: Storage = {
      ...storage,
      load(keys) {
        calls.push(`load ${keys.length}`)
        return storage.load(keys)
      },
      commit(commit) {
        calls.push(`commit ${commit.writes.length}`)
        return storage.commit(commit)
      },
    }
    const other = openCounter({ storage: counted, seed: 2 })
    await other.sportello.maintenance.availability()
    const callsOf = async (work: () => Promise<unknown>) => {
      calls.length = 0
      await work()
      return [...calls]
    }
    return { storage, other, credentials, callsOf }
  }

  it('is seen neither in a sign-in nor in a recovery nor in a renewal, but for the first look of a process', async () => {
    const { other, credentials, callsOf } = await moved()
    const { session, recovery, pinRenewal } = other.sportello
    const wrong = { ...credentials, password: 'Sbagliata.Parola1' }
    const signing = (codiceFiscale: string) => callsOf(() => session.signIn({ ...wrong, codiceFiscale }))
    const unknown = await signing(nobody)
    expect(unknown).toEqual(['load 4', 'commit 2'])
    for (const code of [newCode, anna.codiceFiscale]) {
      expect(await signing(code)).toEqual(['load 4', 'load 3', 'commit 2'])
      expect(await signing(code)).toEqual(unknown)
      const asking = (codiceFiscale: string) => callsOf(() => recovery.request({ codiceFiscale }))
      expect(await asking(code)).toEqual(await asking(nobody))
      const renewing = (codiceFiscale: string) => callsOf(() => pinRenewal.start({ codiceFiscale, password: wrong.password }))
      expect(await renewing(code)).toEqual(await renewing(nobody))
    }
  })

  it('is found anew where a process remembers what is true no more', async () => {
    const { storage, other, credentials } = await moved()
    const { sportello } = other
    const renewed = { ...credentials, codiceFiscale: newCode }
    expect((await sportello.session.signIn(renewed)).ok).toBe(true)
    const elsewhere = openCounter({ storage, seed: 3 })
    const document = { kind: 'passport', number: 'YA0000000', issuedOn: '2026-03-01' } as const
    const back = { operator, codiceFiscale: newCode, newCodiceFiscale: anna.codiceFiscale, document, reason: 'Errore.' }
    accepted(await elsewhere.sportello.rebinding.rebind(back))
    expect((await sportello.session.signIn(renewed)).ok).toBe(false)
    expect((await sportello.session.signIn(credentials)).ok).toBe(true)
  })
})
