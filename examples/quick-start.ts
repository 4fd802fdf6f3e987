/** The shortest way through: a request is filed and approved, its applicant signs in. SPORTELLO_KEYS holds the keys of the counter. */
import { createSportello, parseKeys, unwrap } from 'sportello'
import { fileDocuments } from 'sportello/files'
import { nodePasswordHash } from 'sportello/node'
import { sqlStorage } from 'sportello/sql'
import { openEmbedded } from 'sportello/sqlite'
import { recordingMailer, sampleApplicant, samplePdf } from 'sportello/testing'

const db = await openEmbedded('data/counter.sqlite')
const mailer = recordingMailer() // keeps the mail instead of sending it
const { registration, approval, session, relay } = createSportello({
  office: { id: 'comune-di-prova', name: 'Comune di Prova', taxCode: '00743110157', locale: 'it', links: 'https://example.it/' },
  keys: parseKeys(process.env['SPORTELLO_KEYS']),
  storage: sqlStorage(db),
  documents: fileDocuments({ directory: 'data/documents' }),
  passwordHash: nodePasswordHash(),
  mailer,
})

// The applicant fills in the form and uploads a document.
const { id, ticket, pinSecondHalf } = unwrap(await registration.open(sampleApplicant))
unwrap(await registration.addDocument(ticket, { type: 'identity-card', name: 'card.pdf' }, samplePdf('Identity card')))
unwrap(await registration.complete(ticket))
await relay()

// The office decides on the dossier that it looked at.
const operator = { id: 'm.rossi', codiceFiscale: 'RSSMRA70A01H501S' }
const { digest } = unwrap(await approval.dossier({ operator, id }))
unwrap(await approval.approve({ operator, id, dossierDigest: digest }))
await relay()

// The first half of the PIN and a temporary password came by mail, the second half was on the screen.
const letter = mailer.sent.find(({ text }) => text.includes('Password temporanea'))?.text ?? ''
const [, password = ''] = /Password temporanea: (\S+)/.exec(letter) ?? []
const [, pinFirstHalf = ''] = /prime 4 cifre: (\d+)/.exec(letter) ?? []
const { codiceFiscale } = sampleApplicant
const signedIn = await session.signIn({ codiceFiscale, pin: pinFirstHalf + pinSecondHalf, password })
console.log(unwrap(signedIn).obligations) // [ 'change-temporary-password' ]
await db.destroy()
