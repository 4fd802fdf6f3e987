/** What the office does about the credential of a person: each act has a page of its own, which says what it means before it asks why. */
import type { Answer, Exchange } from 'sportello/express'
import { html, type Part } from '../../../html.ts'
import { closedBecause } from '../../web/around.ts'
import type { FormMore, Inside } from '../../web/fields.ts'
import type { Room } from '../../web/room.ts'
import type { Done } from './office-done.ts'
import { type OpenPerson, peopleFiles } from './people-files.ts'

type Act = {
  readonly name: string
  readonly title: string
  readonly told: Part
  readonly button: string
  readonly look?: FormMore['look']
  readonly feature?: string
  readonly inside?: Inside
  readonly done: Done
  readonly call: (person: OpenPerson, exchange: Exchange) => Answer<unknown>
}

export const deskPeopleActs: Room = {
  routes(floor) {
    const { router, read, sportello, kit } = floor
    const { t, page, form, field, radios, note, rows } = kit
    const { credential, federation } = sportello
    const files = peopleFiles(floor)
    const paragraphs = (...texts: readonly string[]): Part => texts.map((text) => html`<p>${text}</p>`)

    const acts: readonly Act[] = [
      {
        ...{ name: 'suspend', title: t('Sospendi le credenziali', 'Suspend the credential'), done: 'suspended' },
        told: paragraphs(
          t(
            'Ha effetto subito: nessuno accede, nemmeno la persona; le sessioni finiscono e i cambi di indirizzo in corso sono annullati. PIN e password restano quelli.',
            'It takes effect at once: nobody signs in, not even the person; sessions end and changes of address under way are void. PIN and password stay what they are.',
          ),
          t('Solo l’ufficio può riattivare le credenziali.', 'Only the office reactivates the credential.'),
        ),
        ...{ button: t('Sospendi', 'Suspend'), look: 'danger' },
        inside: (own) =>
          radios(
            own,
            'cause',
            [
              [
                'theft-suspected',
                t(
                  'Sospetto di furto: anche i dispositivi conosciuti sono dimenticati',
                  'Theft suspected: known devices are forgotten, too',
                ),
              ],
              ['office', t('Decisione dell’ufficio', 'Decision of the office')],
            ],
            { value: 'theft-suspected' },
          ),
        call: ({ operator, codiceFiscale }, { form: sent, options }) =>
          credential.suspend(sent({ operator, codiceFiscale }), options),
      },
      {
        ...{
          name: 'reactivate',
          title: t('Riattiva le credenziali', 'Reactivate the credential'),
          done: 'reactivated',
          feature: 'desk-reactivation',
        },
        told: paragraphs(
          t(
            'Guardi la causa della sospensione, e la persona, prima di riattivare.',
            'Look at the cause of the suspension, and at the person, before you reactivate.',
          ),
          t(
            'PIN e password restano quelli di prima. Dopo un sospetto di furto consigli di cambiare la password al primo accesso.',
            'PIN and password stay what they were. After a suspicion of theft advise to change the password at the first sign-in.',
          ),
        ),
        button: t('Riattiva', 'Reactivate'),
        call: ({ operator, codiceFiscale }, { form: sent, options }) =>
          credential.reactivate(sent({ operator, codiceFiscale }), options),
      },
      {
        ...{ name: 'delay', title: t('Togli l’attesa', 'Lift the delay'), done: 'delay-lifted' },
        told: paragraphs(
          t(
            'Dopo tentativi sbagliati chi accede deve aspettare. L’attesa finisce subito; una password temporanea ricomincia il suo termine.',
            'After wrong attempts whoever signs in has to wait. The delay ends at once; a temporary password begins its term anew.',
          ),
        ),
        button: t('Togli l’attesa', 'Lift the delay'),
        call: ({ operator, codiceFiscale }, { form: sent, options }) =>
          credential.liftDelay(sent({ operator, codiceFiscale }), options),
      },
      {
        ...{
          name: 'revoke',
          title: t('Revoca le credenziali', 'Revoke the credential'),
          done: 'revoked',
          feature: 'desk-revocation',
        },
        told: note(
          t('Non si torna indietro', 'There is no way back'),
          paragraphs(
            t(
              'La revoca è definitiva: nessuno può annullarla. Le sessioni finiscono, i cambi di indirizzo in corso sono annullati, PIN e password non aprono più nulla. Per un nuovo accesso serve un’altra richiesta, con documenti e approvazione.',
              'A revocation is final: nobody takes it back. Sessions end, changes of address under way are void, PIN and password open nothing any more. Another access takes another request, with documents and an approval.',
            ),
            t('Per un sospetto di furto basta la sospensione.', 'For a suspicion of theft a suspension is enough.'),
          ),
          'danger',
        ),
        ...{ button: t('Revoca per sempre', 'Revoke for good'), look: 'danger' },
        call: ({ operator, codiceFiscale }, { form: sent, options }) =>
          credential.revoke(sent({ operator, codiceFiscale }), options),
      },
      {
        ...{ name: 'identities/:identity', title: t('Scollega l’identità', 'Unlink the identity'), done: 'unlinked' },
        told: paragraphs(
          t(
            'L’identità non apre più questo accesso e ogni sessione finisce. Solo l’ufficio può collegarla di nuovo.',
            'The identity opens this account no more, and every session ends. Only the office links it again.',
          ),
        ),
        ...{ button: t('Scollega', 'Unlink'), look: 'danger' },
        call: ({ operator }, { form: sent, options, param }) =>
          federation.unlink(sent({ operator, id: param('identity') }), options),
      },
    ]

    for (const { name, title, told, button, look = 'primary', feature, inside, done, call } of acts) {
      const view = files.view(
        (_, { param }) => ({ ok: true, value: name.replace(':identity', param('identity')) }),
        (shown, person) => {
          const why = feature === undefined ? null : closedBecause(feature)
          return page(
            title,
            why === null
              ? html`${rows([[t('Persona', 'Person'), person.codiceFiscale]])}${told}${form(
                  shown,
                  `${person.path}/${shown.view}`,
                  button,
                  (own) => [
                    typeof inside === 'function' ? inside(own) : inside,
                    field(own, 'reason', {
                      isRequired: true,
                      hint: t(
                        'Resta nel registro: una riga, per esempio il numero di protocollo.',
                        'It stays in the journal: one line, such as the number of a letter.',
                      ),
                    }),
                  ],
                  { look },
                )}`
              : note(t('Sospeso', 'Suspended'), paragraphs(why), 'warning'),
            files.about(shown, person, { labels: { cause: t('Causa', 'Cause') } }),
          )
        },
      )
      router.get(`/desk/people/:person/${name}`, view)
      router.post(`/desk/people/:person/${name}`, read, files.act(view, call, done))
    }
  },
}
