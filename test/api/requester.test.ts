import fc from 'fast-check'
import { requesterOf } from 'sportello'
import { describe, expect, it } from 'vitest'

describe('R2: the requester of an address', () => {
  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['::FFFF:c000:0201', '192.0.2.1'],
    ['0:0:0:0:0:ffff:192.0.2.1', '192.0.2.1'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:DB8:1:2::6', '2001:db8:1:2::/64'],
    ['2001:0db8:0001:0002:ffff::', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['::', '0:0:0:0::/64'],
    ['64:ff9b::192.0.2.1', '64:ff9b:0:0::/64'],
    [' 192.0.2.1 ', '192.0.2.1'],
  ])('%s is %s', (address, requester) => expect(requesterOf(address)).toBe(requester))

  it.each([
    ...['', 'unknown', '192.0.2', '192.0.2.256', '192.0.02.1', '192.0.2.1:80', '1.2.3.4.5', '0x7f.0.0.1'],
    ...[':', ':::', '1::2::3', '1:2:3:4:5:6:7', '1:2:3:4:5:6:7:8:9', '1:2:3:4:5:6:7::8', '12345::', 'g::', '[::1]'],
    ...['192.0.2.1::', '::192.0.2.1:1', '%eth0', '-1', '1'.repeat(200)],
    ...[undefined, null, 5, {}, []],
  ])('%j is none', (address) => expect(requesterOf(address)).toBeUndefined())

  it('keeps the network of any IPv6 address, however it is written, and never throws', () => {
    fc.assert(
      fc.property(fc.ipV6(), fc.nat(0xffff), (address, part) => {
        const requester = requesterOf(address)
        expect(requester).toBeTypeOf('string')
        const network = `2001:db8:7:${part.toString(16)}`
        expect(requesterOf(`${network}::${part.toString(16)}`)).toBe(requesterOf(`${network}:1:2:3:4`))
      }),
    )
    fc.assert(
      fc.property(fc.anything(), (value) => {
        expect(['string', 'undefined']).toContain(typeof requesterOf(value))
      }),
    )
    fc.assert(
      fc.property(fc.ipV4(), (address) => {
        expect(requesterOf(address)).toBe(address)
      }),
    )
  })
})
