/** The routes of subscribers: the way in, the own area, and what the links in their letters open. */
import { accept } from '../kernel/index.ts'
import type { PecChangeConfirmed } from '../procedures/addresses/pec-change/context.ts'
import type { AreaAct, AreaForm, Done, LinkPage } from './area-views.ts'
import { get, post, type Route } from './dispatch.ts'
import type { Exchange } from './exchange.ts'
import { type PortalHandler, type PortalRequest, waiting } from './http.ts'
import { type Step, sendPage, shownOf } from './pages.ts'
import type { Parts } from './parts.ts'

/** The routes of subscribers. */
export function areaRoutes<Request extends PortalRequest>(parts: Parts<Request>): readonly Route<Request>[] {
  const { portal, sportello, pages, wayIn, goTo, context } = parts
  const { addresses, pecChange, emailChange, credential, pinRenewal, recovery } = sportello

  /** What the call knows of the session: where SPID or CIE has opened it, nothing is typed in the place of PIN and password. */
  const confirmed = ({ token, session }: Pick<Exchange, 'token' | 'session'>) =>
    session().means === 'local' ? { token } : { token, pin: null, password: null }
  const guarded =
    (handler: PortalHandler<Request>): PortalHandler<Request> =>
    (request, response, next) =>
      wayIn.guard(request, response, (error) => (error === undefined ? handler(request, response, next) : next(error)))
  const own = (routes: readonly Route<Request>[]) => routes.map((route) => ({ ...route, handler: guarded(route.handler) }))
  /** The page of an act; of a change of an address with the one that is under way. */
  const act = (name: AreaAct) =>
    portal.view<AreaForm>(async ({ token }) => {
      if (name === 'pec') {
        const own = await pecChange.inspectOwn({ token })
        return own.ok ? accept({ act: name, underWay: own.value?.pec ?? null }) : own
      }
      if (name === 'email') {
        const own = await emailChange.inspectOwn({ token })
        return own.ok ? accept({ act: name, underWay: own.value?.email ?? null }) : own
      }
      return accept({ act: name, underWay: null })
    }, pages.areaForm)
  const done = <Value>(what: Done | ((value: Value) => Done)): Step<Value> => ({
    first: (value, { request, response }) => {
      const view = typeof what === 'function' ? what(value) : what
      sendPage(response, pages.done(shownOf(context, request, view)))
    },
    afterwards: null,
  })
  /** What ends the session as well. */
  const ending = (what: Done): Step<unknown> => ({
    first: (value, exchange) => {
      context.signedOut(exchange.response)
      done(what).first(value, exchange)
    },
    afterwards: null,
  })
  const opening = (page: LinkPage) =>
    get(
      page,
      portal.view(() => accept(page), pages.opening),
    )

  const area = portal.view(
    ({ token }) =>
      portal.all({
        addresses: addresses.inspect({ token }),
        pecChange: pecChange.inspectOwn({ token }),
        emailChange: emailChange.inspectOwn({ token }),
      }),
    pages.area,
  )
  const [pec, cancelling, email, pin] = [act('pec'), act('pec/cancel'), act('email'), act('pin')]
  const [concluding, suspending, revoking] = [act('pin/conclude'), act('suspend'), act('revoke')]
  const asking = portal.page(pages.recoveryRequest)
  const renewing = portal.page(pages.pinRequest)
  const renewed = portal.page(pages.pinConclusion)
  const recovering = portal.view(({ text }) => recovery.inspect(text('token')), pages.recovery)
  const ofPec = portal.view(({ text }) => pecChange.inspectByLink(text('token')), pages.pecChange)
  const ofEmail = portal.view(({ text }) => emailChange.inspectByLink(text('token')), pages.emailChange)
  const ofNotice = portal.view(({ text }) => credential.inspectLink(text('token')), pages.suspension)
  const signingOut = waiting<Request>(async (request, response, next) => wayIn.signOut(request, response, next))

  return [
    get('sign-in', wayIn.signIn),
    post('sign-in', wayIn.signInForm),
    post('sign-out', signingOut, 'sign-in'),
    get('password', wayIn.password),
    post('password', wayIn.password),
    own(
      [
        get('area', area),
        ...[get('area/pec', pec), get('area/email', email), get('area/pin', pin)],
        ...[get('area/suspend', suspending), get('area/revoke', revoking)],
        post(
          'area/pec',
          pec.form((asked) => pecChange.request(asked.form(confirmed(asked)), asked.options), goTo('area', 'pec-requested')),
        ),
        post(
          'area/pec/resend',
          area.form(({ token, options }) => pecChange.resend({ token }, options), goTo('area', 'link-sent')),
          'area',
        ),
        post(
          'area/pec/cancel',
          cancelling.form((asked) => pecChange.cancel(asked.form(confirmed(asked)), asked.options), goTo('area', 'cancelled')),
          'area',
        ),
        post(
          'area/email',
          email.form(
            (asked) => emailChange.request(asked.form(confirmed(asked)), asked.options),
            goTo('area', 'email-requested'),
          ),
        ),
        post(
          'area/email/resend',
          area.form(({ token, options }) => emailChange.resend({ token }, options), goTo('area', 'link-sent')),
          'area',
        ),
        post(
          'area/email/cancel',
          area.form(({ token, options }) => emailChange.cancel({ token }, options), goTo('area', 'cancelled')),
          'area',
        ),
        post(
          'area/pin',
          pin.form(({ form, token, options }) => pinRenewal.start(form({ token }), options), pages.pinStarted),
        ),
        post(
          'area/pin/conclude',
          concluding.form(({ form, token, options }) => pinRenewal.conclude(form({ token }), options), ending('pin-renewed')),
          'area/pin',
        ),
        post(
          'area/suspend',
          suspending.form(({ form, token, options }) => credential.suspendOwn(form({ token }), options), ending('suspended')),
        ),
        post(
          'area/revoke',
          revoking.form((asked) => credential.revokeOwn(asked.form(confirmed(asked)), asked.options), ending('revoked')),
        ),
        post(
          'area/sessions',
          area.form(
            ({ token, options }) => credential.endSessions({ token }, options),
            goTo('sign-in', 'signed-out', context.signedOut),
          ),
          'area',
        ),
      ].flat(),
    ),
    get('recovery/request', asking),
    post(
      'recovery/request',
      asking.form(({ form, options }) => recovery.request(form(), options), done('recovery-asked')),
    ),
    get('pin/request', renewing),
    post(
      'pin/request',
      renewing.form(({ form, options }) => pinRenewal.start(form(), options), pages.pinRequested),
    ),
    get('pin/conclude', renewed),
    post(
      'pin/conclude',
      renewed.form(({ form, options }) => pinRenewal.conclude(form(), options), done('pin-renewed')),
    ),
    // Opening a mailed link looks; only the button does.
    ...(['recovery', 'pec-change', 'email-change', 'suspend'] as const).map(opening),
    post('recovery/look', recovering, 'recovery'),
    post(
      'recovery',
      recovering.form(({ form, options }) => recovery.complete(form(), options), ending('recovered')),
    ),
    post('pec-change/look', ofPec, 'pec-change'),
    post(
      'pec-change',
      ofPec.form(
        ({ text, options }) => pecChange.confirm(text('token'), options),
        done(({ status }: PecChangeConfirmed) => (status === 'waiting' ? 'pec-waiting' : 'pec-confirmed')),
      ),
    ),
    post('email-change/look', ofEmail, 'email-change'),
    post(
      'email-change',
      ofEmail.form(({ text, options }) => emailChange.confirm(text('token'), options), done('email-confirmed')),
    ),
    post('suspend/look', ofNotice, 'suspend'),
    post(
      'suspend',
      ofNotice.form(({ text, options }) => credential.suspendByLink(text('token'), options), done('suspended')),
    ),
  ].flat()
}
