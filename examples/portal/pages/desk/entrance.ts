/** The way in to the desk: a sign-in of the example's own, and the guard before every other page of the desk. */
import type { NextFunction, Request, Response } from 'express'
import { html } from '../../../html.ts'
import { cookieOf, ownPathOr } from '../../web/app.ts'
import { around } from '../../web/around.ts'
import type { Fields } from '../../web/fields.ts'
import type { Room } from '../../web/room.ts'

export const deskEntrance: Room = {
  routes: ({ router, read, portal, workers, kit: { t, page, form, field, hidden, note } }) => {
    const title = t('Accesso degli operatori', 'Sign-in of operators')
    const signIn = (shown: Fields): string =>
      page(
        title,
        html`${note(t('Questo accesso è dell’esempio', 'This sign-in is the example’s own'), html`<p>${t('La libreria non ha l’accesso degli operatori: un ente usa il proprio, con un secondo fattore.', 'The library has no sign-in of operators: an office uses its own, with a second factor.')}</p>`)}
${form(shown, '/desk/sign-in', t('Entra', 'Sign in'), (own) => [
  hidden('back', own.typed['back']),
  field(own, 'worker', { label: t('Nome utente', 'User name'), isRequired: true, autocomplete: 'username' }),
  field(own, 'password', { type: 'password', isRequired: true }),
])}`,
        { told: shown.told },
      )
    const view = portal.page(signIn)
    // The way in instead of a page that was asked for: the browser is told that it is not that page, and goes there after the sign-in.
    const closed = portal.view(
      () => ({ ok: false, refusal: { code: 'session/sign-in-refused', retryAt: null } }) as const,
      () => '',
      () => {
        const unsent = { told: undefined, chosen: {}, sent: undefined, facts: '{}' }
        return signIn({ ...unsent, typed: { back: around().path }, requestKey: portal.requestKey() })
      },
    )
    const wrong = {
      it: 'Nome utente o password non sono giusti, oppure i tentativi sono stati troppi: riprovi tra un minuto.',
      en: 'User name or password are wrong, or there were too many attempts: try again in a minute.',
    }
    router.get('/desk/sign-in', view)
    router.post(
      '/desk/sign-in',
      read,
      view.form(
        async ({ text }) => {
          const cookie = await workers.signIn(text('worker'), text('password'))
          return cookie === null
            ? ({ ok: false, refusal: { code: 'session/sign-in-refused', retryAt: null } } as const)
            : ({ ok: true, value: cookie } as const)
        },
        {
          first: (cookie, { response, text }) => {
            const secure = around().isSecure
            response.cookie('worker', cookie, { httpOnly: true, secure, sameSite: 'lax', path: '/' })
            response.redirect(303, ownPathOr(text('back'), '/desk'))
          },
          afterwards: null,
        },
        { tell: (told) => ({ ...told, sentence: wrong[around().locale] }) },
      ),
    )
    router.post('/desk/sign-out', (request: Request, response: Response) => {
      workers.signOut(cookieOf(request, 'worker'))
      response.clearCookie('worker', { httpOnly: true, secure: around().isSecure, sameSite: 'lax', path: '/' })
      response.redirect(303, '/desk/sign-in')
    })
    router.use('/desk', (request: Request, response: Response, next: NextFunction) => {
      if (around().worker !== null) return next()
      closed(request, response, next)
    })
  },
}
