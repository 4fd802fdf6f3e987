/** Letters that no server took: they wait until somebody at the office sends them again or gives them up. */
import type { OutboxParkedMail } from 'sportello'
import { romeText } from 'sportello/civil'
import { html, type Part } from '../../../html.ts'
import type { Room } from '../../web/room.ts'
import { doneText, goingTo } from './office-done.ts'
import { officeWords } from './office-words.ts'

const perPage = 50

export const deskMail: Room = {
  routes(floor) {
    const { router, read, portal, sportello, kit } = floor
    const { t, page, form, rows, table, link, links, note, locale } = kit
    const { outbox } = sportello
    const title = t('Posta ferma', 'Parked mail')
    const serves = t('A che cosa serve', 'What it serves')
    const names = new Map(officeWords(t).records)
    const record = ({ topic: { kind, id } }: OutboxParkedMail): Part =>
      html`${link(`/desk/journal?kind=${kind}&id=${id}`, names.get(kind) ?? kind)} <small>${id.slice(0, 8)}…</small>`
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
              serves,
              t('Che cosa fare', 'What to do'),
            ],
            parked.map((letter) => [
              romeText(letter.parkedAt, locale),
              letter.reason ?? t('non detto', 'not said'),
              letter.attempts,
              record(letter),
              html`${form(shown, `/desk/mail/${letter.id}/requeue`, t('Rispedisci', 'Send again'), '', { look: 'outline-primary', isInline: true })} ${link(`/desk/mail/${letter.id}/discard`, t('Elimina', 'Give up'))}`,
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
      async ({ operator, param }) => {
        operator()
        const parked = await outbox.parked({ limit: 200 })
        if (!parked.ok) return parked
        return { ok: true, value: { id: param('id'), letter: parked.value.find(({ id }) => id === param('id')) } } as const
      },
      ({ view: { id, letter }, ...shown }) =>
        page(
          t('Eliminare la lettera?', 'Give the letter up?'),
          html`${
            shown.told === undefined && [
              note(
                t('La persona non la riceverà', 'Its person will not get it'),
                html`<p>${t('Il contenuto è cancellato. Informi la persona in un altro modo: la pratica dice di chi si tratta.', 'What it says is wiped. Tell its person in another way: the record says whose it is.')}</p>`,
                'warning',
              ),
              letter &&
                rows([
                  [t('Ferma dal', 'Parked since'), romeText(letter.parkedAt, locale)],
                  [serves, record(letter)],
                ]),
              form({ ...shown, sent: undefined }, `/desk/mail/${id}/discard`, t('Elimina la lettera', 'Give the letter up'), '', {
                look: 'danger',
              }),
            ]
          }${links([['/desk/mail', shown.told === undefined ? t('No, torna alla posta ferma', 'No, back to the parked mail') : t('Torna alla posta ferma', 'Back to the parked mail')]])}`,
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
