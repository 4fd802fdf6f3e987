/** The routes of people who ask for assistance. */
import { besideFile } from './beside-file.ts'
import { get, post, type Route } from './dispatch.ts'
import type { Exchange } from './exchange.ts'
import type { PortalRequest } from './http.ts'
import type { Parts } from './parts.ts'

/** The routes of assistance. */
export function assistanceRoutes<Request extends PortalRequest>(parts: Parts<Request>): readonly Route<Request>[] {
  const { portal, sportello, pages, cookies, goTo, upload, locale } = parts
  const { assistance } = sportello
  const topicOf = (exchange: Exchange<Request>) => {
    const sent = exchange.form<{ readonly path?: unknown }>().path
    const path = Array.isArray(sent) ? sent.map(String) : []
    return portal.all({ topic: assistance.topics(path), path: { ok: true, value: path } as const })
  }
  const topics = portal.view<{ readonly topic: never; readonly path: readonly string[] }>(
    topicOf as never,
    pages.assistance as never,
  )
  const look = ({ assistance: ticket }: Exchange<Request>) => assistance.inspect(ticket)
  const asked = portal.view(look, pages.assistanceStatus, pages.noAssistance)
  const withdrawing = portal.view(look, pages.assistanceWithdrawal, pages.noAssistance)

  return [
    get('assistance', topics),
    post('assistance/topics', topics, 'assistance'),
    post(
      'assistance',
      topics.form(
        ({ form, file, options }) => assistance.open(form({ fileName: file.name }), file.content, options),
        {
          first: ({ ticket }, { response }) => {
            cookies.keepAssistance(response, ticket)
            response.redirect(303, parts.at('assistance/status'))
          },
          afterwards: null,
        },
        { upload, tell: besideFile(locale) },
      ),
    ),
    get('assistance/status', asked),
    get('assistance/withdraw', withdrawing),
    post(
      'assistance/withdraw',
      withdrawing.form(
        ({ assistance: ticket, options }) => assistance.withdraw(ticket, options),
        goTo('assistance/status', 'withdrawn'),
      ),
    ),
    post(
      'assistance/leave',
      portal.page(pages.home).form(
        () => ({ ok: true, value: null }),
        goTo('', 'left', (response) => cookies.dropAssistance(response)),
      ),
      'assistance/status',
    ),
  ].flat()
}
