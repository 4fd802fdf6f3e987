/** What the examples of the documentation have around them: a counter with a request and a session, and what a host brings of its own. */
import { DatabaseSync } from '@photostructure/sqlite'
import express from 'express'
import { Kysely, PostgresDialect, SqliteDialect } from 'kysely'
import nodemailer from 'nodemailer'
import { Pool } from 'pg'
import PostalMime from 'postal-mime'
import { unwrap } from 'sportello'
import type { OpenWindow } from 'sportello/fragment'
import { approvalDecider, migrationDecider, type Stamp } from 'sportello/machines'
import type { PecReceiptVerifier } from 'sportello/pec'
import { openEmbedded } from 'sportello/sqlite'
import { memoryProviders, type ProviderHarness } from 'sportello/testing'
import { anna, completed, keys, newPassword, office, openCounter, operator, subscribed } from '../counter.ts'
import { daticertXml } from '../daticert.ts'

/** A page that no mailed link has opened. */
const window: OpenWindow = {
  location: { hash: '', pathname: '/', search: '' },
  history: { replaceState: () => undefined },
  document: { querySelectorAll: () => [] },
  addEventListener: () => undefined,
}

const spidAnswer = {
  attributes: { spidCode: 'TEST0000000001', fiscalNumber: 'TINIT-VRDNNA80A41L219Z', familyName: 'Verdi', name: 'Anna' },
  issuer: 'https://idp.example.it',
  authnContextClassRef: 'https://www.spid.gov.it/SpidL2',
  authnInstant: '2026-03-10T08:59:00Z',
}

/** Providers with mailboxes for trying out. */
function trialOfBothProviders(): ProviderHarness {
  const [mailbox, password] = ['scuola@pec.example.it', newPassword]
  const other = { mailbox: 'altra@pec.example.it', password: 'Altra.Parola77' }
  const both = memoryProviders([
    { mailbox, password, messages: 5 },
    { ...other, messages: 3 },
  ])
  return { ...both, mailbox, password, other, absent: 'nessuno@pec.example.it' }
}

/** A counter with a subscriber who is signed in, and a request that waits for the office. */
export async function openExampleContext() {
  const counter = openCounter()
  const { sportello } = counter
  const { credentials } = await subscribed(counter)
  const { token } = unwrap(await sportello.session.signIn(credentials))
  const { id, ticket } = await completed(counter, {
    ...anna,
    ...{ codiceFiscale: 'RSSMRA85T10A562S', email: 'mario.rossi@example.it', surname: 'Rossi', name: 'Mario' },
    ...{ birthDate: '1985-12-10', sex: 'M', birthProvince: 'PI', birthMunicipality: 'San Giuliano Terme' },
  })
  const stamp: Stamp = { at: counter.clock.now(), by: { kind: 'system' } }
  const [submission] = approvalDecider.exampleCommands(approvalDecider.initial)
  const [migrationPlan] = migrationDecider.exampleCommands(migrationDecider.initial)
  if (submission === undefined || migrationPlan === undefined) throw new Error('machines begin with a command')
  const ring = Object.entries(keys.ring).map(([name, key]) => `${name}:${Buffer.from(key).toString('base64url')}`)
  process.env['SPORTELLO_KEYS'] = [...ring, `pseudonym:${Buffer.from(keys.pseudonym).toString('base64url')}`].join(',')
  process.env['OFFICE_PASSWORD'] = newPassword
  const verifier: PecReceiptVerifier = { verify: async () => ({ signature: 'unchecked' }) }
  return {
    ...{ ...counter, office, operator, token, id, ticket, stamp, submission, migrationPlan },
    ...{ Kysely, PostgresDialect, SqliteDialect, Pool, PostalMime, nodemailer, express, app: express() },
    ...{ db: await openEmbedded(':memory:', { sqlite: { DatabaseSync } }), file: new DatabaseSync(':memory:') },
    ...{ window, spidAnswer, verifier, trialOfBothProviders, today: { year: 2026, month: 11, day: 30 } },
    ...{
      daticert: daticertXml({ kind: 'avvenuta-consegna' }),
      rawMessage: new TextEncoder().encode('Subject: no receipt\r\n\r\n'),
    },
    /** What a test runner has. */
    test: (_name: string, _run: () => unknown): void => undefined,
  }
}
