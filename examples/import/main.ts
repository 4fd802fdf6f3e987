/**
 * Takes over the accounts of another portal from a stream, with a line of a report for each: `node --import tsx examples/import/main.ts`. Cut off
 * anywhere, it is begun again from the first line.
 */
import { createHash, pbkdf2Sync } from 'node:crypto'
import bcrypt from 'bcryptjs'
import { createSportello, generateKeys, type ImportAccount, parseKeys, refusalText } from 'sportello'
import { memoryDocuments, memoryStorage } from 'sportello/memory'
import { recordingMailer } from 'sportello/testing'
import { bcryptVerifier, djangoPbkdf2, saltedSha, verifiers } from './legacy-verifiers.ts'

const sportello = createSportello({
  office: {
    id: 'comune-di-prova',
    name: 'Comune di Prova',
    taxCode: '00743110157',
    locale: 'it',
    links: 'https://servizi.example.it/',
  },
  keys: parseKeys(generateKeys()),
  storage: memoryStorage(),
  documents: memoryDocuments(),
  mailer: recordingMailer(),
  legacyVerifier: verifiers({ django: djangoPbkdf2(1_000), ldap: saltedSha(), bcrypt: bcryptVerifier(bcrypt, 5) }),
})

const password = 'Vecchia.Password1'
const salt = Buffer.from('0011223344556677', 'hex')
const stored = {
  django: `pbkdf2_sha256$1000$salt$${pbkdf2Sync(password, 'salt', 1_000, 32, 'sha256').toString('base64')}`,
  ldap: `{SSHA256}${Buffer.concat([createHash('sha256').update(password).update(salt).digest(), salt]).toString('base64')}`,
  bcrypt: await bcrypt.hash(password, 5),
  unknown: 'md5$e99a18c428cb38d5f260853678922e03',
}

/** As a query on the other system's table gives them, row by row. */
async function* accounts(): AsyncIterable<ImportAccount> {
  const anna = { surname: 'Verdi', name: 'Anna', birthDate: '1980-01-01', sex: 'F', status: 'active' } as const
  yield { ...anna, codiceFiscale: 'VRDNNA80A41L219Z', email: 'anna@example.it', password: stored.django, externalId: '1' }
  yield { ...anna, codiceFiscale: 'VRDNNA80A41F205K', email: 'anna.m@example.it', password: stored.ldap, externalId: '2' }
  yield { ...anna, codiceFiscale: 'VRDNNA80A41H501H', email: 'anna.r@example.it', password: stored.bcrypt, externalId: '3' }
  yield { ...anna, codiceFiscale: 'VRDNNA80A41H501H', email: 'other@example.it', password: stored.bcrypt, externalId: '4' }
  yield { ...anna, codiceFiscale: 'VRDNNA80A41A662N', email: 'anna.b@example.it', password: stored.unknown, externalId: '5' }
}

const operator = { id: 'operator-1', codiceFiscale: 'RSSMRA70A01H501S' }
for (const _ of ['the first time', 'once more']) {
  const done = await sportello.imports.run({ operator, batch: 'old-portal', parallel: 1 }, accounts(), (line) => {
    const said = line.outcome === 'refused' ? refusalText(line.refusal, 'en') : line.findings.join(', ')
    console.log(`${line.externalId}: ${line.outcome}${said === '' ? '' : `: ${said}`}`)
  })
  if (done.ok)
    console.log(
      `run ${done.value.run}: ${done.value.imported} imported, ${done.value.unchanged} unchanged, ${done.value.refused} refused`,
    )
}
