/** `/posta`: the letters that this portal has sent, for trying out. In service nobody reads them but their recipients, and there is no such page. */
import { romeText } from 'sportello/civil'
import { html, type Part } from '../../html.ts'
import type { Room } from '../web/room.ts'

/** A text with its addresses as links. */
function linked(text: string): Part {
  return text.split(/(https?:\/\/[^\s<>"]+)/).map((part, at) => (at % 2 === 0 ? part : html`<a href="${part}">${part}</a>`))
}

export const post: Room = {
  routes: ({ router, portal, post: caught, kit: { t, page, link, table, rows, locale }, sportello }) => {
    if (caught === null) return
    const title = t('Posta di prova', 'Post, for trying out')
    const crumbs = { crumbs: [['/posta', title]] } as const
    // What is waiting is sent first: whoever looks here waits for a letter.
    const list = portal.view(
      async () => {
        await sportello.relay()
        return { ok: true, value: await caught.letters() } as const
      },
      ({ view, ...shown }) =>
        page(
          title,
          table(
            title,
            [t('Quando', 'When'), t('A', 'To'), t('Oggetto', 'Subject')],
            view.map(({ id, date, to, subject }) => [
              romeText(Date.parse(date), locale),
              to,
              link(`/posta/${encodeURIComponent(id)}`, subject),
            ]),
            t('Nessuna lettera.', 'No letters.'),
          ),
          {
            ...shown,
            isWide: true,
            lead: t(
              'Le lettere di questo portale non lasciano il computer: si leggono qui. In servizio questa pagina non c’è.',
              'The letters of this portal do not leave the machine: they are read here. In service there is no such page.',
            ),
          },
        ),
    )
    const one = portal.view(
      async ({ param }) => ({ ok: true, value: await caught.letter(param('id')) }) as const,
      ({ view, ...shown }) =>
        view === null
          ? page(t('Lettera', 'Letter'), html`<p>${t('Questa lettera non c’è.', 'There is no such letter.')}</p>`, crumbs)
          : page(
              view.subject,
              html`${rows([
                [t('Da', 'From'), view.from],
                [t('A', 'To'), view.to],
                [t('Quando', 'When'), romeText(Date.parse(view.date), locale)],
              ])}<div class="portal-letter">${linked(view.text)}</div>`,
              { ...shown, ...crumbs },
            ),
    )
    router.get('/posta', list)
    router.get('/posta/:id', one)
  },
}
