import { describe, expect, it } from 'vitest'
import { shownAgain, typedOf } from '../../src/express/forms.ts'

describe('a form that a page has sent', () => {
  it('is nested by the paths of its fields, as they are or in brackets', () => {
    expect(typedOf({ surname: 'Verdi', 'body.name': 'A', 'body.taxCode': '1' }).form).toEqual({
      surname: 'Verdi',
      body: { name: 'A', taxCode: '1' },
    })
    expect(typedOf({ 'body[name]': 'A', body: { taxCode: '1' } }).form).toEqual({ body: { name: 'A', taxCode: '1' } })
  })

  it('has its texts and its lists by the same paths', () => {
    const { texts, lists } = typedOf({ 'body[name]': 'A', 'fields[]': 'surname', documents: ['1', '2'], count: 3 })
    expect(texts).toEqual({ 'body.name': 'A' })
    expect(lists).toEqual({ fields: ['surname'], documents: ['1', '2'] })
  })

  it('a name that ends in [] is a list of one, too', () => {
    expect(typedOf({ 'fields[]': 'surname', 'body.kinds[]': ['a', 'b'] }).form).toEqual({
      fields: ['surname'],
      body: { kinds: ['a', 'b'] },
    })
  })

  it('keeps what is no text as it is, for the call to check', () => {
    expect(typedOf({ italianCitizen: true, name: null }).form).toEqual({ italianCitizen: true, name: null })
  })

  it.each([[undefined], [null], ['a=b'], [[1, 2]], [7]])('is empty for %j', (body) => {
    expect(typedOf(body)).toEqual({ form: {}, texts: {}, lists: {} })
  })

  it('changes nothing of the language under whatever name', () => {
    const hostile = JSON.parse('{"__proto__":{"polluted":"a"},"constructor.prototype.polluted":"b","__proto__.polluted":"c"}')
    const { form, texts } = typedOf(hostile)
    expect(Object.hasOwn(form, '__proto__')).toBe(true)
    expect('polluted' in {}).toBe(false)
    expect(texts['constructor.prototype.polluted']).toBe('b')
  })

  it('drops paths that no form has, so that a long name costs nothing', () => {
    expect(typedOf({ 'a.b.c.d': '1', 'a.b.c.d.e': '2', [`x${'.x'.repeat(50_000)}`]: '3', '': '4', '[]': '5' }).form).toEqual({
      a: { b: { c: { d: '1' } } },
    })
  })

  it('is shown again without its secrets, but for the token of a link', () => {
    const secret = { pin: '1', password: '2', current: '3', next: '4', confirmation: '5', requestKey: '6' }
    expect(shownAgain(typedOf({ ...secret, token: 't', surname: 'Verdi' }))).toEqual({ token: 't', surname: 'Verdi' })
  })
})
