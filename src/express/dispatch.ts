/** Which handler a path of the portal has. Express needs no routes of its own for them, and no parser of forms. */
import { type FormSource, formKind, readSentForm } from '../adapters/form-reader.ts'
import { keepAddress, keepParams } from './exchange.ts'
import { faultError } from './faults.ts'
import type { PortalHandler, PortalRequest, UploadReader } from './http.ts'

/** One route: a path below the base address, in which `:id` stands for any part. */
export type Route<Request> = {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly handler: PortalHandler<Request>
}

/** A page. */
export const get = <Request>(path: string, handler: PortalHandler<Request>): readonly Route<Request>[] => [
  { method: 'GET', path, handler },
]

/** A form, and whoever comes to its address by GET, such as after a form that was refused: led to the page that has the form. */
export function post<Request>(
  path: string,
  handler: PortalHandler<Request>,
  page: string | null = null,
): readonly Route<Request>[] {
  const leadingTo =
    (named: string): PortalHandler<Request> =>
    (request, response) => {
      const { originalUrl } = request as PortalRequest
      const [taken = ''] = originalUrl.split('?')
      const parts = taken.split('/')
      // The parts that stand for something are the same in both paths, from their beginning on.
      const offset = parts.length - path.split('/').length
      const filled = named.split('/').map((part, at) => (part.startsWith(':') ? parts[offset + at] : part))
      response.redirect(303, [...parts.slice(0, offset), ...filled].join('/'))
    }
  const form: Route<Request> = { method: 'POST', path, handler }
  return page === null ? [form] : [form, { method: 'GET', path, handler: leadingTo(page) }]
}

/** The parts of a path that a pattern stands for; null where it does not fit. Throws a URIError for what cannot be decoded. */
function fits(pattern: string, path: string): { readonly [name: string]: string } | null {
  const [wanted, given] = [pattern.split('/'), path.split('/')]
  if (wanted.length !== given.length) return null
  const params = new Map<string, string>()
  for (const [at, part] of wanted.entries()) {
    const one = given[at] ?? ''
    if (part.startsWith(':') && one !== '') params.set(part.slice(1), decodeURIComponent(one))
    else if (part !== one) return null
  }
  return Object.fromEntries(params)
}

const canRead = (request: object): request is FormSource => Symbol.asyncIterator in request

/** Reads the form into the request, as a parser and multer would; throws a fault. What a parser of the host has read stays. */
async function readInto(request: PortalRequest, bytesMax: number): Promise<void> {
  if (!canRead(request)) return
  const read = await readSentForm(request, bytesMax)
  if (!read.ok) throw faultError(read.fault, { bytesMax, headers: read.isCut ? { connection: 'close' } : {} })
  Object.assign(request, { body: read.body, file: read.file })
}

/** The reader of the upload of a form. */
export function uploadReader<Request extends PortalRequest>(bytesMax: number): UploadReader<Request> {
  return (request, _response, next) => {
    if (formKind(request) !== 'file' || request.file !== undefined) return next()
    readInto(request, bytesMax).then(() => next(), next)
  }
}

// Many times the largest form without a file.
const textsMax = 100_000

/** Answers the paths of the routes below the base; hands on every other. */
export function dispatcher<Request extends PortalRequest>(
  base: string,
  routes: readonly Route<Request>[],
  aliases: ReadonlyMap<string, string>,
  protect: PortalHandler<Request>,
): PortalHandler<Request> {
  return (request, response, next) => {
    const [whole = ''] = request.originalUrl.split('?')
    // A proxy may have taken the base away.
    const below = whole.startsWith(base) ? whole.slice(base.length) : whole.replace(/^\//, '')
    const path = below.replace(/\/$/, '')
    const taken = aliases.get(path) ?? path
    const verb = request.method === 'HEAD' ? 'GET' : request.method
    try {
      for (const { method, path: pattern, handler } of routes) {
        const params = method === verb ? fits(pattern, taken) : null
        if (params === null) continue
        keepParams(request, params)
        keepAddress(request)
        return protect(request, response, (error) => {
          if (error !== undefined) return next(error)
          const go = () => handler(request, response, next)
          if (method === 'GET' || request.body !== undefined || formKind(request) !== 'texts') return go()
          readInto(request, textsMax).then(go, next)
        })
      }
    } catch (error) {
      return next(error instanceof URIError ? faultError('unreadable') : error)
    }
    // The scripts of the pages, under whatever folder.
    return /\.global\.js$/.test(whole) ? protect(request, response, next) : next()
  }
}
