import { describe, expect, it } from 'vitest'
import { minimalPdf } from '../rules/identity/minimal-pdf.ts'
import { accepted, anna, openCounter } from '../support/counter.ts'

describe('D4: an upload', () => {
  it('in a million chunks of one byte, or with empty chunks in between, takes no more memory than its bytes', async () => {
    const { sportello } = openCounter({ policy: { registration: { bytesMax: 1 << 20 } } })
    const { ticket } = accepted(await sportello.registration.open(anna))
    const pdf = minimalPdf()
    async function* slivers() {
      for (const byte of pdf) {
        yield new Uint8Array(0)
        yield Uint8Array.of(byte)
      }
    }
    accepted(await sportello.registration.addDocument(ticket, { type: 'identity-card' }, slivers()))
    let served = 0
    const chunk = new Uint8Array(1)
    async function* endless() {
      for (;;) {
        served += 1
        yield chunk
      }
    }
    const answer = await sportello.registration.addDocument(ticket, { type: 'identity-card' }, endless())
    expect(answer.ok ? null : answer.refusal).toMatchObject({ reason: 'too-large' })
    expect(served).toBe((1 << 20) + 1)
  })

  it('that is an array a byte too large is too large, and one of the greatest size is looked into', async () => {
    const bytesMax = minimalPdf().length
    const { sportello } = openCounter({ policy: { registration: { bytesMax } } })
    const { ticket } = accepted(await sportello.registration.open(anna))
    const add = (content: Uint8Array) => sportello.registration.addDocument(ticket, { type: 'identity-card' }, content)
    const answer = await add(new Uint8Array(bytesMax + 1))
    expect(answer.ok ? null : answer.refusal).toMatchObject({ reason: 'too-large' })
    accepted(await add(Buffer.from(minimalPdf())))
  })

  it('of a class that lies about its length is taken for the bytes it has', async () => {
    class Liar extends Uint8Array {
      override get length() {
        return 3
      }
    }
    const { sportello } = openCounter({ policy: { registration: { bytesMax: 1000 } } })
    const { ticket } = accepted(await sportello.registration.open(anna))
    const add = (content: Uint8Array) => sportello.registration.addDocument(ticket, { type: 'identity-card' }, content)
    const answer = await add(new Liar(1001))
    expect(answer.ok ? null : answer.refusal).toMatchObject({ reason: 'too-large' })
    accepted(await add(new Liar(minimalPdf())))
    expect(accepted(await sportello.registration.inspect(ticket)).documents[0]?.size).toBe(minimalPdf().length)
  })
})
