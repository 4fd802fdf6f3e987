import { type RegistrationForm, refusalText } from 'sportello'
import { describe, expect, it } from 'vitest'
import { accepted, anna, openCounter } from '../support/counter.ts'

describe('the words for people', () => {
  it('name the fault of a file in their language, and no size of 0 MB', () => {
    const refused = (reason: string) => ({ code: 'registration/document-refused', reason, findings: [] })
    expect(refusalText(refused('not-pdf'), 'it')).toBe(
      'Il file non è accettato: non è un PDF. Serve un PDF integro, senza contenuti attivi.',
    )
    expect(refusalText(refused('too-large'), 'en')).toContain('it is too large')
    expect(refusalText(refused('of-a-later-version'), 'it')).toContain('of-a-later-version')
    const large = (bytesMax: number) => ({ code: 'registration/documents-too-large', bytesMax })
    expect(refusalText(large(20 << 20), 'it')).toBe('I documenti superano complessivamente 20 MB.')
    expect(refusalText(large(200 << 10), 'en')).toBe('The documents together exceed 200 kB.')
    const many = (documentsMax: number) => ({ code: 'registration/too-many-documents', documentsMax })
    expect(refusalText(many(1), 'it')).toBe('Si può caricare un solo documento.')
    expect(refusalText(many(10), 'it')).toBe('Si possono caricare al massimo 10 documenti.')
    expect(refusalText(many(1), 'en')).toBe('Only one document can be uploaded.')
  })

  it('tell a request that awaits a correction from one that was decided', () => {
    for (const locale of ['it', 'en'] as const) {
      const decided = (outcome: string) => refusalText({ code: 'approval/already-decided', outcome } as never, locale)
      expect(decided('awaiting-correction')).not.toBe(decided('approved'))
      expect(decided('rejected')).not.toBe(decided('approved'))
      const helped = (outcome: string) => refusalText({ code: 'assistance/already-decided', outcome } as never, locale)
      expect(helped('rejected')).not.toBe(helped('approved'))
    }
  })
})

describe('the form as a type', () => {
  it('is what the counter takes', async () => {
    const form: RegistrationForm = anna
    accepted(await openCounter().sportello.registration.open(form))
  })
})
