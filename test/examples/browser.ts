/** A browser as far as a portal without scripts needs one: cookies, forms with their hidden fields, and the header that says where a request comes from. */
import type { Server } from 'node:http'

/** What came back. */
export type Answered = {
  readonly status: number
  readonly html: string
  readonly headers: Headers
  /** The `Set-Cookie` headers. */
  readonly cookies: readonly string[]
}

/** What a form sends, by the names of its fields. */
export type Fields = { readonly [name: string]: string | File | readonly (string | File)[] }

type Sending = { readonly site?: string; readonly headers?: { readonly [name: string]: string } }

/** One browser at the server. */
export function browserAt(server: Server) {
  const jar = new Map<string, string>()

  async function ask(
    method: string,
    path: string,
    body: string | URLSearchParams | FormData | null,
    { site = 'same-origin', headers = {} }: Sending = {},
  ) {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const sent = { cookie, 'sec-fetch-site': site, ...headers }
    const response = await fetch(`http://127.0.0.1:${portOf(server)}${path}`, { method, body, headers: sent, redirect: 'manual' })
    const cookies = response.headers.getSetCookie()
    for (const line of cookies) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (value === '') jar.delete(name)
      else jar.set(name, value)
    }
    return { status: response.status, html: await response.text(), headers: response.headers, cookies } satisfies Answered
  }

  return {
    jar,
    ask,
    get: (path: string, sending?: Sending) => ask('GET', path, null, sending),
    post: (path: string, fields: Fields, sending?: Sending) => ask('POST', path, bodyOf(fields), sending),
  }
}

const portOf = (server: Server): number => {
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

/** As a page sends it: with a file as `multipart/form-data`. */
function bodyOf(fields: Fields): URLSearchParams | FormData {
  const pairs = Object.entries(fields).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((one: string | File) => [name, one] as const),
  )
  if (!pairs.some(([, value]) => value instanceof File)) {
    const texts = new URLSearchParams()
    for (const [name, value] of pairs) if (typeof value === 'string') texts.append(name, value)
    return texts
  }
  const form = new FormData()
  for (const [name, value] of pairs) form.append(name, value)
  return form
}

/** The value of a field of the page; empty where it has none. */
export function inputValue(html: string, name: string): string {
  const input = (html.match(/<input[^>]*>/g) ?? []).find((tag) => tag.includes(`name="${name}"`)) ?? ''
  return /value="([^"]*)"/.exec(input)?.[1] ?? ''
}
