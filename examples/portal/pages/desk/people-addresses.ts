/** The PEC of a person as the office enters it or finds it to be, and a change of it that is under way. */
import { fieldLabel, statusText } from 'sportello'
import { html } from '../../../html.ts'
import { closedBecause } from '../../web/around.ts'
import type { Room } from '../../web/room.ts'
import { peopleFiles } from './people-files.ts'

export const deskAddresses: Room = {
  routes(floor) {
    const { router, read, sportello, kit } = floor
    const { t, page, form, field, radios, rows, note, section, locale } = kit
    const { addresses, pecChange } = sportello
    const files = peopleFiles(floor)
    const view = files.view(
      ({ operator, codiceFiscale }) => addresses.inspectAsOffice({ operator, codiceFiscale }),
      (shown, person) => {
        const { email, pec, pecStatus, changes } = shown.view
        const why = closedBecause('desk-addresses')
        const base = `${person.path}/pec`
        const reason = (own: Parameters<typeof field>[0]) => field(own, 'reason', { isRequired: true })
        return page(
          t('PEC a cura dell’ufficio', 'PEC by the office'),
          html`${rows([
            [t('Persona', 'Person'), person.codiceFiscale],
            [fieldLabel('email', locale), email],
            [fieldLabel('pec', locale), pec ?? statusText('pec', 'none', locale)],
            [fieldLabel('finding', locale), pec !== null && statusText('pec', pecStatus, locale)],
          ])}
${
  why !== null
    ? note(t('Sospeso', 'Suspended'), html`<p>${why}</p>`, 'warning')
    : [
        section(
          t('Registra una PEC', 'Enter a PEC'),
          html`<p>${t('Da un registro dell’ufficio, senza link: vale subito, e la persona è avvisata ai recapiti di prima.', 'From a register of the office, without a link: in force at once, and the person is told at the addresses of before.')}</p>${form(shown, base, t('Registra', 'Enter'), (own) => [field(own, 'pec', { type: 'email', isRequired: true, autocomplete: 'off' }), reason(own)])}`,
        ),
        pec !== null &&
          section(
            t('Segnala come sta', 'Report how it is'),
            form(
              shown,
              `${base}/report`,
              t('Segnala', 'Report'),
              (own) => [
                radios(
                  own,
                  'finding',
                  (['usable', 'inactive', 'expired', 'full'] as const).map(
                    (one) => [one, statusText('pec', one, locale)] as const,
                  ),
                  { isRequired: true },
                ),
                reason(own),
              ],
              { look: 'outline-primary', within: 'report' },
            ),
          ),
        changes.pec !== null &&
          section(
            t('Il cambio aperto', 'The open change'),
            html`<p>${t('La persona ha chiesto una nuova PEC e non ha ancora aperto il link.', 'The person has asked for a new PEC and has not opened the link yet.')}</p>${form(shown, `${base}/resend`, t('Rispedisci il link', 'Send the link again'), reason, { look: 'outline-primary', within: 'resend' })}${form(shown, `${base}/cancel`, t('Annulla il cambio', 'Cancel the change'), reason, { look: 'outline-danger', within: 'cancel' })}`,
          ),
      ]
}`,
          files.about(shown, person),
        )
      },
    )
    router.get('/desk/people/:person/pec', view)
    router.get('/desk/people/:person/pec/:act', view)
    const post = (path: string, handler: ReturnType<typeof files.act>) =>
      router.post(`/desk/people/:person/pec${path}`, read, handler)
    post(
      '',
      files.act(
        view,
        ({ operator, codiceFiscale }, { form: sent, options }) => addresses.setPec(sent({ operator, codiceFiscale }), options),
        'pec-set',
      ),
    )
    post(
      '/report',
      files.act(
        view,
        ({ operator, codiceFiscale }, { form: sent, options }) =>
          addresses.reportPecStatus(sent({ operator, codiceFiscale }), options),
        'pec-reported',
      ),
    )
    post(
      '/resend',
      files.act(
        view,
        ({ operator, codiceFiscale }, { form: sent, options }) =>
          pecChange.resendAsOffice(sent({ operator, codiceFiscale }), options),
        'link-sent',
      ),
    )
    post(
      '/cancel',
      files.act(
        view,
        ({ operator, codiceFiscale }, { form: sent, options }) =>
          pecChange.cancelAsOffice(sent({ operator, codiceFiscale }), options),
        'change-cancelled',
      ),
    )
  },
}
