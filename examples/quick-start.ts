/** The shortest way through: a request is filed and approved, its applicant signs in. `node --import tsx examples/quick-start.ts` */
import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createSportello, type Result } from 'sportello'
import { memoryDocuments, memoryStorage } from 'sportello/memory'
import { nodePasswordHash } from 'sportello/node'
import form from './demo/applicant.json' with { type: 'json' }

const letters: string[] = []
const sportello = createSportello({
  office: { id: 'comune-di-prova', name: 'Comune di Prova', taxCode: '00743110157', locale: 'it', links: 'https://example.it/' },
  keys: { current: 'k1', ring: { k1: randomBytes(32) }, lookup: randomBytes(32) },
  storage: memoryStorage(),
  documents: memoryDocuments(),
  passwordHash: nodePasswordHash(),
  mailer: {
    async send({ to, subject, text }) {
      console.log(`${to.address}: ${subject}`)
      letters.push(text)
      return 'sent'
    },
  },
})

// A refusal is data with a stable code; here none is expected.
function must<Value>(answer: Result<Value, { readonly code: string }>): Value {
  if (answer.ok) return answer.value
  throw new Error(answer.refusal.code)
}

const card = await readFile(new URL('demo/identity-card.pdf', import.meta.url))
const { id, ticket, pinSecondHalf } = must(await sportello.registration.open(form))
must(await sportello.registration.addDocument(ticket, { type: 'identity-card', name: 'card.pdf' }, card))
must(await sportello.registration.complete(ticket))
await sportello.relay()

const operator = { id: 'm.rossi', codiceFiscale: 'RSSMRA70A01H501S' }
const { digest, findings } = must(await sportello.approval.dossier({ operator, id }))
console.log(`to be looked at: ${findings.join(', ')}`)
must(await sportello.approval.approve({ operator, id, seen: digest }))
await sportello.relay()

const written = (label: string) => letters.join().split(`${label}: `)[1]?.split('\n')[0] ?? ''
const pin = written('PIN, prime 4 cifre') + pinSecondHalf
const password = written('Password temporanea')
const session = must(await sportello.session.signIn({ codiceFiscale: form.codiceFiscale, pin, password }))
console.log(`signed in, scope ${session.scope}: ${session.obligations.join(', ')}`)
