import { defaultPolicy, type PolicyChoice } from 'sportello'
import { describe, expect, it } from 'vitest'
import { openCounter } from '../../../support/counter.ts'

const hour = 3_600_000
const day = 24 * hour
const tenYears = 3_653 * day

const starts = (retention: PolicyChoice['retention'] | object) => () =>
  openCounter({ policy: { retention: retention as NonNullable<PolicyChoice['retention']> } })

describe('how long what is over is kept', () => {
  it('is said for each thing, and can be read where the host says nothing', () => {
    expect(defaultPolicy.retention).toEqual({
      documentsMs: 0,
      closedMs: 30 * day,
      rejectedMs: 180 * day,
      approvedMs: tenYears,
      credentialMs: 365 * day,
      unknownAccountMs: 30 * day,
      sessionMs: 7 * day,
      requestKeyMs: 7 * day,
      orphanMs: day,
      importMs: 3_653 * day,
      federationCaseMs: 180 * day,
      federationEndedMs: 365 * day,
      authorisationMs: 365 * day,
      delegationMs: 365 * day,
      delegationRequestMs: 180 * day,
      mailboxMs: 365 * day,
      exemptionMs: 365 * day,
    })
  })

  it('is a figure within its bounds: nobody may still be at work on what is removed', () => {
    const least = {
      documentsMs: 0,
      closedMs: 1,
      rejectedMs: 1,
      approvedMs: 1,
      credentialMs: 1,
      unknownAccountMs: day,
      sessionMs: 1,
    }
    const bounds = { ...least, requestKeyMs: day, orphanMs: hour }
    for (const [name, bound] of Object.entries(bounds)) {
      expect(starts({ [name]: bound }), name).not.toThrow()
      expect(starts({ [name]: tenYears }), name).not.toThrow()
      for (const wrong of [bound - 1, tenYears + 1, bound + 0.5, Number.NaN, Number.POSITIVE_INFINITY, '7', undefined]) {
        expect(starts({ [name]: wrong }), `${name}: ${wrong}`).toThrowError(expect.objectContaining({ code: 'config/invalid' }))
      }
    }
    expect(starts({ approvedMs: null })).not.toThrow()
    for (const name of Object.keys(bounds).filter((other) => other !== 'approvedMs')) {
      expect(starts({ [name]: null }), name).toThrowError(expect.objectContaining({ code: 'config/invalid' }))
    }
    expect(starts({ foreverMs: 1 })).toThrowError(expect.objectContaining({ code: 'config/invalid' }))
  })
})
