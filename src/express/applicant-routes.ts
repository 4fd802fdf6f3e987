/** The routes of applicants: a request for credentials in both its phases. */
import type { AnyRefusal } from '../kernel/index.ts'
import { besideFile } from './beside-file.ts'
import { get, post, type Route } from './dispatch.ts'
import type { Exchange } from './exchange.ts'
import { faultError } from './faults.ts'
import type { PortalRequest } from './http.ts'
import type { Answer } from './pages.ts'
import type { Parts } from './parts.ts'

/** The routes of applicants. */
export function applicantRoutes<Request extends PortalRequest>(parts: Parts<Request>): readonly Route<Request>[] {
  const { portal, sportello, pages, cookies, goTo, upload, locale } = parts
  const { registration } = sportello

  /** The request of the page must be that of the cookie: another tab may have opened another one meanwhile. */
  const ofPage =
    <Value>(call: (exchange: Exchange<Request>) => Answer<Value>) =>
    async (exchange: Exchange<Request>) => {
      const looked = await registration.inspect(exchange.ticket)
      if (!looked.ok) return looked
      if (exchange.text('request') !== looked.value.id) throw faultError('other-request')
      return call(exchange)
    }
  // A secret is shown again for ten minutes: after that the request is.
  const shownBefore = {
    refused: ({ code }: AnyRefusal, { response, ticket }: Exchange<Request>) => {
      if (code !== 'request/answer-expired' || ticket === '') return false
      cookies.keepNotice(response, 'pin-seen')
      response.redirect(303, parts.at('registration/status'))
      return true
    },
  }

  const opening = portal.page(pages.registration)
  const status = portal.view(({ ticket }) => registration.inspect(ticket), pages.status, pages.noRequest)
  const withdrawing = portal.view(({ ticket }) => registration.inspect(ticket), pages.withdrawal, pages.noRequest)
  const here = 'registration/status'
  return [
    get('registration', opening),
    post(
      'registration',
      opening.form(({ form, options }) => registration.open(form(), options), portal.keepingTicket(pages.opened), shownBefore),
    ),
    get(here, status),
    post(
      'registration/ticket',
      status.form(({ text }) => registration.inspect(text('ticket')), portal.keepingTicket(parts.at(here))),
      here,
    ),
    post(
      'registration/documents',
      status.form(
        ofPage(({ ticket, form, file, options }) =>
          registration.addDocument(ticket, form({ name: file.name }), file.content, options),
        ),
        goTo(here, 'uploaded'),
        { upload, before: ({ ticket }) => registration.inspect(ticket), tell: besideFile(locale) },
      ),
      here,
    ),
    post(
      'registration/documents/remove',
      status.form(
        ofPage(({ ticket, text, options }) => registration.removeDocument(ticket, text('document'), options)),
        goTo(here, 'removed'),
      ),
      here,
    ),
    post(
      'registration/correct',
      status.form(
        ofPage(({ ticket, form, options }) => registration.correct(ticket, form(), options)),
        goTo(here, 'corrected'),
      ),
      here,
    ),
    post(
      'registration/complete',
      status.form(
        ofPage(({ ticket, options }) => registration.complete(ticket, options)),
        goTo(here, 'completed'),
      ),
      here,
    ),
    get('registration/withdraw', withdrawing),
    post(
      'registration/withdraw',
      withdrawing.form(
        ofPage(({ ticket, options }) => registration.withdraw(ticket, options)),
        goTo(here, 'withdrawn'),
      ),
    ),
    post(
      'registration/link',
      status.form(
        ofPage(({ ticket, options }) => registration.sendLinkAgain(ticket, options)),
        goTo(here, 'link-sent'),
      ),
      here,
    ),
    post(
      'registration/pin',
      status.form(
        ofPage(({ ticket, options }) => registration.renewPin(ticket, options)),
        pages.pinHalf,
        shownBefore,
      ),
      here,
    ),
    post(
      'registration/pin-half',
      status.form(
        ofPage(({ ticket, options }) => registration.showPinHalf(ticket, options)),
        pages.pinHalf,
        shownBefore,
      ),
      here,
    ),
    post(
      'registration/leave',
      portal.page(pages.home).form(
        () => ({ ok: true, value: null }),
        goTo('', 'left', (response) => cookies.dropTicket(response)),
      ),
      here,
    ),
  ].flat()
}
