/** Other personal data of a person, taken from a document: the account stays the same. */
import { statusText } from 'sportello'
import { romeText } from 'sportello/civil'
import { html } from '../../../html.ts'
import { closedBecause } from '../../web/around.ts'
import type { Room } from '../../web/room.ts'
import { officeWords } from './office-words.ts'
import { peopleFiles } from './people-files.ts'

export const deskRebinding: Room = {
  routes(floor) {
    const { router, read, sportello, kit } = floor
    const { t, page, form, field, select, radios, tick, row, rows, note, stars, link, locale } = kit
    const files = peopleFiles(floor)
    const { sources } = officeWords(t)
    const view = files.view(
      ({ operator, codiceFiscale }) => sportello.rebinding.inspect({ operator, codiceFiscale }),
      (shown, person) => {
        const { status, since, accountId, formerAccountIds } = shown.view
        const why = closedBecause('desk-rebinding')
        return page(
          t('Altri dati personali', 'Other personal data'),
          html`${rows([
            [t('Codice fiscale di oggi', 'Present codice fiscale'), person.codiceFiscale],
            [t('Il codice è', 'The code is'), statusText('rebinding', status, locale)],
            [t('Da quando', 'Since'), since !== null && romeText(since, locale)],
            [
              t('Registro', 'Journal'),
              link(`/desk/journal?kind=credential&id=${accountId}`, t('dell’accesso di oggi', 'of the present account')),
            ],
            [
              t('Accessi di prima', 'Accounts of before'),
              formerAccountIds.length > 0 &&
                formerAccountIds.map((id) => html`${link(`/desk/journal?kind=credential&id=${id}`, id.slice(0, 8))} `),
            ],
          ])}
${
  why !== null
    ? note(t('Sospeso', 'Suspended'), html`<p>${why}</p>`, 'warning')
    : html`<p>${t('Scriva solo ciò che cambia, come sta nel documento. L’accesso resta lo stesso, con PIN, password, recapiti e servizi; sessioni, link e cambi aperti finiscono, e il vecchio codice non apre più nulla.', 'Fill in only what changes, as it stands in the document. The account stays the same, with PIN, password, addresses and services; sessions, links and open changes end, and the old code opens nothing any more.')}</p>
${stars()}${form(shown, `${person.path}/rebinding`, t('Registra i nuovi dati', 'Record the new data'), (own) => [
  row(
    field(own, 'newCodiceFiscale', { columns: 6, autocomplete: 'off' }),
    field(own, 'birthDate', { type: 'date', columns: 6, autocomplete: 'off' }),
    field(own, 'surname', { columns: 6, autocomplete: 'off' }),
    field(own, 'name', { columns: 6, autocomplete: 'off' }),
  ),
  radios(
    own,
    'sex',
    [
      ['F', t('Femminile', 'Female')],
      ['M', t('Maschile', 'Male')],
      ['', t('Non indicato', 'Not given')],
    ],
    {
      value: '',
      hint: t('Solo per il confronto con il codice: non è conservato.', 'Only to be compared with the code: it is not kept.'),
    },
  ),
  row(
    select(own, 'document.kind', sources, { isRequired: true, columns: 12 }),
    field(own, 'document.number', {
      isRequired: true,
      columns: 6,
      autocomplete: 'off',
      hint: t('Non è conservato: ne resta un’impronta.', 'It is not kept: a digest of it is.'),
    }),
    field(own, 'document.issuedOn', { type: 'date', isRequired: true, columns: 6 }),
  ),
  field(own, 'reason', { isRequired: true }),
  tick(
    own,
    'despiteMismatch',
    t(
      'I dati non concordano con il codice fiscale: ho controllato il documento e sono giusti.',
      'The data disagree with the codice fiscale: I have looked at the document, and they are right.',
    ),
  ),
])}`
}`,
          files.about(shown, person),
        )
      },
    )
    router.get('/desk/people/:person/rebinding', view)
    router.post(
      '/desk/people/:person/rebinding',
      read,
      files.act(
        view,
        async ({ operator, codiceFiscale, path }, { form: sent, text, options }) => {
          const done = await sportello.rebinding.rebind(sent({ operator, codiceFiscale }), options)
          if (done.ok && text('newCodiceFiscale').trim() !== '') files.move(path, text('newCodiceFiscale'))
          return done
        },
        'rebound',
      ),
    )
  },
}
