import { Buffer } from 'node:buffer'
import fc from 'fast-check'
import type { RegistrationForm } from 'sportello'
import { inspectPdf } from 'sportello/identity'
import { sampleApplicant, samplePdf } from 'sportello/testing'
import { describe, expect, it } from 'vitest'
import { accepted, openCounter, operator } from '../support/counter.ts'

const clean = { verdict: 'clean', findings: [] }

describe('the sample applicant', () => {
  it('files a request with the sample document; nothing is found but that no list of places was handed in', async () => {
    const form: RegistrationForm = sampleApplicant
    const { registration, approval } = openCounter().sportello
    const { id, ticket } = accepted(await registration.open(form))
    accepted(await registration.addDocument(ticket, { type: 'identity-card' }, samplePdf('Identity card')))
    accepted(await registration.complete(ticket))
    const { findings, documents } = accepted(await approval.dossier({ operator, id }))
    expect([findings, documents.map((document) => document.findings)]).toEqual([['place-undecidable'], [[]]])
  })
})

describe('the sample document', () => {
  it('is a PDF without findings whatever the text is, the same bytes for the same text', async () => {
    const inspected = async (text?: string) => accepted(await inspectPdf(samplePdf(text), { bytesMax: 2_000 }))
    expect(await inspected()).toMatchObject(clean)
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 90 }), async (text) => {
        expect(await inspected(text)).toMatchObject(clean)
        expect(samplePdf(text)).toEqual(samplePdf(text))
      }),
    )
    expect(samplePdf('one')).not.toEqual(samplePdf('two'))
  })

  it('shows the text as a string of PDF, and finds each of its objects where the table says', () => {
    const pdf = Buffer.from(samplePdf('a (b) \\ è €'.padEnd(90, 'x'))).toString('latin1')
    expect(pdf).toContain(`(a \\(b\\) \\\\ ? ?${'x'.repeat(60 - 11)}) Tj`)
    const [, start = ''] = /startxref\n(\d+)\n%%EOF\n$/.exec(pdf) ?? []
    expect(pdf.slice(Number(start))).toMatch(/^xref\n0 6\n/)
    const offsets = [...pdf.matchAll(/^(\d{10}) 00000 n $/gm)].map(([, offset]) => Number(offset))
    expect(offsets.map((offset) => pdf.slice(offset).split('\n')[0])).toEqual([1, 2, 3, 4, 5].map((number) => `${number} 0 obj`))
    const [, length = '', content = ''] = /\/Length (\d+) >>\nstream\n([\s\S]*?)\nendstream/.exec(pdf) ?? []
    expect(content).toHaveLength(Number(length))
  })
})
