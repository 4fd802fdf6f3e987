/**
 * A filed PDF beside the dossier, in a frame. A stranger made the file, so nothing of it may act with the rights of the operator:
 *
 * - Chromium opens its viewer in no frame with the attribute `sandbox`, whatever it allows, on whatever site: the frame stays grey. It does
 *   open it for an answer whose own policy says `sandbox`. So the answer says it: should any browser take the bytes for a page, that page has an
 *   origin of its own, runs no script, sends no form and loads nothing.
 * - The viewer itself obeys no policy: it shows the windows of scripts in a file, and follows its links with the whole tab. So a file in which
 *   links, scripts or parts that nobody has read were found is never shown, but handed out to be saved.
 * - Whoever opens the address by itself gets a file to be saved as well: only a frame of this site shows it.
 *
 * A browser without a viewer shows an empty frame: the link to the file stands beside it.
 */
import type { AnyRefusal, DocumentFinding, Locale, Result } from 'sportello'
import { pageReply } from 'sportello'
import type { Exchange, Portal, PortalHandler } from 'sportello/express'

const sandbox = "sandbox; default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"

// Blanks before the beginning, and the page that it opens at.
const harmless: ReadonlySet<DocumentFinding> = new Set(['pdf/leading-bytes', 'pdf/open-destination'])

/** Whether a file may be shown in a frame, by what was noticed in it. */
export const canBeShown = (findings: readonly DocumentFinding[]): boolean => findings.every((one) => harmless.has(one))

type File = { readonly name: string; readonly content: Uint8Array }

/** The handler of the frame's address. */
export function documentView(
  portal: Portal,
  locale: Locale,
  look: (exchange: Exchange) => Promise<Result<File, AnyRefusal>>,
): PortalHandler {
  return (request, response, next) => {
    const headers = { 'content-security-policy': sandbox, 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' }
    look(portal.exchange(request, response))
      .then((answer) => {
        if (!answer.ok) {
          const { status, sentence } = pageReply(answer.refusal, locale)
          response.status(status)
          response.set({ ...headers, 'content-type': 'text/plain; charset=utf-8' })
          return response.send(sentence)
        }
        const { name, content } = answer.value
        if (request.headers['sec-fetch-dest'] !== 'iframe') response.attachment(name)
        response.set({ ...headers, 'content-type': 'application/pdf', 'content-length': String(content.byteLength) })
        return response.end(content)
      })
      .catch(next)
  }
}
