import fc from 'fast-check'
import { httpReply, problemDetails, SportelloError } from 'sportello'
import { describe, expect, it } from 'vitest'
import { openCounter } from '../support/counter.ts'

describe('an answer as a reply of HTTP', () => {
  it('is the value as JSON, never cached, or nothing where there is none', () => {
    expect(httpReply({ ok: true, value: { id: 'x' } }, 'it', { status: 201 })).toEqual({
      status: 201,
      headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
      body: '{"id":"x"}',
    })
    expect(httpReply({ ok: true, value: false }, 'it').status).toBe(200)
    expect(httpReply({ ok: true, value: 0 }, 'it', { status: 404 }).status).toBe(200)
    expect(httpReply({ ok: true, value: null }, 'it')).toMatchObject({ status: 204, body: '' })
  })

  it('is the problem of a refusal, in the language that was asked for', async () => {
    const answer = await openCounter().sportello.registration.open({} as never)
    if (answer.ok) throw new Error('accepted')
    const reply = httpReply(answer, 'it')
    expect(reply).toMatchObject({
      status: 422,
      headers: { 'content-type': 'application/problem+json', 'content-language': 'it' },
    })
    expect(JSON.parse(reply.body)).toEqual(JSON.parse(JSON.stringify(problemDetails(answer.refusal, 'it'))))
  })

  it('says in whole seconds when to try again, never too early and never in the past', () => {
    const replyAfter = (ms: number) =>
      httpReply({ ok: false, refusal: { code: 'quota/exceeded', retryAt: 10_000 + ms } }, 'en', { now: 10_000 })
    expect(replyAfter(1)).toMatchObject({ status: 429, headers: { 'retry-after': '1' } })
    expect(replyAfter(1000).headers['retry-after']).toBe('1')
    expect(replyAfter(1001).headers['retry-after']).toBe('2')
    expect(replyAfter(-5000).headers['retry-after']).toBe('0')
    expect(httpReply({ ok: false, refusal: { code: 'approval/void' } }, 'en').headers).not.toHaveProperty('retry-after')
  })

  it('J4: is 503 for what passes and 500 for anything else that was thrown, and says nothing of it', () => {
    const busy = httpReply(new SportelloError('busy', 'at /srv/secret'), 'it')
    expect(busy).toMatchObject({ status: 503, headers: { 'retry-after': '1' } })
    const row = Object.assign(new Error('duplicate key (anna@example.it)'), { code: '23505' })
    const broken = httpReply(row, 'it')
    expect(broken.status).toBe(500)
    expect(broken.body + busy.body).not.toMatch(/anna|secret|23505/)
  })

  it('is a reply, whatever it is made of', () => {
    const trap = new Proxy(
      {},
      {
        get: () => {
          throw new Error('x')
        },
      },
    )
    for (const odd of [
      trap,
      { ok: true, value: 1n },
      { ok: true, value: () => 1 },
      {
        ok: true,
        get value() {
          throw new Error('x')
        },
      },
    ]) {
      expect(httpReply(odd, 'it').status).toBe(500)
    }
    fc.assert(
      fc.property(fc.anything(), fc.anything(), (answer, options) => {
        const { status, body } = httpReply(answer, 'it', options as never)
        expect(status).toBeGreaterThanOrEqual(200)
        expect(typeof body).toBe('string')
      }),
    )
  })
})
