/** The exemption of a person from the end of the local credentials. */
import { statusText } from 'sportello'
import { romeText } from 'sportello/civil'
import { html } from '../../../html.ts'
import { closedBecause } from '../../web/around.ts'
import type { Room } from '../../web/room.ts'
import { officeWords } from './office-words.ts'
import { peopleFiles } from './people-files.ts'

export const deskExemption: Room = {
  routes(floor) {
    const { router, read, sportello, kit } = floor
    const { t, page, form, field, select, radios, row, rows, note, section, stars, locale } = kit
    const { exemption } = sportello
    const files = peopleFiles(floor)
    const { grounds, exemptions } = officeWords(t)
    const named = (choices: typeof grounds, value: string | undefined | null) =>
      choices.find(([one]) => one === value)?.[1] ?? value
    const view = files.view(
      async ({ operator, codiceFiscale }) => {
        const found = await exemption.inspect({ operator, codiceFiscale })
        if (found.ok) return { ok: true, value: found.value } as const
        return found.refusal.code === 'exemption/not-found' ? ({ ok: true, value: null } as const) : found
      },
      (shown, person) => {
        const last = shown.view
        const why = closedBecause('desk-exemption')
        const reason = (own: Parameters<typeof field>[0]) => field(own, 'reason', { isRequired: true })
        return page(
          t('Esenzione', 'Exemption'),
          html`${rows([[t('Persona', 'Person'), person.codiceFiscale]])}
${
  last === null
    ? html`<p>${t('Nessuna esenzione. I minori sono esentati dalla data di nascita e non ne hanno bisogno.', 'No exemption. Minors are exempted by their day of birth and need none.')}</p>`
    : section(
        t('L’ultima', 'The last one'),
        html`${rows([
          [t('Stato', 'State'), statusText('exemption', last.status, locale)],
          [t('Perché', 'Why'), named(exemptions, last.kind)],
          [t('Ultimo giorno', 'Last day'), last.untilDay ?? t('nessuno', 'none')],
          [t('Concessa', 'Granted'), `${romeText(last.grantedAt, locale)}, ${last.operator}`],
          [t('Documento', 'Document'), last.document && named(grounds, last.document.kind)],
        ])}${last.status === 'granted' && form(shown, `${person.path}/exemption/revoke`, t('Revoca l’esenzione', 'Take the exemption back'), reason, { look: 'outline-danger', within: 'revoke' })}`,
      )
}
${
  why !== null
    ? note(t('Sospeso', 'Suspended'), html`<p>${why}</p>`, 'warning')
    : section(
        last?.status === 'granted'
          ? t('Un’altra al suo posto', 'Another one in its place')
          : t('Concedi un’esenzione', 'Grant an exemption'),
        html`${stars()}${form(shown, `${person.path}/exemption`, t('Concedi', 'Grant'), (own) => [
          radios(own, 'kind', exemptions, { label: t('Perché', 'Why'), isRequired: true }),
          field(own, 'untilDay', { type: 'date', hint: t('Vuoto: senza fine.', 'Empty: without end.'), columns: 6 }),
          row(
            select(own, 'document.kind', grounds, { isRequired: true, columns: 12 }),
            field(own, 'document.number', {
              isRequired: true,
              autocomplete: 'off',
              columns: 6,
              hint: t('Non è conservato: ne resta un’impronta.', 'It is not kept: a digest of it is.'),
            }),
            field(own, 'document.expiresOn', { type: 'date', isRequired: true, columns: 6 }),
          ),
          reason(own),
        ])}`,
      )
}`,
          files.about(shown, person, { labels: { kind: t('Perché', 'Why') } }),
        )
      },
    )
    router.get('/desk/people/:person/exemption', view)
    router.post(
      '/desk/people/:person/exemption',
      read,
      files.act(
        view,
        ({ operator, codiceFiscale }, { form: sent, options }) => exemption.grant(sent({ operator, codiceFiscale }), options),
        ({ isTold }) => (isTold ? 'exempted' : 'exempted-untold'),
      ),
    )
    router.post(
      '/desk/people/:person/exemption/revoke',
      read,
      files.act(
        view,
        ({ operator, codiceFiscale }, { form: sent, options }) => exemption.revoke(sent({ operator, codiceFiscale }), options),
        'exemption-revoked',
      ),
    )
  },
}
