/** Addresses and their links over random lives: receipts late, twice, early and missing, clocks that jump, mail that fails (docs/threat-model.md). */
import { beforeAll, describe, expect, it } from 'vitest'
import { type Invariant, type Life, playLife } from './address-lives.ts'

// A longer run: SPORTELLO_TEST_LIVES=20000. One life again: SPORTELLO_TEST_SEED as a failure shows it, and one life.
const firstSeed = Number(process.env['SPORTELLO_TEST_SEED'] ?? 1)
const usual = 240
const count = Number(process.env['SPORTELLO_TEST_LIVES'] ?? usual)
const steps = 60

const lives: (Life & { readonly seed: number })[] = []
const met = new Map<string, number>()

beforeAll(
  async () => {
    for (let seed = firstSeed; seed < firstSeed + count; seed += 1) {
      const life = await playLife(seed, steps)
      for (const [what, times] of life.met) met.set(what, (met.get(what) ?? 0) + times)
      if (life.flaws.length > 0) lives.push({ ...life, seed })
    }
  },
  600_000 + count * 1_000,
)

const flawsOf = (invariant: Invariant) =>
  lives.flatMap(({ seed, flaws }) =>
    flaws.filter((flaw) => flaw.invariant === invariant).map(({ what }) => `seed ${seed}: ${what}`),
  )

describe('whatever subscribers, the office and the mail system do in whatever order', () => {
  it('INV-11: a link is consumed once, and so is the change that it belongs to', () => {
    expect(flawsOf('INV-11')).toEqual([])
  })

  it('INV-12: a click counts until 24:00, Rome, of the day after reception or, lacking a receipt, after the relay has sent it; no later, and no earlier ends it', () => {
    expect(flawsOf('INV-12')).toEqual([])
  })

  it('INV-13: what is used, expired, superseded, cancelled, undeliverable or void stays so, also when the clock goes back', () => {
    expect(flawsOf('INV-13')).toEqual([])
  })

  it('INV-14: an account has one live change of each kind, and the commit of a newer one ends the older', () => {
    expect(flawsOf('INV-14')).toEqual([])
  })

  it('INV-15: the address that takes effect is the one that the link went to, for the account and the kind of change that it was made for', () => {
    expect(flawsOf('INV-15')).toEqual([])
  })

  it('INV-16: an address that nobody has confirmed gets its own links and nothing else, and they open nothing', () => {
    expect(flawsOf('INV-16')).toEqual([])
  })

  it('INV-19: a mail goes to one address, one that was in force when it was made', () => {
    expect(flawsOf('INV-19')).toEqual([])
  })

  it('INV-29: nothing throws', () => {
    expect(flawsOf('INV-29')).toEqual([])
  })

  it('INV-35: whatever ends the sessions of an account ends its links: a new password, a suspension, a reactivation, a revocation, a new credential', () => {
    expect(flawsOf('INV-35')).toEqual([])
  })

  it('leaves a storage in which nothing is unsound', () => {
    expect(flawsOf('soundness')).toEqual([])
  })

  it('everything that the rules are about has happened; in a single life that is played again, something has', () => {
    const rare = [
      ...['confirmed', 'pec waiting', 'confirmed by a receipt', 'lengthened', 'not lengthened', 'an older change'],
      ...['pec pec-change/already-confirmed', 'pec pec-change/expired', 'pec pec-change/superseded', 'pec pec-change/void'],
      ...['pec pec-change/cancelled', 'pec pec-change/undeliverable', 'email email-change/already-confirmed'],
      ...['email email-change/expired', 'email email-change/superseded', 'email email-change/void'],
      ...['password', 'endSessions', 'suspension', 'revoke'].map((event) => `${event} with a pending link`),
      ...['already-known', 'before-dispatch', 'closed', 'in-the-future', 'not-trusted', 'other-address'].map(
        (why) => `receipt ignored ${why}`,
      ),
      ...['receipt unmatched', 'receipt noted', 'pec-claim/taken', 'addresses/same-pec', 'misuse', 'mail to a former address'],
      ...['sent on a later day', 'in time by the sending', 'sent twice', 'rejected', 'overdue', 'undeliverable by the relay'],
      ...['not sent once more', 'clicked again', 'waits after the end', 'counts after the end', 'does not count after the end'],
      ...['pec seen waiting', 'pec seen none', 'email seen awaiting-confirmation'],
      ...['resend ok', 'cancel ok', 'resendAsOffice ok', 'cancelAsOffice ok', 'recorded', 'assisted'],
    ]
    expect(met.size).toBeGreaterThan(0)
    expect(count < usual ? [] : rare.filter((what) => !met.has(what))).toEqual([])
  })
})
