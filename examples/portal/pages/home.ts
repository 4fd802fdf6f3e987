/** The first page, and what the foot of every page leads to. */
import { html } from '../../html.ts'
import { closedBecause, openOnlyTo } from '../web/around.ts'
import type { Kit } from '../web/kit.ts'
import type { Room } from '../web/room.ts'

function services({ t, link, mark }: Kit) {
  const card = (path: string, title: string, told: string, feature?: string) => {
    const why = feature === undefined ? null : closedBecause(feature)
    const only = feature === undefined ? null : openOnlyTo(feature)
    return html`<li class="portal-card"><h2>${why === null ? link(path, title) : title}</h2><p>${told}</p>${why !== null && html`<p>${mark(t('Sospeso', 'Suspended'), 'warning')} ${why}</p>`}${only !== null && html`<p>${mark(t('Limitato', 'Limited'), 'warning')} ${only}</p>`}</li>`
  }
  return html`<ul class="portal-cards">
${card('/registration', t('Richiesta di credenziali', 'Ask for credentials'), t('Si compila il modulo, si carica un documento e si trasmette la richiesta all’ufficio.', 'Fill in the form, upload a document and hand the request in.'), 'registration')}
${card('/registration/status', t('La mia richiesta', 'My request'), t('A che punto è, che cosa manca, che cosa ha deciso l’ufficio.', 'How far it is, what is missing, what the office has decided.'))}
${card('/area', t('Area riservata', 'Private area'), t('Recapiti, PEC, password, PIN, sessioni e dati che la riguardano.', 'Addresses, PEC, password, PIN, sessions and the data about you.'))}
${card('/recovery/request', t('Password dimenticata', 'Forgotten password'), t('Una nuova password, con un link alla sua casella e il PIN.', 'Choose a new password with a link to your mailbox and the PIN.'), 'recovery')}
${card('/pin/request', t('PIN dimenticato', 'Forgotten PIN'), t('Un nuovo PIN, con la sua password.', 'Ask for a new PIN with your password.'), 'pin-renewal')}
${card('/assistance', t('Assistenza', 'Assistance'), t('Non riesce ad accedere? L’ufficio la aiuta.', 'You cannot sign in? The office helps you.'), 'assistance')}
</ul>`
}

export const home: Room = {
  pages: (kit) => ({
    home: (shown) =>
      kit.page(kit.t('Servizi in rete', 'Online services'), services(kit), {
        ...shown,
        isWide: true,
        lead: kit.t(
          'Qui può chiedere le credenziali del Comune, usarle e tenerle al sicuro.',
          'Here you ask for the credentials of the municipality, use them and keep them safe.',
        ),
      }),
  }),
  routes: ({ router, portal, kit: { t, page } }) => {
    const privacy = portal.page((shown) =>
      page(
        t('Informativa privacy', 'Privacy notice'),
        html`<p>${t('Questo portale è una prova: gira su questo computer, con persone inventate, e non manda nulla altrove. Un ente pubblica qui la propria informativa (articolo 13 del GDPR), e il modulo ricorda quale testo è stato mostrato.', 'This portal is for trying out: it runs on this machine, with invented people, and sends nothing elsewhere. An office publishes its own notice here (article 13 of the GDPR), and the form remembers which text was shown.')}</p>`,
        shown,
      ),
    )
    const accessibility = portal.page((shown) =>
      page(
        t('Accessibilità', 'Accessibility'),
        html`<p>${t('Le pagine sono provate con WCAG 2.2, livello AA: con la sola tastiera, ingrandite al 200 per cento, su schermi larghi 320 punti, a colori forzati e senza JavaScript.', 'The pages are tested against WCAG 2.2, level AA: by keyboard alone, at 200 percent, on screens 320 points wide, with forced colours and without JavaScript.')}</p>`,
        shown,
      ),
    )
    router.get('/privacy', privacy)
    router.get('/accessibility', accessibility)
  },
}
