/** Identification in person: what was looked at, the sheet that the person takes along, and the page on which the ticket shows its half of the PIN. */
import { type AnyRefusal, statusText } from 'sportello'
import { romeInstant, romeText, untilPhrase } from 'sportello/civil'
import { html } from '../../../html.ts'
import { closedBecause } from '../../web/around.ts'
import type { Room } from '../../web/room.ts'
import { officeWords } from './office-words.ts'
import { peopleFiles } from './people-files.ts'

const faults = {
  'civil/malformed': 'malformed',
  'civil/out-of-range': 'malformed',
  'civil/skipped': 'skipped',
  'civil/ambiguous': 'ambiguous',
} as const

/** What the clocks of Rome show, as a field of the browser has it. */
export const wallTime = (at: number): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Rome', dateStyle: 'short', timeStyle: 'short' })
    .format(at)
    .replace(' ', 'T')

export const deskIdentification: Room = {
  routes(floor) {
    const { router, read, portal, sportello, clock, kit } = floor
    const { t, page, form, field, select, row, rows, note, stars, section, button, locale, office } = kit
    const files = peopleFiles(floor)
    const { documents } = officeWords(t)
    const named = (choices: typeof documents, value: string) => choices.find(([one]) => one === value)?.[1] ?? value

    const view = files.view(
      async ({ operator, codiceFiscale }) => {
        const last = await sportello.identification.inspect({ operator, codiceFiscale })
        if (last.ok) return { ok: true, value: last.value } as const
        return last.refusal.code === 'identification/not-found' ? ({ ok: true, value: null } as const) : last
      },
      (shown, person) => {
        const why = closedBecause('desk-identification')
        const last = shown.view
        return page(
          t('Identificazione di persona', 'Identification in person'),
          html`${rows([[t('Persona', 'Person'), person.codiceFiscale]])}
${
  last !== null &&
  section(
    t('L’ultima', 'The last one'),
    rows([
      [t('Quando', 'When'), romeText(last.identifiedAt, locale)],
      [t('Stato', 'State'), statusText('identification', last.status, locale)],
      [t('Registrata da', 'Recorded by'), last.operator],
      [t('Documento', 'Document'), last.document && named(documents, last.document.kind)],
    ]),
  )
}
${
  why !== null
    ? note(t('Sospeso', 'Suspended'), html`<p>${why}</p>`, 'warning')
    : html`${section(t('Che cosa succede', 'What happens'), html`<p>${t('La persona riceve nuovi segreti per due vie: una lettera alla sua casella, con la password temporanea e le prime quattro cifre del PIN, e un foglio stampato qui, che mostra le altre cinque una volta sola. All’ufficio nessuno vede né sceglie un segreto. Sospensione, sessioni e cambi aperti finiscono.', 'The person gets new secrets by two ways: a letter to the mailbox, with the temporary password and the first four digits of the PIN, and a sheet printed here, which shows the other five once. Nobody at the office sees or chooses a secret. Suspension, sessions and open changes end.')}</p>`)}
${stars()}${form(
  shown,
  `${person.path}/identification`,
  t('Registra e stampa il foglio', 'Record and print the sheet'),
  (own) => [
    row(
      field(own, 'identifiedAt', {
        type: 'datetime-local',
        value: wallTime(clock.now()),
        isRequired: true,
        columns: 6,
        hint: t('Ora di Roma.', 'The time of Rome.'),
      }),
      select(own, 'document.kind', documents, { isRequired: true, columns: 6 }),
      field(own, 'document.number', {
        isRequired: true,
        columns: 6,
        autocomplete: 'off',
        hint: t('Non è conservato: ne resta un’impronta.', 'It is not kept: a digest of it is.'),
      }),
      field(own, 'document.expiresOn', { type: 'date', isRequired: true, columns: 6 }),
    ),
    field(own, 'email', {
      type: 'email',
      autocomplete: 'off',
      hint: t(
        'Solo se la persona ne dà qui un’altra: vale subito. Altrimenti resta quella di prima.',
        'Only where the person gives another one here: it is in force at once. Else the one of before stays.',
      ),
    }),
    field(own, 'reason', {
      isRequired: true,
      hint: t('Per esempio: ha perso PIN e password.', 'Such as: PIN and password are lost.'),
    }),
  ],
)}`
}`,
          files.about(shown, person),
        )
      },
    )
    router.get('/desk/people/:person/identification', view)
    router.post(
      '/desk/people/:person/identification',
      read,
      files.showing(
        view,
        async ({ operator, codiceFiscale }, { form: sent, text, options }) => {
          const at = romeInstant(text('identifiedAt'))
          if (!at.ok) {
            const problem = { field: 'identifiedAt', code: faults[at.refusal.code] }
            return { ok: false, refusal: { code: 'identification/form', problems: [problem], problemCount: 1 } as AnyRefusal }
          }
          return sportello.identification.record(
            sent({ operator, codiceFiscale, identifiedAt: at.value, point: 'office', identifiedBy: null }),
            options,
          )
        },
        (shown, person) => {
          const { ticket, temporaryUntil } = shown.view
          return page(
            t('Foglio per la persona', 'Sheet for the person'),
            html`<div class="portal-no-print">${note(t('Lo stampi adesso', 'Print it now'), html`<p>${t('Il foglio non si può mostrare di nuovo. Lo consegni alla persona; non lo spedisca, non lo fotografi, non lo conservi.', 'The sheet cannot be shown again. Hand it to the person; do not mail it, take a picture of it, or keep it.')}</p><p><button type="button" class="btn btn-primary" data-portal-print hidden>${t('Stampa', 'Print')}</button></p>`, 'warning')}</div>
<div class="desk-sheet"><h2>${office.name}</h2>
<p>${t('Le cinque ultime cifre del suo nuovo PIN si leggono una volta sola, su un dispositivo suo:', 'The five last digits of your new PIN can be read once, on a device of your own:')}</p>
<ol><li>${t('apra la pagina', 'open the page')} <strong>${office.links}identification</strong></li>
<li>${t('scriva questo codice:', 'type this code:')} <code class="desk-ticket" id="ticket">${ticket}</code></li>
<li>${t('scriva le cinque cifre dietro le quattro della lettera che arriva alla sua casella: insieme sono il PIN.', 'write the five digits behind the four of the letter that comes to your mailbox: together they are the PIN.')}</li></ol>
<p>${t('Con il PIN e la password temporanea della lettera può accedere', 'With the PIN and the temporary password of the letter you can sign in')} ${untilPhrase(temporaryUntil, locale)}. ${t('Al primo accesso sceglie una nuova password.', 'At the first sign-in you choose a new password.')}</p></div>`,
            files.about(shown, person),
          )
        },
      ),
    )

    const half = portal.page((shown) =>
      page(
        t('Le ultime cifre del PIN', 'The last digits of the PIN'),
        form(shown, '/identification', t('Mostra le cinque cifre', 'Show the five digits'), (own) =>
          field(own, 'ticket', {
            label: t('Codice del foglio', 'Code of the sheet'),
            isRequired: true,
            autocomplete: 'off',
            hint: t('Si vedono una volta sola: tenga pronta una penna.', 'They are shown once: have a pen ready.'),
          }),
        ),
        {
          ...shown,
          lead: t(
            'Dopo l’identificazione allo sportello ha ricevuto un foglio con un codice.',
            'After the identification at the counter you got a sheet with a code.',
          ),
        },
      ),
    )
    router.get('/identification', half)
    router.post(
      '/identification',
      read,
      half.form(
        ({ text, options }) => sportello.identification.showPinHalf(text('ticket').trim(), options),
        ({ view: { pinSecondHalf }, ...shown }) =>
          page(
            t('Le ultime cifre del PIN', 'The last digits of the PIN'),
            html`<p>${t('Le annoti ora: non si possono mostrare di nuovo.', 'Write them down now: they cannot be shown again.')}</p><p class="portal-secret">${pinSecondHalf}</p>
<p>${t('Il PIN sono le quattro cifre della lettera, poi queste cinque.', 'The PIN is the four digits of the letter, then these five.')}</p>
${button('/sign-in', t('Vai all’accesso', 'Go to the sign-in'))}`,
            shown,
          ),
      ),
    )
  },
}
