/** A whole portal on Express 4 or 5. The pages are in host-pages.ts; the counter and the operators' login are handed in. */
import express, { type Request } from 'express'
import multer from 'multer'
import type { Office, Operator, Sportello } from 'sportello'
import { expressPortal } from 'sportello/express'
import * as pages from './host-pages.ts'

/** The application. `operatorOf` is the office's own login, with a second factor: whom it knows by this request. */
export function host(sportello: Sportello, office: Office, operatorOf: (request: Request) => Operator | null) {
  const { registration, addresses, pecChange, recovery, approval, desk } = sportello
  const limits = { fileSize: 11_000_000, files: 1 }
  const upload = multer({ storage: multer.memoryStorage(), limits, defParamCharset: 'utf8' }).single('file')
  const app = express()

  const portal = expressPortal(sportello, { office, message: pages.message, log: console.error, operator: operatorOf })
  const subscribers = portal.subscribers({ signIn: pages.signIn, changePassword: pages.changePassword })
  app.use(portal.protect, express.urlencoded({ extended: false, limit: '100kb' }), subscribers.routes)
  app.use('/area', subscribers.guard)

  // Anybody, and an applicant with a ticket.
  app.get('/', (_request, response) => void response.send(pages.home()))
  const opening = portal.page(pages.registration)
  const status = portal.view(({ ticket }) => registration.inspect(ticket), pages.status)
  app.get('/registration', opening)
  app.post(
    '/registration',
    opening.form(({ form, options }) => registration.open(form(), options), portal.keepingTicket(pages.opened)),
  )
  app.post(
    '/registration/ticket',
    status.form(({ text }) => registration.inspect(text('ticket')), portal.keepingTicket('/registration/status')),
  )
  app.get('/registration/status', status)
  app.post(
    '/registration/documents',
    status.form(
      ({ ticket, form, file, options }) => registration.addDocument(ticket, form({ name: file.name }), file.content, options),
      '/registration/status',
      upload,
    ),
  )
  app.post(
    '/registration/documents/remove',
    status.form(
      ({ ticket, text, options }) => registration.removeDocument(ticket, text('document'), options),
      '/registration/status',
    ),
  )
  app.post(
    '/registration/correct',
    status.form(({ ticket, form, options }) => registration.correct(ticket, form(), options), '/registration/status'),
  )
  app.post(
    '/registration/complete',
    status.form(({ ticket, options }) => registration.complete(ticket, options), '/registration/status'),
  )
  app.post(
    '/registration/withdraw',
    status.form(({ ticket, options }) => registration.withdraw(ticket, options), '/registration/status'),
  )

  // A subscriber with a session. The sign-in and the change of the password have routes of the portal.
  const area = portal.view(({ token }) => addresses.inspect({ token }), pages.area)
  app.get('/area', area)
  app.post(
    '/area/pec',
    area.form(({ form, token, options }) => pecChange.request(form({ token }), options), '/area'),
  )

  // A forgotten password, and whoever has the link that was mailed. Opening it looks; only the button does.
  const asking = portal.page(pages.recoveryRequest)
  const recovering = portal.view(({ text }) => recovery.inspect(text('token')), pages.recovery)
  app.get('/recovery/request', asking)
  app.post(
    '/recovery/request',
    asking.form(({ form, options }) => recovery.request(form(), options), pages.recoveryAsked),
  )
  app.get('/recovery', portal.page(pages.recoveryLink))
  app.post('/recovery/look', recovering)
  app.post(
    '/recovery',
    recovering.form(({ form, options }) => recovery.complete(form(), options), portal.signingOut(pages.recovered)),
  )

  // The office. The dossier is shown again where a decision is refused.
  const dossier = portal.view(({ operator, param }) => approval.dossier({ operator: operator(), id: param('id') }), pages.dossier)
  app.get(
    '/office',
    portal.view(
      ({ form, operator, query }) => desk.list(form({ operator: operator(), of: 'registration', after: query('after') })),
      pages.desk,
    ),
  )
  app.get('/office/:id', dossier)
  app.get(
    '/office/:id/documents/:document',
    portal.document(({ operator, param }) =>
      approval.document({ operator: operator(), id: param('id'), document: param('document') }),
    ),
  )
  app.post(
    '/office/:id/approve',
    dossier.form(
      ({ form, operator, param, options }) => approval.approve(form({ operator: operator(), id: param('id') }), options),
      './',
    ),
  )
  app.post(
    '/office/:id/reject',
    dossier.form(
      ({ form, operator, param, options }) => approval.reject(form({ operator: operator(), id: param('id') }), options),
      './',
    ),
  )
  app.post(
    '/office/:id/correction',
    dossier.form(
      ({ form, operator, param, options }) =>
        approval.requestCorrection(form({ operator: operator(), id: param('id') }), options),
      './',
    ),
  )

  app.use(portal.notFound, portal.onError)
  return { app, stopJobs: portal.startJobs() }
}
