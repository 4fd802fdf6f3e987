/** From which address lost secrets are replaced after a change of it. */
import { describe, expect, it } from 'vitest'
import { defaultPolicy } from '../../../../src/index.ts'
import { exampleCredential } from '../../../../src/procedures/account/credential/example.ts'
import { earlierAddress, standInFor } from '../../../../src/procedures/account/credential/lost-secrets.ts'

const day = 86_400_000
const at = 1_773_133_200_000
const { credential } = defaultPolicy
const anna = { ...exampleCredential.personal, email: 'anna@example.it' } as NonNullable<typeof exampleCredential.personal>
const moved = { ...anna, email: 'anna@new.example.it', earlier: { email: 'anna@example.it', until: at + 7 * day } }

describe('the earlier address', () => {
  it('C9: is the one in force before the change, for seven days', () => {
    const earlier = earlierAddress(credential, anna, 'anna@new.example.it', at)
    expect(earlier).toEqual({ email: 'anna@example.it', until: at + 7 * day })
    expect(standInFor({ earlier }, at + 7 * day - 1)).toBe('anna@example.it')
    expect(standInFor({ earlier }, at + 7 * day)).toBeNull()
  })

  it('C9: stays the one that was trusted, however often the address is changed meanwhile, and its time begins anew', () => {
    const again = earlierAddress(credential, moved, 'anna@third.example.it', at + day)
    expect(again).toEqual({ email: 'anna@example.it', until: at + 8 * day })
  })

  it('is the last one in force once the time of the one before is over', () => {
    const again = earlierAddress(credential, moved, 'anna@third.example.it', at + 7 * day)
    expect(again).toEqual({ email: 'anna@new.example.it', until: at + 14 * day })
  })

  it('is none where that address comes into force again, in whatever case', () => {
    expect(earlierAddress(credential, moved, 'ANNA@example.it', at + day)).toBeNull()
  })

  it('is none where the policy says so, and of nobody who was erased', () => {
    expect(earlierAddress({ ...credential, addressRestMs: 0 }, anna, 'anna@new.example.it', at)).toBeNull()
    expect(earlierAddress(credential, null, 'anna@new.example.it', at)).toBeNull()
  })
})
