import fc from 'fast-check'
import {
  assistanceDocumentTypes,
  documentTypeLabel,
  fieldLabel,
  pageReply,
  registrationCorrectableFields,
  registrationDocumentTypes,
  type StatusKind,
  statuses,
  statusText,
  suspensionText,
} from 'sportello'
import { describe, expect, it } from 'vitest'
import { notices } from '../../src/procedures/account/credential/notice-words.ts'
import { accepted, drafted, openCounter } from '../support/counter.ts'

const kinds = Object.keys(statuses) as readonly StatusKind[]

describe('the words for a status', () => {
  it.each(kinds)('%s has words for every status, in both languages', (kind) => {
    expect(statuses[kind].length).toBeGreaterThan(1)
    for (const status of statuses[kind]) {
      const [it, en] = [statusText(kind, status as never, 'it'), statusText(kind, status as never, 'en')]
      for (const text of [it, en]) expect(text).toMatch(/^\p{Ll}.*[^.]$/u)
      expect(it).not.toBe(en)
    }
  })

  it('are those of what a view shows', async () => {
    const { sportello } = openCounter()
    const { ticket } = await drafted(sportello)
    const { status } = accepted(await sportello.registration.inspect(ticket))
    expect(statusText('registration', status, 'it')).toBe('da completare')
  })

  it('are undefined for what is none, and never thrown', () => {
    fc.assert(
      fc.property(fc.anything(), fc.anything(), fc.anything(), (kind, status, locale) => {
        expect(() => statusText(kind as never, status as never, locale as never)).not.toThrow()
        expect(() => documentTypeLabel(status as never, locale as never)).not.toThrow()
      }),
    )
    expect(statusText('pec', 'constructor' as never, 'it')).toBeUndefined()
    expect(statusText('constructor' as never, 'usable' as never, 'it')).toBeUndefined()
    expect(statusText('pec', 'usable', 'fr' as never)).toBeUndefined()
  })

  it('of a suspended credential have one word in Italian, in statuses, refusals, letters and explanations', () => {
    const said = [
      statusText('credential', 'suspended', 'it') ?? '',
      ...(['credential/suspended', 'credential/not-suspended'] as const).map((code) => pageReply({ code }, 'it').sentence),
      ...(['suspended', 'suspended-theft', 'suspended-office'] as const).map((notice) => notices[notice].subject.it),
    ]
    for (const text of said) expect(text).toContain('sospese')
    for (const text of [...said, suspensionText('it'), ...Object.values(notices).map(({ text }) => text.it)]) {
      expect(text).not.toMatch(/blocc/i)
    }
  })

  it('say in a sentence of its own what became of a link that works no more', () => {
    for (const code of ['expired', 'superseded', 'cancelled', 'void'])
      expect(pageReply({ code: `pec-change/${code}` }, 'it').sentence).toMatch(/^(Il link|La richiesta) /)
  })
})

describe('the kinds of documents', () => {
  it('have labels in both languages', () => {
    for (const type of [...registrationDocumentTypes, ...assistanceDocumentTypes]) {
      expect(documentTypeLabel(type, 'it')).toMatch(/^\p{Lu}/u)
      expect(documentTypeLabel(type, 'en')).toMatch(/^\p{Lu}/u)
    }
    expect(documentTypeLabel('identity-card', 'it')).toBe("Carta d'identità")
  })
})

describe('the fields that an applicant can be asked to correct', () => {
  it('have labels in both languages, and none is the codice fiscale or the mailbox', () => {
    for (const field of registrationCorrectableFields) {
      expect(fieldLabel(field, 'it')).toMatch(/^\p{Lu}/u)
      expect(fieldLabel(field, 'en')).toMatch(/^\p{Lu}/u)
    }
    expect(registrationCorrectableFields).not.toContain('codiceFiscale')
    expect(registrationCorrectableFields).not.toContain('email')
  })
})
