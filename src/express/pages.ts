/** Pages that show what the library says: looked at by GET, and again with what is wrong after a refused POST. */
import type { AnyRefusal, Result } from '../kernel/index.ts'
import { type PageReply, pageReply } from '../page-reply.ts'
import { passwordFacts } from '../password-facts.ts'
import type { SessionView } from '../procedures/account/session/use-cases.ts'
import { type Exchange, keptSession } from './exchange.ts'
import { thrownFault } from './faults.ts'
import { shownAgain, typedOf } from './forms.ts'
import { cookieOf, type PortalHandler, type PortalRequest, type PortalResponse, type UploadReader, waiting } from './http.ts'
import { isWarning, noticeText } from './notices.ts'
import type { PortalOffice } from './options.ts'

/** What a page shows. All texts are plain text: escape them. */
export type Shown<View> = {
  /** What was looked at. */
  readonly view: View
  /** What is wrong with what was sent; undefined where nothing is. */
  readonly told: PageReply | undefined
  /** A sentence about what has just been done; undefined where nothing was. */
  readonly notice: string | undefined
  /** The notice warns: nothing was done, and there is something to do. */
  readonly isWarning: boolean
  /** What was typed, by the path of the field, without secrets: `typed['body.name']`. */
  readonly typed: { readonly [path: string]: string }
  /** The ticked boxes, by the path of the list: `chosen['fields']` of `name="fields[]"`. */
  readonly chosen: { readonly [path: string]: readonly string[] }
  /** The path of the form that was sent and refused, as a browser has it; undefined where none was. */
  readonly sent: string | undefined
  /** A new request key, for the hidden field `requestKey` of each form of the page. */
  readonly requestKey: string
  /** The session of the subscriber, behind the guard. */
  readonly session: SessionView | null
  /** What a new password must not hold, as JSON for `data-sportello-facts`: of the office, and of the subscriber behind the guard. */
  readonly facts: string
}

/** Makes the HTML of a page. */
export type Page<View> = (shown: Shown<View>) => string

/** What a look or a call answers with. */
export type Answer<Value> = Result<Value, AnyRefusal> | Promise<Result<Value, AnyRefusal>>

/** What is done after an accepted call before anything is shown: cookies. Null after it where that has answered. */
export type Step<Value> = {
  readonly first: (value: Value, exchange: Exchange) => void
  readonly afterwards: string | Page<Value> | null
}

/** What follows an accepted call: the path that the browser goes to, or a page for what is shown once. */
export type Then<Value> = string | Page<Value> | Step<Value>

/** A handler that shows a page, with the handlers of its forms. */
export type View<Request> = PortalHandler<Request> & {
  /**
   * The handler of a form of the page: calls, and goes on with `then`. A refusal shows the page again, with what is wrong and what was typed.
   * `upload` reads the file of the form, such as `multer(…).single('file')`: what it throws is shown in the page as well.
   */
  form<Value>(
    call: (exchange: Exchange<Request>) => Answer<Value>,
    then: Then<Value>,
    upload?: UploadReader<Request> | FormSettings<Request>,
  ): PortalHandler<Request>
}

/** What a form does besides. Everything may be left out. */
export type FormSettings<Request = PortalRequest> = {
  /** Reads the file of the form. */
  readonly upload?: UploadReader<Request>
  /** Looked at before the upload is read: where it is refused, nothing is read and nothing is called. */
  readonly before?: (exchange: Exchange<Request>) => Answer<unknown>
  /** What a refusal leads to instead of the page, such as a redirect: true where it has answered. */
  readonly refused?: (refusal: AnyRefusal, exchange: Exchange<Request>) => boolean
  /** What is told of a refusal, such as a text beside a field that the call knows nothing of. */
  readonly tell?: (told: PageReply, refusal: AnyRefusal, exchange: Exchange<Request>) => PageReply
}

/** What the pages of one portal have alike. */
export type PageContext<Request> = {
  readonly office: PortalOffice
  readonly message: (told: PageReply) => string
  readonly requestKey: () => string
  readonly exchange: (request: Request, response: PortalResponse) => Exchange<Request>
  readonly signedOut: (response: PortalResponse) => void
  readonly dropNotice: (response: PortalResponse) => void
  /** Clears the cookie of what is found to be over. */
  readonly forget: (exchange: Exchange<Request>, refusal: AnyRefusal) => void
}

/** Of every page. */
export const pageHeaders: { readonly [name: string]: string } = {
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
}

