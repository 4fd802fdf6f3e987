/** The pages of the portal itself: the first one, and that of whatever has no page of its own. */
import type { PageReply } from '../page-reply.ts'
import { html } from './html.ts'
import type { PageKit } from './page-kit.ts'
import type { Page } from './pages.ts'

/** The first page, and that of messages. */
export type SitePages = {
  /** The first page. */
  readonly home: Page<null>
}

/** The pages in the words of the package. */
export function sitePages({ t, page, link, office }: PageKit): SitePages & { readonly message: (told: PageReply) => string } {
  return {
    message: (told) =>
      page(
        t('Avviso', 'Notice'),
        html`<ul><li>${link('', t('Inizio', 'Start'))}</li><li>${link('assistance', t('Assistenza', 'Assistance'))}</li></ul>`,
        { told, isMessage: true },
      ),
    home: (shown) =>
      page(
        office.name,
        html`<ul><li>${link('registration', t('Richiesta di credenziali', 'Request for credentials'))}</li>
<li>${link('registration/status', t('La mia richiesta', 'My request'))}</li><li>${link('area', t('Area riservata', 'Private area'))}</li>
<li>${link('recovery/request', t('Password dimenticata', 'Forgotten password'))}</li><li>${link('pin/request', t('PIN dimenticato', 'Forgotten PIN'))}</li>
<li>${link('assistance', t('Assistenza', 'Assistance'))}</li></ul>`,
        shown,
      ),
  }
}
