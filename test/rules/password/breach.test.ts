import { type BreachAnswer, withBreach } from 'sportello/password'
import { describe, expect, it } from 'vitest'

const before = [{ code: 'digit', params: {} }] as const

describe('the answer of a breach check', () => {
  it.each([
    ['found is a violation after the others', 'found', undefined, [...before, { code: 'breach', params: { answer: 'found' } }]],
    ['absent adds nothing', 'absent', undefined, before],
    ['absent adds nothing where the office insists', 'absent', 'refuse', before],
    ['unknown adds nothing where the office does not insist', 'unknown', undefined, before],
    [
      'unknown is a violation where the office insists',
      'unknown',
      'refuse',
      [...before, { code: 'breach', params: { answer: 'unknown' } }],
    ],
    ['what is no answer is unknown', 'ABSENT', 'refuse', [...before, { code: 'breach', params: { answer: 'unknown' } }]],
    ['no answer at all is unknown', undefined, 'refuse', [...before, { code: 'breach', params: { answer: 'unknown' } }]],
  ] as const)('%s', (_, answer, whenUnknown, after) => {
    expect(withBreach(before, answer as BreachAnswer, whenUnknown)).toEqual(after)
    expect(before).toHaveLength(1)
  })
})
