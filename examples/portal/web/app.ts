/** The portal as an application of Express: files, language, whoever is at the desk, then the rooms in the language of the reader. */
import express, { type Express, type NextFunction, type Request, type Response } from 'express'
import type { Locale, Office } from 'sportello'
import { expressPortal, type PortalPages, type PortalRequest, type SubscriberPages } from 'sportello/express'
import { type Around, around, within } from './around.ts'
import { files } from './files.ts'
import { kitOf } from './kit.ts'
import type { Ground, Room } from './room.ts'

export type AppParts = Ground & {
  readonly office: Office
  /** The folder of the scripts for pages of the library. */
  readonly scripts: string
  readonly rooms: readonly Room[]
}

// Fonts and icons of Bootstrap Italia stand as data in its style. Documents are shown in a frame of the desk.
export const contentPolicy = [
  "default-src 'none'",
  ...["script-src 'self'", "style-src 'self'", "img-src 'self' data:", "font-src 'self' data:", "frame-src 'self'"],
  ...["form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'"],
].join('; ')

/** A cookie of the portal's own; empty where there is none. */
export function cookieOf({ headers }: { readonly headers: Request['headers'] }, name: string): string {
  const [, value = ''] = new RegExp(`(?:^|; *)${name}=([^;]*)`).exec(headers.cookie ?? '') ?? []
  return value
}

const isLocale = (text: unknown): text is Locale => text === 'it' || text === 'en'

/** What the reader has chosen, else what the browser asks for, else Italian. */
function localeOf(request: Request): Locale {
  const chosen = cookieOf(request, 'language')
  if (isLocale(chosen)) return chosen
  const [preferred] = request.acceptsLanguages()
  return preferred?.toLowerCase().startsWith('en') === true ? 'en' : 'it'
}

// Within this site: no second slash, no backslash, no blank.
const ownPath = /^\/(?![/\\])[!-[\]-~]*$/

export const ownPathOr = (path: unknown, otherwise: string): string =>
  typeof path === 'string' && path.length <= 500 && ownPath.test(path) ? path : otherwise

/** One language of the portal. */
function floorOf(locale: Locale, { office: given, scripts, rooms, ...ground }: AppParts) {
  const office: Office = { ...given, locale }
  const kit = kitOf(office)
  const { sportello, log } = ground
  const portal = expressPortal(sportello, {
    ...{ office, log, scripts },
    operator: () => around().worker,
    message: (told) =>
      kit.page(
        kit.t('Avviso', 'Notice'),
        kit.links(
          around().worker !== null && around().asked.startsWith('/desk')
            ? [
                ['/desk/requests', kit.t('Vai alle richieste', 'Go to the requests')],
                ['/desk', kit.t('Torna al cruscotto', 'Back to the dashboard')],
              ]
            : [
                ['/', kit.t('Torna ai servizi', 'Back to the services')],
                ['/assistance', kit.t('Chiedi assistenza', 'Ask for assistance')],
              ],
        ),
        { told, isMessage: true },
      ),
  })
  const router = express.Router()
  const read = express.urlencoded({ extended: false, limit: '100kb' })
  for (const room of rooms) room.routes?.({ ...ground, kit, portal, router, read })
  const pages: Partial<PortalPages> = Object.assign({}, ...rooms.map((room) => room.pages?.(kit, ground)))
  const heard = rooms.flatMap((room) => room.onSignIn?.(ground) ?? [])
  const onSignIn: SubscriberPages['onSignIn'] = (...told) => {
    for (const hear of heard) hear(...told)
  }
  const own = express.Router()
  // Before the gate for what it refuses, and behind it for what it lets through with a policy of its own.
  const strict = (_request: Request, response: Response, next: NextFunction): void => {
    response.set('content-security-policy', contentPolicy)
    next()
  }
  own.use(strict, (request, response, next) => portal.protect(request as PortalRequest, response, next), strict)
  own.use(router)
  own.use(portal.routes({ pages, contentPolicy, onSignIn }), portal.notFound, portal.onError)
  return own
}

/** The whole portal. */
export function portalApp(parts: AppParts): Express {
  const { office, sportello, workers, log } = parts
  const floors = { it: floorOf('it', parts), en: floorOf('en', parts) } as const
  const secure = office.links.startsWith('https:')

  const app = express()
  app.disable('x-powered-by')
  app.use('/static', files())
  app.get('/language/:locale', (request, response) => {
    const { locale } = request.params
    if (isLocale(locale)) {
      response.cookie('language', locale, { httpOnly: true, sameSite: 'lax', secure, path: '/', maxAge: 365 * 86_400_000 })
    }
    response.redirect(303, ownPathOr(request.query['back'], '/'))
  })
  app.use((request: Request, response: Response, next: NextFunction): void => {
    const locale = localeOf(request)
    const token = cookieOf(request, 'session')
    sportello.maintenance
      .availability(token === '' ? {} : { token })
      .catch((cause: unknown) => {
        // Whatever the page asks of the counter says so by itself.
        log('availability', cause)
        return []
      })
      .then((features): void => {
        const shown: Around = {
          ...{ locale, path: request.method === 'GET' ? request.originalUrl : '/', asked: request.path, method: request.method },
          ...{ isSecure: secure, hasSession: token !== '' },
          once: (name) => {
            const value = cookieOf(request, name)
            if (value !== '') response.clearCookie(name, { httpOnly: true, sameSite: 'lax', secure, path: '/' })
            return value
          },
          worker: workers.find(cookieOf(request, 'worker')),
          features: new Map(features.map((one) => [one.feature, one])),
        }
        within(shown, () => floors[locale](request, response, next))
      })
      .catch(next)
  })
  return app
}
