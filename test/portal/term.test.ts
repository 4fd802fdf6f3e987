/** The parts of the subscribers' pages that reckon: the midnights of a drawn term, and a link that was pasted. */
import { describe, expect, it } from 'vitest'
import { midnights, termDrawing } from '../../examples/portal/pages/area/term.ts'
import { kitOf } from '../../examples/portal/web/kit.ts'
import { secretOf } from '../../examples/portal/web/pasted.ts'

const at = (text: string): number => Date.parse(text)
const kit = kitOf({ id: 'prova', name: 'Comune di Prova', taxCode: '00743110157', locale: 'it', links: 'http://localhost/' })

describe('a term drawn to scale', () => {
  it('has the midnights of Rome, also where a day has 25 hours', () => {
    expect(midnights(at('2026-10-24T12:00Z'), at('2026-10-26T23:00Z'))).toEqual([
      at('2026-10-24T22:00Z'),
      at('2026-10-25T23:00Z'),
      at('2026-10-26T23:00Z'),
    ])
    expect(midnights(at('2026-11-30T09:00Z'), at('2026-11-30T22:59Z'))).toEqual([])
  })

  const drawn = (now: string, sent = '2026-11-30T12:00Z') =>
    termDrawing(kit, {
      name: 'pec',
      requestedAt: at('2026-11-30T12:00Z'),
      sentAt: at(sent),
      until: at('2026-12-01T23:00Z'),
      now: at(now),
    }).html

  it('is as far as the time that has gone', () => {
    // 35 hours in all, of which 7 have gone.
    expect(drawn('2026-11-30T19:00Z')).toContain('<rect class="gone" x="0" y="36" width="20%"')
    expect(drawn('2026-11-30T19:00Z')).toContain('restano 28 ore')
    expect(drawn('2026-11-30T12:00Z')).toContain('<rect class="gone" x="0" y="36" width="0%"')
  })

  it('goes on beyond its end where that is over, but never by more than itself', () => {
    expect(drawn('2026-12-02T10:30Z')).toMatch(/termine è passato/)
    expect(drawn('2027-06-01T10:30Z')).toContain('<rect class="gone" x="0" y="36" width="50%"')
  })

  it('has a mark of its own for a link that was sent later', () => {
    expect(drawn('2026-12-01T12:00Z', '2026-12-01T12:00Z').match(/<circle/g)).toHaveLength(3)
    expect(drawn('2026-12-01T12:00Z').match(/<circle/g)).toHaveLength(2)
  })
})

describe('a link that was pasted', () => {
  it.each([
    ['http://localhost:8080/pec-change#token=k1~aB-_9', 'k1~aB-_9'],
    [' http://localhost:8080/pec-\n  change#token=k1\r\n~aB ', 'k1~aB'],
    ['k1~aB', 'k1~aB'],
    ['', ''],
  ])('is its token: %j', (pasted, token) => {
    expect(secretOf(pasted)).toBe(token)
  })
})
