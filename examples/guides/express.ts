/** The pieces of docs/guides/express.md: the portal of the package, and a page of your own beside it. */
import express from 'express'
import { fieldLabel, type Operator, type Sportello } from 'sportello'
import { expressPortal, type PortalRequest, type Shown } from 'sportello/express'

type Office = { readonly name: string; readonly locale: 'it' | 'en'; readonly links: string }
type Login = (request: PortalRequest) => Operator | null

export function start(sportello: Sportello, office: Office, operator: Login) {
  const app = express()
  // #region portal
  const portal = expressPortal(sportello, { office, operator, log: console.error })
  app.use(portal.routes(), portal.notFound, portal.onError)
  const stopJobs = portal.startJobs() // at the end of the process: await stopJobs()
  // #endregion
  return { app, stopJobs }
}

// #region page
const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)

/** The form of a request, with what was typed and what was wrong with it. */
const registrationPage = ({ told, typed, requestKey }: Shown<unknown>): string => `<!doctype html>
  <html lang="it"><title>Richiesta</title>
  ${told ? `<div role="alert">${escaped(told.sentence)}</div>` : ''}
  <form method="post" action="/own/registration">
    <input type="hidden" name="requestKey" value="${requestKey}">
    <label>${escaped(fieldLabel('body.name', 'it') ?? '')} <input name="body.name" value="${escaped(typed['body.name'] ?? '')}"></label>
    <strong>${escaped(told?.fields['body.name'] ?? '')}</strong>
    <button>Prosegui</button>
  </form></html>`
// #endregion

export function beside(sportello: Sportello, office: Office) {
  const app = express()
  const portal = expressPortal(sportello, { office, log: console.error })
  const openedPage = '/own/opened'
  // #region routes
  app.use('/own', portal.protect, express.urlencoded({ extended: false }))
  const opening = portal.page(registrationPage)
  app.get('/own/registration', opening)
  const open = opening.form(({ form, options }) => sportello.registration.open(form(), options), portal.keepingTicket(openedPage))
  app.post('/own/registration', open)
  app.use(portal.notFound, portal.onError)
  // #endregion
  return app
}
