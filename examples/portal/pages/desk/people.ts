/** People: looked up by codice fiscale, and the file of one with all that the office can do about it. */

import type { CredentialView, DeskLine } from 'sportello'
import { fieldLabel, isFormRefusal, statusText, unwrap } from 'sportello'
import { romeText } from 'sportello/civil'
import { html } from '../../../html.ts'
import type { Tone } from '../../web/pieces.ts'
import { providerText } from '../../web/providers.ts'
import type { Room } from '../../web/room.ts'
import { officeWords } from './office-words.ts'
import { type OpenPerson, peopleFiles } from './people-files.ts'
import { acts } from './people-menu.ts'
import { dossierPath } from './requests-words.ts'

const tones: { readonly [S in CredentialView['status']]: Tone } = {
  ...{ temporary: 'warning', active: 'success', federated: 'primary', suspended: 'danger', revoked: 'secondary' },
}

/** Null where the refusal says that there is none; whatever else is refused is. */
const orNone = <Value>(
  answer: { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly refusal: { readonly code: string } },
  codes: readonly string[],
): Value | null => {
  if (answer.ok) return answer.value
  if (codes.includes(answer.refusal.code)) return null
  return unwrap(answer as never)
}

export const deskPeople: Room = {
  routes(floor) {
    const { router, read, portal, sportello, kit } = floor
    const { t, page, form, field, rows, section, mark, note, link, links, table, locale } = kit
    const files = peopleFiles(floor)
    const say = officeWords(t)
    const day = (at: number | null): string => (at === null ? t('mai', 'never') : romeText(at, locale))

    const searching = portal.view(
      ({ operator }) => ({ ok: true, value: operator() }),
      ({ view: _, ...shown }) =>
        page(
          t('Persone', 'People'),
          html`${form(shown, '/desk/people', t('Cerca', 'Look up'), (own) => field(own, 'codiceFiscale', { isRequired: true, autocomplete: 'off', columns: 8 }))}
${note(t('Ogni consultazione resta nel registro', 'Each look stays in the journal'), html`<p>${t('Il registro della persona ricorda chi ha aperto la sua scheda e quando. Nessuno agisce sulla propria scheda.', 'The journal of the person remembers who opened the file and when. Nobody acts on their own file.')}</p>`)}`,
          {
            ...shown,
            lead: t(
              'La scheda di una persona si apre con il suo codice fiscale.',
              'The file of a person opens with the codice fiscale.',
            ),
          },
        ),
    )
    router.get('/desk/people', searching)
    router.post(
      '/desk/people',
      read,
      searching.form(
        async ({ text, operator }) => {
          const codiceFiscale = text('codiceFiscale')
          const found = await sportello.credential.inspect({ operator: operator(), codiceFiscale })
          // Whoever has no credential may have requests, an exemption, and data to be handed out.
          if (!found.ok && isFormRefusal(found.refusal)) return found
          return { ok: true, value: files.open(operator(), codiceFiscale) } as const
        },
        { first: (path, { response }) => response.redirect(303, path), afterwards: null },
      ),
    )

    async function look({ operator, codiceFiscale }: OpenPerson) {
      const asked = { operator, codiceFiscale }
      const own = 'credential/own-credential'
      const bound = orNone(await sportello.rebinding.inspect(asked), ['rebinding/not-found'])
      const credential = orNone(await sportello.credential.inspect(asked), ['credential/not-found'])
      const addresses = orNone(await sportello.addresses.inspectAsOffice(asked), ['addresses/not-found', own])
      const seen = await sportello.federation.inspectAsOffice(asked)
      const isOwn = !seen.ok && seen.refusal.code === own
      return {
        ok: true,
        value: { bound, credential, addresses, isOwn, identities: orNone(seen, ['credential/not-found', own]) ?? [] },
      } as const
    }

    const file = files.view(look, (shown, person) => {
      const { bound, credential, addresses, identities, isOwn } = shown.view
      const state = credential && [
        mark(statusText('credential', credential.status, locale), tones[credential.status]),
        credential.expired !== null && html` ${mark(statusText('credentialExpiry', credential.expired, locale), 'danger')}`,
      ]
      const suspension = credential?.suspension ?? null
      return page(
        person.codiceFiscale,
        html`${isOwn && note(t('È la sua scheda', 'This is your own file'), html`<p>${t('Ogni atto su questa scheda spetta a un collega.', 'Each act on this file is for a colleague.')}</p>`, 'warning')}
${
  credential === null
    ? note(
        t('Nessuna credenziale', 'No credential'),
        html`<p>${bound === null ? t('Con questo codice l’ufficio non ha rilasciato credenziali. Controlli il codice, oppure guardi le richieste.', 'The office has issued no credential for this code. Check the code, or look at the requests.') : html`${t('Il codice è', 'The code is')} ${statusText('rebinding', bound.status, locale)}.`}</p>`,
      )
    : section(
        t('Credenziali', 'Credential'),
        html`${suspension !== null && note(t('Sospese', 'Suspended'), html`<p>${t('Causa', 'Cause')}: ${say.cause(suspension.cause)}, ${say.by(suspension.by)}. ${day(suspension.at)}.</p>`, 'danger')}
${!credential.verifiable && credential.status !== 'federated' && credential.status !== 'revoked' && note(t('Nessuno può accedere con PIN e password', 'Nobody can sign in with PIN and password'), html`<p>${t('Manca una chiave, o il PIN non è mai stato creato. Serve l’identificazione di persona.', 'A key is missing, or the PIN was never made. It takes an identification in person.')}</p>`, 'warning')}
${rows([
  [t('Stato', 'State'), state],
  [t('Emesse', 'Issued'), day(credential.issuedAt)],
  [t('Ultimo accesso', 'Last sign-in'), day(credential.lastUsedAt)],
  [t('Tentativi sbagliati dall’ultimo giusto', 'Wrong attempts since the last right one'), credential.failures],
  [
    t('Registro', 'Journal'),
    bound !== null && link(`/desk/journal?kind=credential&id=${bound.accountId}`, t('Che cosa è successo', 'What has happened')),
  ],
])}`,
      )
}
${
  addresses &&
  section(
    t('Recapiti', 'Addresses'),
    rows([
      [fieldLabel('email', locale), addresses.email],
      [
        fieldLabel('pec', locale),
        addresses.pec === null
          ? statusText('pec', 'none', locale)
          : html`${addresses.pec} ${mark(statusText('pec', addresses.pecStatus, locale), addresses.pecStatus === 'usable' ? 'success' : 'danger')}`,
      ],
      [
        t('Cambio di PEC', 'Change of the PEC'),
        addresses.changes.pec !== null &&
          html`${t('aperto', 'open')}: ${link(`${person.path}/pec`, t('rispedisci o annulla', 'send again or cancel'))}`,
      ],
    ]),
  )
}
${
  identities.length > 0 &&
  section(
    t('Identità digitali', 'Digital identities'),
    table(
      t('Identità digitali', 'Digital identities'),
      [t('Accesso', 'Means'), t('Gestore', 'Provider'), t('Da quando', 'Since'), t('Che cosa fare', 'What to do')],
      identities.map(({ id, protocol, provider, linkedAt, hasOpenCase, status }) => [
        say.protocol(protocol),
        providerText(provider, t),
        linkedAt === null ? '' : day(linkedAt),
        hasOpenCase
          ? link(`/desk/federation/${id}`, t('Da decidere', 'To decide'))
          : status === 'linked' && link(`${person.path}/identities/${id}`, t('Scollega', 'Unlink')),
      ]),
      '',
    ),
  )
}
${!isOwn && acts(kit, shown.view.credential, person)}
${links([['/desk/people', t('Cerca un’altra persona', 'Look another person up')]])}`,
        files.about(shown, person, { isWide: true }),
      )
    })
    router.get('/desk/people/:person', file)

    const requests = files.view(
      async ({ operator, codiceFiscale }) => {
        const found = await sportello.desk.search({ operator, codiceFiscale, limit: 50 })
        return found.ok ? { ok: true, value: found.value.lines } : found
      },
      (shown, person) =>
        page(
          t('Richieste e lettere', 'Requests and letters'),
          table(
            t('Richieste della persona', 'Requests of the person'),
            [t('Richiesta', 'Request'), t('Presentata', 'Filed'), t('Stato', 'State')],
            shown.view.map(({ id, of, submittedAt, state }: DeskLine) => [
              link(
                dossierPath(of, id),
                of === 'registration'
                  ? t('Richiesta di credenziali', 'Request for credentials')
                  : t('Richiesta di assistenza', 'Request for assistance'),
              ),
              day(submittedAt),
              statusText('desk', state, locale),
            ]),
            t('Questa persona non ha richieste presso l’ufficio.', 'This person has no requests with the office.'),
          ),
          files.about(shown, person, {
            isWide: true,
            lead: t(
              'Nel fascicolo ci sono le lettere e la loro sorte; da lì si rispediscono, o si emettono di nuovo le prime credenziali.',
              'The dossier has the letters and their fate; from there they are sent again, or first credentials are issued anew.',
            ),
          }),
        ),
    )
    router.get('/desk/people/:person/requests', requests)
  },
}
