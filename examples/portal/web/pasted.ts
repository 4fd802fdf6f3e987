/** Links of letters for whoever pastes them: without JavaScript, or from another machine. */
import type { RequestHandler } from 'express'
import type { PageReply } from 'sportello'
import { type Html, html } from '../../html.ts'
import { around } from './around.ts'
import type { Kit } from './kit.ts'

/** What stands behind `#ticket=` (`token`, `pass`) of a link that was pasted whole, as a mail program may have broken it; else what was pasted. */
export function secretOf(pasted: string): string {
  const text = pasted.replaceAll(/\s/g, '')
  const [, secret] = /#(?:.*&)?(?:ticket|token|pass)=([\w~-]{1,256})/.exec(text) ?? []
  return secret ?? text
}

/** Lets a form have the whole link in the field: before its handler, behind the reader of forms. */
export const takingLinks =
  (name: string): RequestHandler =>
  (request, _response, next) => {
    const body: unknown = request.body
    if (typeof body === 'object' && body !== null) {
      const text: unknown = Reflect.get(body, name)
      if (typeof text === 'string') Reflect.set(body, name, secretOf(text))
    }
    next()
  }

/** A form that takes a link; it only looks. */
export function pasteForm({ t }: Kit, path: string, name: 'ticket' | 'token', button: string): Html {
  return html`<form class="portal-form" method="post" action="${path}"><div class="portal-field"><label for="pasted">${t('Link della richiesta', 'Link of the request')}</label><input class="form-control" id="pasted" name="${name}" type="text" autocomplete="off" spellcheck="false" autocapitalize="none" aria-required="true" aria-describedby="pasted-hint"><small class="form-text" id="pasted-hint">${t('Per intero, dall’inizio all’ultimo carattere.', 'All of it, from its beginning to the last character.')}</small></div><button class="btn btn-primary">${button}</button></form>
`
}

/** Whoever opens the page without any link is told nothing; whoever came with one that opens nothing is. */
export const toldOfLink = (told: PageReply): PageReply | undefined =>
  told.status === 404 && around().method !== 'POST' ? undefined : told
