/** What opens something: tickets of applicants, tokens of sessions and links, the keys of the host as a text. */

import { base64url, fromBase64url } from '../../../src/crypto/encoding.ts'
import { createKeyRing, parseKeys, readToken, tokenDigest } from '../../../src/crypto/index.ts'
import { isPin } from '../../../src/rules/pin/index.ts'
import { accepted, anna, drafted, keys, openCounter, subscribed } from '../../support/counter.ts'
import { holds, holdsSame, type Target } from '../target.ts'

const secret = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ'
const odd = ['~', '-', '_', '=', '+', '/', 'k1', 'k2', 'K1', secret, '0', 'A']

/** A request is opened by its ticket to the letter and by nothing else, also by no other spelling of its bytes. */
export async function tickets(): Promise<Target> {
  const { sportello } = openCounter()
  const { ticket, id } = await drafted(sportello)
  const { ticket: other } = accepted(await sportello.registration.open({ ...anna, email: 'b@example.it' }))
  return {
    name: 'tickets',
    seeds: [
      ticket,
      ticket.toUpperCase(),
      `k1~${id}~${secret}`,
      `${ticket} `,
      ticket.replace('k1~', '~'),
      other.replace(/~.*~/, `~${id}~`),
    ],
    words: [...odd, id],
    async judge(given) {
      const answer = await sportello.registration.inspect(given as string)
      holds(answer.ok === (given === ticket || given === other), 'a request is opened by its own ticket and by nothing else')
      return answer
    },
  }
}

/** Tokens, their parts and their digests; keys as a text; PINs; bytes as a text. */
export async function tokens(): Promise<Target> {
  const counter = openCounter()
  const { sportello } = counter
  const { credentials } = await subscribed(counter)
  const { token } = accepted(await sportello.session.signIn(credentials))
  const ring = createKeyRing(keys)
  const text = ['k2', 'k1', 'pseudonym']
    .map((name, i) => `${name}:${base64url(Uint8Array.from({ length: 32 }, (_, at) => (at * 37 + i * 101 + 13) % 256))}`)
    .join(',')

  function judgeToken(given: unknown): void {
    const read = readToken(given)
    if (read === null) return
    const { keyId, subject } = read
    holds(read.text === given, 'a token is read as it was shown')
    holds(/^[a-z0-9-]{1,32}$/.test(keyId) && /^[\w-]{1,64}$/.test(subject), 'the parts of a token are names')
    holds(
      [...read.text].every((letter) => letter >= '!' && letter <= '~'),
      'a token is of letters that anybody can see',
    )
    holds(read.text.length === keyId.length + subject.length + 45, 'a token has three parts and no more')
    holds((tokenDigest(ring, 'a', read) === null) === (keyId !== 'k1'), 'a token of a key that is gone has no digest')
    holds(
      tokenDigest(ring, 'a', read) === null || tokenDigest(ring, 'a', read) !== tokenDigest(ring, 'b', read),
      'a token of another purpose has another digest',
    )
  }
  function judgeBytes(given: unknown): void {
    if (typeof given !== 'string') return
    const bytes = fromBase64url(given)
    if (bytes !== null) holds(base64url(bytes) === given, 'bytes have one spelling')
  }
  return {
    name: 'tokens',
    seeds: [token, `k1~a~${secret}`, text, text.replaceAll(',', ',\n '), 'YWJj', '012345678'],
    words: [...odd, ':', ',', 'pseudonym', 'pseudonym:'],
    throws: ['config/invalid'],
    async judge(given) {
      judgeToken(given)
      judgeBytes(given)
      holds(
        isPin(given) ===
          (typeof given === 'string' && given.length === 9 && [...given].every((digit) => digit >= '0' && digit <= '9')),
        'a PIN is nine digits',
      )
      const seen = await sportello.session.check(given as string)
      holds(seen.ok === (given === token), 'a session is opened by its own token and by nothing else')
      if (typeof given !== 'string' || !given.includes(':')) return seen
      const read = parseKeys(given)
      const names = Object.keys(read.ring)
      holds(names.includes(read.current) && !names.includes('pseudonym'), 'the current key is in the ring, the pseudonym is not')
      holdsSame(createKeyRing(read).current, read.current, 'keys that are read make a ring')
      return seen
    },
  }
}
