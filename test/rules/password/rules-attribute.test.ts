import {
  checkPassword,
  context,
  definePolicy,
  digit,
  infocert,
  italia,
  length,
  nist,
  passwordRulesAttribute,
  type Rule,
  repetition,
  special,
  variety,
} from 'sportello/password'
import { describe, expect, it } from 'vitest'

describe('the passwordrules attribute', () => {
  it('says length, kinds and repetition of infocert', () => {
    expect(passwordRulesAttribute(infocert)).toBe(
      'minlength: 8; maxlength: 128; required: lower; required: upper; required: digit; required: [-#%*+=?@]; max-consecutive: 2;',
    )
  })

  it('is the same for italia, whose further rules it has no words for', () => {
    expect(passwordRulesAttribute(italia)).toBe(passwordRulesAttribute(infocert))
  })

  it('allows every kind that nist does not require', () => {
    expect(passwordRulesAttribute(nist)).toBe(
      'minlength: 15; maxlength: 128; allowed: lower; allowed: upper; allowed: digit; allowed: [-#%*+=?@];',
    )
  })

  it('says what a policy of one’s own says', () => {
    const policy = definePolicy({ name: 'own', rules: [digit(), length(20), repetition(1), context()], lengthMax: 64 })
    expect(passwordRulesAttribute(policy)).toBe(
      'minlength: 20; maxlength: 64; allowed: lower; allowed: upper; required: digit; allowed: [-#%*+=?@]; max-consecutive: 1;',
    )
  })

  it('requires as many kinds as a policy asks for, those that it requires anyway among them', () => {
    const own = (...rules: Rule[]) => passwordRulesAttribute(definePolicy({ name: 'own', rules: [length(8), ...rules] }))
    const wanted = (text: string) => [...text.matchAll(/required: ([^;]+)/g)].map((found) => found[1])
    expect(wanted(own(variety(2)))).toEqual(['lower', 'upper'])
    expect(wanted(own(variety(3), digit()))).toEqual(['lower', 'upper', 'digit'])
    expect(wanted(own(variety(3), special()))).toEqual(['lower', 'upper', '[-#%*+=?@]'])
    expect(wanted(own(variety(4)))).toEqual(['lower', 'upper', 'digit', '[-#%*+=?@]'])
  })

  it('can be written into an attribute as it is', () => {
    for (const policy of [infocert, italia, nist]) expect(passwordRulesAttribute(policy)).not.toMatch(/["'<>&]/)
  })

  it('every special that it offers is special to the rule', () => {
    const [, offered = ''] = /required: \[(.+)\]/.exec(passwordRulesAttribute(infocert)) ?? []
    expect(offered).toHaveLength(8)
    for (const character of offered) expect(checkPassword(`abcdEFG1${character}`, infocert)).toEqual([])
  })
})
