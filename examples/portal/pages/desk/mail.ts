/** Letters that no server took: they wait until somebody at the office sends them again or gives them up. */
import { romeText } from 'sportello/civil'
import { html } from '../../../html.ts'
import type { Room } from '../../web/room.ts'
import { doneText, goingTo } from './office-done.ts'

const perPage = 50

export const deskMail: Room = {
  routes(floor) {
    const { router, read, portal, sportello, kit } = floor
    const { t, page, form, rows, table, link, links, note, locale } = kit
    const { outbox } = sportello
    const title = t('Posta ferma', 'Parked mail')
    const list = portal.view(
      async (exchange) => {
        exchange.operator()
        const after = exchange.query('after')
        const parked = await outbox.parked({ limit: perPage, ...(after === undefined ? {} : { after }) })
        return parked.ok ? ({ ok: true, value: { parked: parked.value, done: doneText(t) } } as const) : parked
      },
      (shown) => {
        const { parked, done } = shown.view
        const last = parked.length === perPage ? parked.at(-1) : undefined
        return page(
          title,
          html`${table(
            title,
            [
              t('Ferma dal', 'Parked since'),
              t('Perché', 'Why'),
              t('Tentativi', 'Attempts'),
              t('A che cosa serve', 'What it serves'),
              t('Che cosa fare', 'What to do'),
            ],
            parked.map(({ id, topic, parkedAt, attempts, reason }) => [
              romeText(parkedAt, locale),
              reason ?? t('non detto', 'not said'),
              attempts,
              link(`/desk/journal?kind=${topic.kind}&id=${topic.id}`, `${topic.kind} ${topic.id.slice(0, 8)}`),
              html`${form(shown, `/desk/mail/${id}/requeue`, t('Rispedisci', 'Send again'), '', { look: 'outline-primary', isInline: true })} ${link(`/desk/mail/${id}/discard`, t('Elimina', 'Give up'))}`,
            ]),
            t('Nessuna lettera ferma: la posta parte.', 'No parked letters: mail is leaving.'),
          )}${last !== undefined && link(`/desk/mail?after=${encodeURIComponent(last.id)}`, t('Altre', 'More'))}`,
          {
            ...shown,
            ...{ notice: done ?? shown.notice, isWide: true },
            lead: t(
              'Che cosa dicono queste lettere resta sigillato. Corregga la causa, poi le rispedisca.',
              'What these letters say stays sealed. Mend the cause, then send them again.',
            ),
          },
        )
      },
    )
    router.get('/desk/mail', list)
    router.get('/desk/mail/:id/requeue', (_request, response) => response.redirect(303, '/desk/mail'))
    router.post(
      '/desk/mail/:id/requeue',
      read,
      list.form(
        ({ operator, param }) => outbox.requeue({ operator: operator(), id: param('id') }),
        goingTo('requeued', '/desk/mail'),
      ),
    )

    const giveUp = portal.view(
      ({ operator, param }) => {
        operator()
        return { ok: true, value: param('id') }
      },
      ({ view: id, ...shown }) =>
        page(
          t('Eliminare la lettera?', 'Give the letter up?'),
          html`${note(t('La persona non la riceverà', 'Its person will not get it'), html`<p>${t('Il contenuto è cancellato. Informi la persona in un altro modo: la pratica dice di chi si tratta.', 'What it says is wiped. Tell its person in another way: the record says whose it is.')}</p>`, 'warning')}${rows([[t('Lettera', 'Letter'), id]])}
${form({ ...shown, sent: undefined }, `/desk/mail/${id}/discard`, t('Elimina la lettera', 'Give the letter up'), '', { look: 'danger' })}${links([['/desk/mail', t('No, torna alla posta ferma', 'No, back to the parked mail')]])}`,
          { ...shown, crumbs: [['/desk/mail', title]] },
        ),
    )
    router.get('/desk/mail/:id/discard', giveUp)
    router.post(
      '/desk/mail/:id/discard',
      read,
      giveUp.form(
        ({ operator, param }) => outbox.discard({ operator: operator(), id: param('id') }),
        goingTo('discarded', '/desk/mail'),
      ),
    )
  },
}
