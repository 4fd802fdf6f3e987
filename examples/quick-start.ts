/** The shortest way through: a request is filed and approved, its applicant signs in. `node --import tsx examples/quick-start.ts` */
import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createSportello, type RegistrationForm, unwrap } from 'sportello'
import { fileDocuments } from 'sportello/files'
import { nodePasswordHash } from 'sportello/node'
import { sqlStorage } from 'sportello/sql'
import { openEmbedded } from 'sportello/sqlite'
import { recordingMailer } from 'sportello/testing'
import form from './demo/applicant.json' with { type: 'json' }

const db = await openEmbedded('data/counter.sqlite')
const mailer = recordingMailer()
const { registration, approval, session, relay } = createSportello({
  office: { id: 'comune-di-prova', name: 'Comune di Prova', taxCode: '00743110157', locale: 'it', links: 'https://example.it/' },
  // Drawn anew, they make each run a town of its own. A real counter keeps its keys, and not beside its data.
  keys: { current: 'k1', ring: { k1: randomBytes(32) }, pseudonym: randomBytes(32) },
  storage: sqlStorage(db),
  documents: fileDocuments({ directory: 'data/documents' }),
  passwordHash: nodePasswordHash(),
  mailer,
})

const card = await readFile(new URL('demo/identity-card.pdf', import.meta.url))
const { id, ticket, pinSecondHalf } = unwrap(await registration.open(form as RegistrationForm))
unwrap(await registration.addDocument(ticket, { type: 'identity-card', name: 'card.pdf' }, card))
unwrap(await registration.complete(ticket))
await relay()

const operator = { id: 'm.rossi', codiceFiscale: 'RSSMRA70A01H501S' }
const { digest } = unwrap(await approval.dossier({ operator, id }))
unwrap(await approval.approve({ operator, id, dossierDigest: digest }))
await relay()

const letter = mailer.sent.find(({ text }) => text.includes('Password temporanea'))?.text ?? ''
const [, password = ''] = /Password temporanea: (\S+)/.exec(letter) ?? []
const [, pinFirstHalf = ''] = /prime 4 cifre: (\d+)/.exec(letter) ?? []
const signedIn = await session.signIn({ codiceFiscale: form.codiceFiscale, pin: pinFirstHalf + pinSecondHalf, password })
console.log(unwrap(signedIn).obligations) // [ 'change-temporary-password' ]
await db.destroy()
