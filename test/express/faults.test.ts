import { describe, expect, it } from 'vitest'
import { type Fault, faultReply, thrownFault } from '../../src/express/faults.ts'

const multer = (code: string) => Object.assign(new Error('of multer'), { name: 'MulterError', code })
const parser = (status: number, expose = true) => Object.assign(new Error('of a parser'), { status, expose })

describe('what was thrown before a call', () => {
  it.each([
    [multer('LIMIT_FILE_SIZE'), 413, 'Il file è troppo grande: ne scelga uno più piccolo.'],
    [multer('LIMIT_FIELD_VALUE'), 413, 'I dati inviati sono troppo grandi.'],
    [multer('LIMIT_PART_COUNT'), 413, 'I dati inviati sono troppo grandi.'],
    [multer('LIMIT_UNEXPECTED_FILE'), 400, 'I dati inviati non sono leggibili: torni alla pagina e li invii di nuovo.'],
    [parser(413), 413, 'I dati inviati sono troppo grandi.'],
    [parser(415), 415, 'I dati sono stati inviati in un formato che la pagina non accetta.'],
    [parser(400), 400, 'I dati inviati non sono leggibili: torni alla pagina e li invii di nuovo.'],
    [parser(429), 429, 'La richiesta non può essere accolta.'],
    [
      Object.assign(new URIError('malformed'), { status: 400 }),
      400,
      'I dati inviati non sono leggibili: torni alla pagina e li invii di nuovo.',
    ],
  ])('%s has its own status and words', (error, status, sentence) => {
    expect(thrownFault(error, 'it')).toMatchObject({ status, sentence, headers: { 'content-language': 'it' } })
    expect(thrownFault(error, 'en')?.sentence).not.toBe(sentence)
  })

  it('the file that is too large is told beside its field', () => {
    expect(thrownFault(multer('LIMIT_FILE_SIZE'), 'en')?.fields).toEqual({ file: 'The file is too large: choose a smaller one.' })
    expect(thrownFault(parser(413), 'en')?.fields).toEqual({})
  })

  it.each([
    ['the error of a client of HTTP in the host', Object.assign(new Error('answered 404'), { status: 404 })],
    ['a status that is not to be told', parser(404, false)],
    ['an error of the server', parser(500)],
    ['a status that is none', parser(404.5)],
    ['a bug', new TypeError('of undefined')],
    ['a text', 'LIMIT_FILE_SIZE'],
    ['nothing', null],
    ['the code of something else', Object.assign(new Error('a'), { code: 'LIMIT_FILE_SIZE' })],
  ])('%s is unexpected', (_what, error) => {
    expect(thrownFault(error, 'it')).toBeNull()
  })

  it('is told as people read it, in both languages', () => {
    const all: readonly Fault[] = ['unreadable', 'not-signed-in', 'foreign-site', 'not-found', 'too-large', 'file-too-large']
    for (const fault of [...all, 'wrong-type', 'not-taken'] as const) {
      const [it, en] = [faultReply(fault, 'it'), faultReply(fault, 'en')]
      expect(it.sentence).toMatch(/^\p{Lu}.*\.$/u)
      expect(en.sentence).toMatch(/^\p{Lu}.*\.$/u)
      expect(it.sentence).not.toBe(en.sentence)
      expect(it.headers['cache-control']).toBe('no-store')
    }
  })
})
