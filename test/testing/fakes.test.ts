import { describe, expect, it } from 'vitest'
import { isSportelloError } from '../../src/kernel/index.ts'
import type { Mail } from '../../src/ports/index.ts'
import { fixedClock, plainPasswordHash, recordingMailer, seededRandom } from '../../src/testing/index.ts'

const now = 1_700_000_000_000

describe('fixedClock', () => {
  it('stands still until it is set or advanced, forwards or backwards', () => {
    const clock = fixedClock(now)
    expect([clock.now(), clock.now()]).toEqual([now, now])
    clock.advance(5)
    expect(clock.now()).toBe(now + 5)
    clock.advance(-10)
    expect(clock.now()).toBe(now - 5)
    clock.set(0)
    expect(clock.now()).toBe(0)
  })

  it('shows instants only, and stays where it is when told otherwise', () => {
    const clock = fixedClock(now)
    for (const wrong of [Number.NaN, -1, 0.5, 253_402_300_800_000]) {
      expect(() => fixedClock(wrong)).toThrow()
      expect(() => clock.set(wrong)).toThrow()
    }
    expect(() => clock.advance(Number.NaN)).toThrow()
    expect(clock.now()).toBe(now)
  })
})

describe('seededRandom', () => {
  const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

  it('gives the same bytes for the same seed, however they are asked for', () => {
    const random = seededRandom(7)
    const parts = [1, 2, 3, 5, 8, 13].map((length) => hex(random.bytes(length)))
    expect(parts.join('')).toBe(hex(seededRandom(7).bytes(32)))
  })

  it('gives other bytes for another seed, and other ones at each call', () => {
    const seen = [0, 1, 2, -1, 123_456_789].map((seed) => hex(seededRandom(seed).bytes(16)))
    expect(new Set(seen).size).toBe(seen.length)
    const random = seededRandom(1)
    expect(hex(random.bytes(16))).not.toBe(hex(random.bytes(16)))
  })

  it('keeps to its bytes from one release to the next', () => {
    expect(hex(seededRandom(1).bytes(16))).toBe('9e299091277b01c12f52afe305fb717d')
  })

  it('spreads its bytes evenly', () => {
    const counts = new Array<number>(256).fill(0)
    for (const byte of seededRandom(42).bytes(65_536)) counts[byte] = (counts[byte] ?? 0) + 1
    const squares = counts.reduce((sum, count) => sum + (count - 256) ** 2 / 256, 0)
    // The 0.001 and 0.999 points of chi-squared with 255 degrees of freedom.
    expect(squares).toBeGreaterThan(190)
    expect(squares).toBeLessThan(330)
  })

  it('gives a fresh array of exactly 1 to 65536 bytes', () => {
    const random = seededRandom(1)
    for (const length of [1, 3, 65_536]) expect(random.bytes(length)).toHaveLength(length)
    for (const length of [0, 65_537, -1, 1.5, Number.NaN]) expect(() => random.bytes(length)).toThrow()
    for (const seed of [0.5, Number.NaN, Number.POSITIVE_INFINITY]) expect(() => seededRandom(seed)).toThrow()
  })
})

describe('recordingMailer', () => {
  const mail = (id: string): Mail => ({
    id,
    messageIdLeft: id,
    to: { name: '', address: 'ada@example.org' },
    subject: 's',
    text: 't',
    html: 'h',
    locale: 'it',
    channel: 'ordinary',
  })

  it('follows its list of outcomes, then sends', async () => {
    const mailer = recordingMailer(['retry', 'rejected', 'sent'])
    const outcomes = []
    for (const id of ['a', 'b', 'c', 'd']) outcomes.push(await mailer.send(mail(id)))
    expect(outcomes).toEqual(['retry', 'rejected', 'sent', 'sent'])
    expect(mailer.sent).toEqual([mail('c'), mail('d')])
    expect(mailer.calls.map(({ mail: { id }, outcome }) => [id, outcome])).toEqual([
      ['a', 'retry'],
      ['b', 'rejected'],
      ['c', 'sent'],
      ['d', 'sent'],
    ])
  })

  it('takes no mail that must not be sent: without a channel, a language, an address', async () => {
    const mailer = recordingMailer()
    for (const odd of [{ channel: 'fax' }, { locale: 'fr' }, { to: { name: '', address: 'ada' } }, { to: null }, { text: 7 }])
      expect(await mailer.send({ ...mail('a'), ...odd } as Mail), JSON.stringify(odd)).toBe('rejected')
    expect(mailer.sent).toEqual([])
  })

  it('fails before or after sending, as it is told', async () => {
    const mailer = recordingMailer(['throw', 'sent-then-throw'])
    await expect(mailer.send(mail('a'))).rejects.toThrow()
    await expect(mailer.send(mail('b'))).rejects.toThrow()
    expect(mailer.sent).toEqual([mail('b')])
    expect(mailer.calls).toHaveLength(2)
  })

  it('asks a function with the mail and the number of calls before', async () => {
    const asked: unknown[] = []
    const mailer = recordingMailer(({ id }, callsBefore) => {
      asked.push([id, callsBefore])
      if (id === 'c') throw new Error('its own')
      return id === 'a' ? 'retry' : 'sent'
    })
    expect([await mailer.send(mail('a')), await mailer.send(mail('b'))]).toEqual(['retry', 'sent'])
    await expect(mailer.send(mail('c'))).rejects.toThrow('its own')
    expect(asked).toEqual([
      ['a', 0],
      ['b', 1],
      ['c', 2],
    ])
  })

  it('keeps copies, and rejects what no mailer may send without asking its script', async () => {
    const mailer = recordingMailer(['throw'])
    expect(await mailer.send({ ...mail('a'), subject: 'a\r\nb' })).toBe('rejected')
    expect(mailer.calls).toEqual([])
    const given = { ...mail('a'), to: { name: 'x', address: 'ada@example.org' } }
    const kept = recordingMailer()
    await kept.send(given)
    given.to.name = 'changed'
    expect(kept.sent[0]?.to.name).toBe('x')
  })
})

describe('plainPasswordHash', () => {
  it('gives the same verifiers in the same order, each with a salt of its own', async () => {
    const [one, two] = [plainPasswordHash(), plainPasswordHash()]
    const phcs = [await one.hash('secret'), await one.hash('secret')]
    expect([await two.hash('secret'), await two.hash('secret')]).toEqual(phcs)
    expect(phcs[0]).not.toBe(phcs[1])
  })

  it('tells a secret from the same one with a NUL behind it', async () => {
    const passwordHash = plainPasswordHash()
    expect(await passwordHash.verify('a\0', await passwordHash.hash('a'))).toBe(false)
  })

  it('refuses a verifier of any other implementation', async () => {
    const scrypt = '$scrypt$ln=17,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'
    const error: unknown = await plainPasswordHash()
      .verify('secret', scrypt)
      .catch((cause: unknown) => cause)
    expect(isSportelloError(error) && error.code).toBe('password-hash/unacceptable')
    expect(plainPasswordHash().outdated(scrypt)).toBe(true)
  })
})
