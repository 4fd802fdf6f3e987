/** The identities of SPID, CIE, CNS and eIDAS that the office has to decide on: what the provider tells beside what is on record. */
import { type FederationDossier, federationFindingText, fieldLabel, fieldValueText, statusText } from 'sportello'
import { romeText } from 'sportello/civil'
import { html, type Part } from '../../../html.ts'
import { closedBecause } from '../../web/around.ts'
import { providerText } from '../../web/providers.ts'
import type { Room } from '../../web/room.ts'
import { doneText, goingTo } from './office-done.ts'
import { officeWords } from './office-words.ts'

const perPage = 50

export const deskFederation: Room = {
  routes(floor) {
    const { router, read, portal, sportello, kit } = floor
    const { t, page, form, field, hidden, rows, table, section, note, link, mark, locale } = kit
    const { federation } = sportello
    const say = officeWords(t)
    const title = t('Identità da decidere', 'Identities to decide')
    const crumbs = [['/desk/federation', title]] as const

    router.get(
      '/desk/federation',
      portal.view(
        async (exchange) => {
          exchange.operator()
          const after = exchange.query('after')
          const cases = await federation.pending({ limit: perPage, ...(after === undefined ? {} : { after }) })
          return cases.ok ? ({ ok: true, value: { cases: cases.value, done: doneText(t) } } as const) : cases
        },
        ({ view: { cases, done }, ...shown }) => {
          const last = cases.length === perPage ? cases.at(-1) : undefined
          return page(
            title,
            html`${table(
              title,
              [t('Perché', 'Why'), t('Aspetta dal', 'Waits since'), t('Che cosa fare', 'What to do')],
              cases.map(({ id, question, askedAt }) => [
                say.question(question),
                romeText(askedAt, locale),
                link(
                  `/desk/federation/${id}`,
                  html`${t('Apri', 'Open')} <span class="visually-hidden">${say.question(question)}, ${romeText(askedAt, locale)}</span>`,
                ),
              ]),
              t('Nessuna identità da decidere.', 'No identity to decide on.'),
            )}${last !== undefined && link(`/desk/federation?after=${encodeURIComponent(last.place)}`, t('Altre', 'More'))}`,
            {
              ...shown,
              ...{ notice: done ?? shown.notice, isWide: true },
              lead: t(
                'Chi entra con SPID o CIE e non si può collegare da solo aspetta una decisione. La più vecchia è in alto.',
                'Whoever signs in with SPID or CIE and cannot be linked by itself waits for a decision. The oldest is on top.',
              ),
            },
          )
        },
      ),
    )

    /** `fieldValueText` of a registration knows these fields by the names that they have there. */
    const shownValue = (name: string, value: string | null): Part => (value === null ? '–' : fieldValueText(name, value, locale))
    const compared = ({ fields }: FederationDossier): Part =>
      table(
        t('Dati a confronto', 'Data side by side'),
        [
          t('Dato', 'Field'),
          t('Dal gestore', 'From the provider'),
          t('Registrato', 'On record'),
          t('Dal codice fiscale', 'By the codice fiscale'),
          t('Confronto', 'Compared'),
        ],
        fields.map(({ field: name, given, stored, byCode, givenLetters }) => {
          const known = name === 'givenName' ? 'name' : name
          const differs =
            (given !== null && stored !== null && given !== stored) ||
            (byCode !== null && byCode !== (givenLetters ?? given) && given !== null)
          return [
            fieldLabel(known, locale),
            shownValue(known, given),
            shownValue(known, stored),
            byCode === null ? '–' : givenLetters === null ? shownValue(known, byCode) : byCode,
            differs && mark(t('diverso', 'differs'), 'danger'),
          ]
        }),
        t('Nulla da confrontare.', 'Nothing to compare.'),
      )

    const dossier = portal.view(
      ({ operator, param }) => federation.dossier({ operator: operator(), id: param('id') }),
      (shown) => {
        const { id, question, askedAt, digest, protocol, provider, account, findings } = shown.view
        const why = closedBecause('desk-federation')
        const base = `/desk/federation/${id}`
        const decide = (act: string, button: string, hint: string, look: 'primary' | 'danger') =>
          form(
            shown,
            `${base}/${act}`,
            button,
            (own) => [hidden('dossierDigest', digest), field(own, 'reason', { isRequired: true, hint })],
            { look, within: act },
          )
        const standing = statusText('credential', account as 'active', locale) ?? t('ancora da aprire', 'still to be opened')
        return page(
          say.question(question),
          html`${rows([
            [t('Accesso', 'Means'), say.protocol(protocol)],
            [t('Gestore', 'Provider'), providerText(provider, t)],
            [t('Aspetta dal', 'Waits since'), askedAt !== null && romeText(askedAt, locale)],
            [t('Credenziali su cui si decide', 'Credential that it is about'), standing],
            [
              t('Registro', 'Journal'),
              link(`/desk/journal?kind=federation&id=${id}`, t('Che cosa è successo', 'What has happened')),
            ],
          ])}${compared(shown.view)}
${findings.length > 0 && section(t('Che cosa si è notato', 'What was found'), html`<ul>${findings.map((finding) => html`<li>${federationFindingText(finding, locale)}</li>`)}</ul>`)}
${
  question === null
    ? note(
        t('Già decisa', 'Decided already'),
        html`<p>${t('Su questa identità l’ufficio non ha nulla da decidere.', 'The office has nothing to decide about this identity.')}</p>`,
      )
    : why !== null
      ? note(t('Sospeso', 'Suspended'), html`<p>${why}</p>`, 'warning')
      : html`<div class="row"><div class="col-12 col-md-6">${section(t('È questa persona', 'It is this person'), html`<p>${t('Da ora l’identità apre questo accesso. La persona è avvisata.', 'From now on the identity opens this account. The person is told.')}</p>${decide('approve', t('Approva', 'Approve'), t('Resta nel registro.', 'It stays in the journal.'), 'primary')}`)}</div>
<div class="col-12 col-md-6">${section(t('Non è questa persona', 'It is not this person'), html`<p>${t('Con gli stessi dati non entra più.', 'With the same data nobody gets in any more.')}</p>${decide('reject', t('Rifiuta', 'Reject'), t('La persona lo legge.', 'The person reads it.'), 'danger')}`)}</div></div>`
}`,
          { ...shown, crumbs, isWide: true },
        )
      },
    )
    router.get('/desk/federation/:id', dossier)
    router.get('/desk/federation/:id/:act', (request, response) =>
      response.redirect(303, `/desk/federation/${request.params.id}`),
    )
    router.post(
      '/desk/federation/:id/approve',
      read,
      dossier.form(
        ({ form: sent, operator, param, options }) =>
          federation.approve(sent({ operator: operator(), id: param('id') }), options),
        goingTo('case-approved', '/desk/federation'),
      ),
    )
    router.post(
      '/desk/federation/:id/reject',
      read,
      dossier.form(
        ({ form: sent, operator, param, options }) => federation.reject(sent({ operator: operator(), id: param('id') }), options),
        goingTo('case-rejected', '/desk/federation'),
      ),
    )
  },
}
