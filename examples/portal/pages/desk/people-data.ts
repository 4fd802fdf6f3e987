/** What a person may ask of the own data: a copy as a file, and the erasure, which is asked about twice. */
import type { AnyRefusal } from 'sportello'
import { html } from '../../../html.ts'
import type { Room } from '../../web/room.ts'
import { peopleFiles } from './people-files.ts'

const fileName = 'dati-personali.json'

export const deskPeopleData: Room = {
  routes(floor) {
    const { router, read, sportello, kit } = floor
    const { t, page, form, field, hidden, rows, note } = kit
    const files = peopleFiles(floor)
    const who = (codiceFiscale: string) => rows([[t('Persona', 'Person'), codiceFiscale]])

    const copy = files.page((shown, person) =>
      page(
        t('Copia dei dati', 'Copy of the data'),
        html`${who(person.codiceFiscale)}<p>${t('Un file JSON con tutto ciò che l’ufficio conserva sulla persona: credenziali, recapiti, richieste, decisioni, e i loro registri. I documenti caricati non ci sono: si scaricano dai fascicoli.', 'A JSON file with all that the office keeps about the person: credential, addresses, requests, decisions, and their journals. Uploaded documents are not in it: they are downloaded from the dossiers.')}</p>
${note(t('Lo guardi prima di consegnarlo', 'Look at it before you hand it out'), html`<p>${t('Chi ha fatto una richiesta con lo stesso codice fiscale vi compare, con i propri dati.', 'Whoever made a request on the same codice fiscale is in it, with data of their own.')}</p>`, 'warning')}
${form(shown, `${person.path}/export`, t('Scarica il file', 'Download the file'))}`,
        files.about(shown, person),
      ),
    )
    router.get('/desk/people/:person/export', copy)
    router.post(
      '/desk/people/:person/export',
      read,
      copy.form(
        async (exchange) => {
          const person = files.personOf(exchange)
          if (!person.ok) return person
          const { operator, codiceFiscale } = person.value
          const data = await sportello.subject.export({ operator, codiceFiscale })
          if (!data.ok) return data
          // Read to its end before anything is sent: half a file would look like a whole one.
          const items: unknown[] = []
          for await (const item of data.value.items) items.push(item)
          const { at } = data.value
          return {
            ok: true,
            value: Buffer.from(JSON.stringify({ codiceFiscale, at: new Date(at).toISOString(), items }, null, 2)),
          } as const
        },
        {
          first(content: Uint8Array, { response }) {
            response.attachment(fileName)
            response.set({ 'content-type': 'application/json', 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' })
            response.end(content)
          },
          afterwards: null,
        },
      ),
    )

    const reason = {
      isRequired: true,
      hint: t(
        'Resta nel registro: metta il numero della lettera, e nulla sulla persona.',
        'It stays in the journal: put the number of the letter, and nothing about the person.',
      ),
    }
    const asking = files.page((shown, person) =>
      page(
        t('Cancellazione', 'Erasure'),
        html`${who(person.codiceFiscale)}<p>${t('Cancella richieste con i loro file, recapiti, identità e credenziali di questa persona. Restano date, decisioni e impronte, così che i registri si verifichino ancora.', 'It erases requests with their files, addresses, identities and the credential of this person. Dates, decisions and digests stay, so that the journals still verify.')}</p>
<p>${t('Prima le credenziali vanno revocate e ogni richiesta aperta va decisa.', 'Before, the credential has to be revoked and each open request decided.')}</p>
${form(shown, `${person.path}/erase/ask`, t('Prosegui', 'Go on'), (own) => field(own, 'reason', reason), { look: 'outline-danger' })}`,
        files.about(shown, person),
      ),
    )
    const again = files.view(
      (_, { text }) => ({ ok: true, value: text('reason') }),
      (shown, person) =>
        page(
          t('Cancellare davvero?', 'Erase for good?'),
          html`${note(t('Non si torna indietro', 'There is no way back'), html`<p>${t('Nessuno potrà ricostruire questi dati, nemmeno l’ufficio.', 'Nobody will be able to restore these data, not even the office.')}</p>`, 'danger')}
${rows([
  [t('Persona', 'Person'), person.codiceFiscale],
  [t('Motivo', 'Reason'), shown.view],
])}
${form(
  shown,
  `${person.path}/erase`,
  t('Cancella per sempre', 'Erase for good'),
  (own) => [
    hidden('reason', shown.view),
    field(own, 'confirmation', {
      label: t('Scriva di nuovo il codice fiscale', 'Type the codice fiscale once more'),
      isRequired: true,
      autocomplete: 'off',
    }),
  ],
  { look: 'danger' },
)}`,
          files.about(shown, person, { back: [person.path, t('No, torna alla scheda', 'No, back to the file')] }),
        ),
    )
    const wrong = (problem: { readonly field: string; readonly code: string }) =>
      ({ ok: false, refusal: { code: 'subject/form', problems: [problem], problemCount: 1 } as AnyRefusal }) as const
    router.get('/desk/people/:person/erase', asking)
    router.get('/desk/people/:person/erase/ask', asking)
    router.post('/desk/people/:person/erase/ask', read, (request, response, next) => {
      const isEmpty = String(request.body?.['reason'] ?? '').trim() === ''
      if (isEmpty) return files.act(asking, () => wrong({ field: 'reason', code: 'required' }), 'erased')(request, response, next)
      again(request, response, next)
    })
    router.post(
      '/desk/people/:person/erase',
      read,
      files.act(
        again,
        ({ operator, codiceFiscale }, { text }) => {
          if (text('confirmation').trim().toUpperCase() !== codiceFiscale)
            return wrong({ field: 'confirmation', code: 'different' })
          return sportello.subject.erase({ operator, codiceFiscale, reason: text('reason') })
        },
        'erased',
      ),
    )
  },
}