/** Sends a page, with the status and the headers of what it tells. */
export function sendPage(response: PortalResponse, html: string, told?: Partial<Pick<PageReply, 'status' | 'headers'>>): void {
  response.status(told?.status ?? 200)
  response.set({ ...pageHeaders, ...told?.headers })
  response.send(html)
}

/** What a page is made from. */
export function shownOf<View>(
  { requestKey, office }: Pick<PageContext<never>, 'requestKey' | 'office'>,
  request: PortalRequest,
  view: View,
  said: {
    readonly told?: PageReply | undefined
    readonly notice?: string | undefined
    readonly isWarning?: boolean
    readonly back?: string
  } = {},
): Shown<View> {
  const typed = typedOf(request.body)
  const { told, notice, isWarning = false, back } = said
  const again = back === undefined ? shownAgain(typed) : { ...shownAgain(typed), back }
  const session = keptSession(request)
  const [path] = request.originalUrl.split('?')
  const sent = told === undefined || request.method !== 'POST' ? undefined : path
  return {
    ...{ view, told, notice, isWarning, typed: again, chosen: typed.lists, sent },
    ...{ requestKey: requestKey(), session, facts: JSON.stringify(passwordFacts(office, session)) },
  }
}

/** Runs the reader of an upload; what it hands on as an error is thrown. */
function uploaded<Request>(upload: UploadReader<Request>, request: Request, response: PortalResponse): Promise<void> {
  return new Promise((resolve, reject) => {
    upload(request, response, (error) => (error === undefined || error === null ? resolve() : reject(error)))
  })
}

/** A page that looks, and the handlers of its forms. */
export function viewOf<Request extends PortalRequest, Value>(
  context: PageContext<Request>,
  look: (exchange: Exchange<Request>) => Answer<Value>,
  page: Page<Value>,
  otherwise: (told: PageReply) => string = context.message,
): View<Request> {
  const { forget, office, dropNotice } = context

  async function show(exchange: Exchange<Request>, given?: PageReply): Promise<void> {
    const { request, response } = exchange
    const looked = await look(exchange)
    if (looked.ok) {
      const kept = cookieOf(request, 'notice')
      const notice = noticeText(kept, office.locale)
      if (notice !== undefined) dropNotice(response)
      return sendPage(
        response,
        page(shownOf(context, request, looked.value, { told: given, notice, isWarning: isWarning(kept) })),
        given,
      )
    }
    forget(exchange, looked.refusal)
    const told = given ?? pageReply(looked.refusal, office.locale)
    sendPage(response, otherwise(told), told)
  }

  async function goOn<Done>(exchange: Exchange<Request>, value: Done, then: Then<Done>): Promise<void> {
    const { request, response } = exchange
    if (typeof then === 'string') return void response.redirect(303, then)
    if (typeof then === 'function') return sendPage(response, then(shownOf(context, request, value)))
    then.first(value, exchange)
    if (then.afterwards !== null) await goOn(exchange, value, then.afterwards)
  }

  const handler = waiting<Request>((request, response) => show(context.exchange(request, response)))
  return Object.assign(handler, {
    form: <Done>(
      call: (exchange: Exchange<Request>) => Answer<Done>,
      then: Then<Done>,
      given?: UploadReader<Request> | FormSettings<Request>,
    ): PortalHandler<Request> =>
      waiting<Request>(async (request, response) => {
        const { upload, before, refused, tell }: FormSettings<Request> =
          typeof given === 'function' ? { upload: given } : (given ?? {})
        if (before !== undefined) {
          const early = context.exchange(request, response)
          const looked = await before(early)
          if (!looked.ok) return show(early, pageReply(looked.refusal, office.locale))
        }
        if (upload !== undefined) {
          const fault = await uploaded(upload, request, response).then(
            () => null,
            (error: unknown) => ({ error, told: thrownFault(error, office.locale) }),
          )
          if (fault?.told) return show(context.exchange(request, response), fault.told)
          if (fault !== null) throw fault.error
        }
        const exchange = context.exchange(request, response)
        const answer = await call(exchange)
        if (answer.ok) return goOn(exchange, answer.value, then)
        const { refusal } = answer
        if (refusal.code === 'session/not-active') context.signedOut(response)
        if (refused?.(refusal, exchange)) return
        const told = pageReply(refusal, office.locale)
        return show(exchange, tell?.(told, refusal, exchange) ?? told)
      }),
  })
}
