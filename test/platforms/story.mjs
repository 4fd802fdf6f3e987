/**
 * What every runtime is asked to do: load each entry point that needs no file, keep the contract of the storage in memory, and play a
 * request from the form to the sign-in. Plain JavaScript, as it is run in an empty project that has the package.
 */
import { createSportello, generateKeys, parseKeys, problemDetails, unwrap } from 'sportello'
import { romeLongDate } from 'sportello/civil'
import { parseCodiceFiscale } from 'sportello/identity'
import { registrationDecider } from 'sportello/machines'
import { memoryDocuments, memoryStorage } from 'sportello/memory'
import { checkPassword, infocert } from 'sportello/password'
import { confirmationDeadline, parseDaticert } from 'sportello/pec'
import { smtpMailer } from 'sportello/smtp'
import { migrationSql } from 'sportello/sql'
import { recordingMailer, sampleApplicant, samplePdf, storageContract } from 'sportello/testing'

/** Signs in with what the screen and the mail have shown; what the subscriber must do first. */
async function life() {
  const mailer = recordingMailer()
  const { registration, approval, session, relay } = createSportello({
    office: {
      id: 'comune-di-prova',
      name: 'Comune di Prova',
      taxCode: '00743110157',
      locale: 'it',
      links: 'https://example.it/',
    },
    keys: parseKeys(generateKeys()),
    storage: memoryStorage(),
    documents: memoryDocuments(),
    mailer,
  })
  const { id, ticket, pinSecondHalf } = unwrap(await registration.open(sampleApplicant))
  unwrap(await registration.addDocument(ticket, { type: 'identity-card' }, samplePdf()))
  unwrap(await registration.complete(ticket))
  await relay()
  const operator = { id: 'm.rossi', codiceFiscale: 'RSSMRA70A01H501S' }
  const { digest } = unwrap(await approval.dossier({ operator, id }))
  unwrap(await approval.approve({ operator, id, dossierDigest: digest }))
  await relay()
  const letter = mailer.sent.find(({ text }) => text.includes('Password temporanea'))?.text ?? ''
  const [, password = ''] = /Password temporanea: (\S+)/.exec(letter) ?? []
  const [, pinFirstHalf = ''] = /prime 4 cifre: (\d+)/.exec(letter) ?? []
  const { codiceFiscale } = sampleApplicant
  const signedIn = await session.signIn({ codiceFiscale, pin: pinFirstHalf + pinSecondHalf, password })
  const stranger = await session.check('none')
  return `${unwrap(signedIn).obligations} ${stranger.ok ? '' : problemDetails(stranger.refusal, 'it').status}`
}

async function failedChecks() {
  const failed = []
  for (const { name, run } of storageContract(() => memoryStorage())) {
    await run().catch((cause) => failed.push(`${name}: ${cause}`))
  }
  return failed.join('\n') || 'no check failed'
}

/** One line for each thing that was asked. */
export async function story() {
  return [
    await life(),
    await failedChecks(),
    parseCodiceFiscale(sampleApplicant.codiceFiscale).ok,
    checkPassword('abc', infocert).length,
    registrationDecider({ draftLifetimeMs: 1, documentsMax: 1, documentsBytesMax: 1 }).initial.status,
    romeLongDate(0, 'it'),
    new Date(confirmationDeadline(0)).toISOString(),
    parseDaticert('<a/>').refusal.code,
    migrationSql('sqlite').includes('sportello_record'),
    typeof smtpMailer,
  ].join('\n')
}
