import { describe, expect, it } from 'vitest'
import {
  decideOpen,
  endRefusal,
  evolveOpen,
  expiryOf,
  type LinkRules,
  linkClicked,
  linkedExamples,
  overtaken,
  requestOf,
} from '../../../../src/procedures/addresses/linked-change/machine.ts'
import type { Link } from '../../../../src/procedures/addresses/linked-change/model.ts'

/** A kind of change that is neither that of a PEC nor that of a mailbox: its links work for ten ms. */
const rules: LinkRules<Link> = {
  linksMax: 2,
  linkOf: (number, digest, at) => ({ number, digest, sentAt: at, until: at + 10 }),
  isClosed: ({ until }, at) => at >= until,
  endOfTerms: (links) => Math.max(...links.map(({ until }) => until)),
}
const first = rules.linkOf(1, 'digest-1', 100)
const second = rules.linkOf(2, 'digest-2', 105)
const open = {
  status: 'open' as const,
  accountId: 'account',
  securityVersion: 3,
  requestedAt: 100,
  links: [first] as readonly Link[],
  personal: { address: 'anna@example.org' },
}
const decide = (links: readonly Link[], command: Parameters<typeof decideOpen>[3], at: number) =>
  decideOpen('fax-change', rules, links, command, at)

describe('an open change of any kind', () => {
  it.each([
    [{ type: 'ResendLink', digest: 'digest-2' }, { type: 'LinkResent', link: second }, { links: [first, second] }],
    [{ type: 'CancelChange' }, { type: 'ChangeCancelled', endedAt: 105 }, { status: 'cancelled', endedAt: 105 }],
    [{ type: 'SupersedeChange' }, { type: 'ChangeSuperseded', endedAt: 105 }, { status: 'superseded', endedAt: 105 }],
    [
      { type: 'VoidChange', cause: 'PasswordChanged' },
      { type: 'ChangeVoided', endedAt: 105, cause: 'PasswordChanged' },
      { status: 'void', endedAt: 105 },
    ],
  ] as const)('takes %j', (command, event, change) => {
    expect(decide([first], command, 105)).toStrictEqual({ ok: true, value: [event] })
    expect(evolveOpen(open, event)).toStrictEqual({ ...open, ...change })
  })

  it('has an example for every command that all kinds take', () => {
    const taken = linkedExamples('digest-2').map((command) => decide([first], command, 105).ok)
    expect(taken).toEqual([true, true, true, true])
  })

  it('takes nothing once the last of its links is over, to the millisecond', () => {
    for (const command of linkedExamples('digest-3')) {
      const refusal = { code: 'fax-change/expired', expiredAt: 115 }
      expect(decide([first, second], command, 115), command.type).toStrictEqual({ ok: false, refusal })
    }
    expect(decide([first, second], { type: 'CancelChange' }, 114).ok).toBe(true)
    expect(expiryOf('fax-change', rules, [first, second], 114)).toBeNull()
    expect(expiryOf('fax-change', rules, [first], 110)).toStrictEqual({ code: 'fax-change/expired', expiredAt: 110 })
  })

  it('sends no more links than its policy allows', () => {
    const answer = decide([first, second], { type: 'ResendLink', digest: 'digest-3' }, 106)
    expect(answer).toStrictEqual({ ok: false, refusal: { code: 'fax-change/too-many-links', linksMax: 2 } })
  })

  it('knows its own links and no other', () => {
    expect(linkClicked('fax-change', [first, second], { digest: 'digest-2' })).toStrictEqual({ ok: true, value: second })
    const refusal = { code: 'fax-change/not-found' }
    expect(linkClicked('fax-change', [first], { digest: 'digest-2' })).toStrictEqual({ ok: false, refusal })
  })

  it('INV-35: is void, by cause of the security version, when it is confirmed under another one', () => {
    expect(overtaken(105)).toStrictEqual({ type: 'ChangeVoided', endedAt: 105, cause: 'securityVersion' })
  })
})

describe('a change that is over', () => {
  it('says when it was confirmed, and how it ended otherwise', () => {
    const confirmed = { status: 'confirmed', confirmedAt: 101, endedAt: 103 } as const
    expect(evolveOpen(open, { type: 'ChangeConfirmed', confirmedAt: 101, endedAt: 103 })).toStrictEqual({ ...open, ...confirmed })
    expect(endRefusal('fax-change', confirmed)).toStrictEqual({ code: 'fax-change/already-confirmed', confirmedAt: 101 })
    for (const status of ['superseded', 'cancelled', 'void'] as const) {
      expect(endRefusal('fax-change', { status, endedAt: 103 })).toStrictEqual({ code: `fax-change/${status}` })
    }
  })

  it('keeps what it was asked with', () => {
    expect(requestOf({ ...open, links: [first, second] })).not.toHaveProperty('status')
  })
})
