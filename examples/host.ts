/** A whole portal in the browser, for trying out: letters are files, operators sign in by HTTP Basic. SPORTELLO_KEYS holds the keys, OFFICE_PASSWORD a password. */
import express from 'express'
import { createSportello, parseKeys } from 'sportello'
import { basicOperators, expressPortal } from 'sportello/express'
import { fileDocuments, fileMailer } from 'sportello/files'
import { nodePasswordHash } from 'sportello/node'
import { sqlStorage } from 'sportello/sql'
import { openEmbedded } from 'sportello/sqlite'

const office = Object.freeze({
  id: 'comune-di-prova',
  name: 'Comune di Prova',
  taxCode: '00743110157',
  locale: 'it', // the pages and letters in English: 'en'
  links: 'http://localhost:8080/', // where people find the portal
})
const sportello = createSportello({
  office,
  keys: parseKeys(process.env['SPORTELLO_KEYS']),
  storage: sqlStorage(await openEmbedded('data/counter.sqlite')),
  documents: fileDocuments({ directory: 'data/documents' }),
  mailer: fileMailer({ directory: 'data/mail' }),
  passwordHash: nodePasswordHash(),
  policy: { pecChange: { receipts: 'none' } },
})
const password = process.env['OFFICE_PASSWORD'] ?? ''
const operator = basicOperators([{ id: 'm.rossi', codiceFiscale: 'RSSMRA70A01H501S', password }])
const portal = expressPortal(sportello, { office, operator, log: console.error })
express()
  .use(portal.routes(), portal.notFound, portal.onError)
  .listen(8080, (error) => {
    if (error !== undefined) throw error // the port is taken
    console.log(`The portal is at ${office.links}`)
  })
portal.startJobs()
