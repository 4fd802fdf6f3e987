/** What the letters about a cut-over say, in Italian and English. */
import { onDay, romeText, untilPhrase } from '../../../rules/civil/index.ts'
import type { Line, Words } from '../../../runtime/letter.ts'
import type { MailboxLetterData, MailboxRolledBackNext } from './letter-data-words.ts'
import { anotherPassword, askForTerm, checkHost, mailboxField, pageField, summary } from './letters-words.ts'

/** To the mailbox, which still opens by the old password: the new provider will never open it by the one that was chosen. */
export function passwordRefusedLines({ mailbox, link, until }: MailboxLetterData['mailbox/password-refused']): readonly Line[] {
  return [
    {
      it: "Il nuovo gestore non accetta la password indicata all'attivazione. La casella si usa ancora come sempre, con la vecchia password, ma dopo il passaggio non si aprirà finché non è attivata di nuovo.",
      en: 'The new provider does not take the password of the activation. The mailbox still works as always, by the old password, but after the cut-over it does not open until it is activated again.',
    },
    until === null ? askForTerm : anotherPassword(until),
    { title: summary, fields: [mailboxField(mailbox), pageField(link)] },
  ]
}

/** To another address of the owner: the mailbox works neither way. */
export function blockedLines({ mailbox, startedAt, isRefused }: MailboxLetterData['mailbox/blocked']): readonly Line[] {
  const [begun, began] = [onDay('il', romeText(startedAt, 'it')), romeText(startedAt, 'en')]
  return [
    isRefused
      ? {
          it: `Il passaggio al nuovo gestore è iniziato ${begun} e il nuovo gestore non accetta la password indicata all'attivazione: la casella non si può usare finché non è attivata di nuovo.`,
          en: `The cut-over began at ${began}, and the new provider does not take the password of the activation: the mailbox cannot be used until it is activated again.`,
        }
      : {
          it: `Il passaggio al nuovo gestore è iniziato ${begun} e la casella non era stata attivata: non si può usare né in ricezione né in spedizione.`,
          en: `The cut-over began at ${began}, and the mailbox had not been activated: it can neither receive nor send.`,
        },
    ...(isRefused ? [askForTerm] : []),
    { title: summary, fields: [mailboxField(mailbox)] },
  ]
}

/** To another address of the owner: the office lets the mailbox be activated although the cut-over has begun. */
export function lateAllowedLines({
  mailbox,
  link,
  host,
  until,
  isRefused,
}: MailboxLetterData['mailbox/late-allowed']): readonly Line[] {
  return [
    isRefused
      ? anotherPassword(until)
      : {
          it: `La casella, che è bloccata, si può ancora attivare ${untilPhrase(until, 'it')}.`,
          en: `The mailbox, which is blocked, can still be activated ${untilPhrase(until, 'en')}.`,
        },
    { title: summary, fields: [mailboxField(mailbox), pageField(link)] },
    checkHost(host),
  ]
}

/** To the mailbox: it is at the arriving provider. */
export function liveLines({ mailbox, password, webmail }: MailboxLetterData['mailbox/live']): readonly Line[] {
  const opens: { readonly [P in 'kept' | 'replaced']: Words } = {
    kept: { it: 'Si accede con la stessa password di prima.', en: 'It opens by the same password as before.' },
    replaced: {
      it: "Si accede con la nuova password, quella scelta all'attivazione. La vecchia non vale più.",
      en: 'It opens by the new password, which was chosen at the activation. The old one works no more.',
    },
  }
  return [
    {
      it: "Il passaggio è completato: la casella è presso il nuovo gestore e l'indirizzo non cambia.",
      en: 'The cut-over is complete: the mailbox is at the new provider, and its address stays the same.',
    },
    opens[password],
    { title: summary, fields: [mailboxField(mailbox), ['Webmail', webmail]] },
    {
      it: 'I programmi di posta vanno configurati con i parametri del nuovo gestore.',
      en: 'Mail programs must be configured with the settings of the new provider.',
    },
  ]
}

const newPlan: Words = {
  it: "L'ente comunicherà la data del nuovo passaggio.",
  en: 'The office will announce the date of the new cut-over.',
}

const announcedTerm: Words = {
  it: "Prima del nuovo passaggio la casella va attivata: l'ente comunicherà fino a quando.",
  en: 'The mailbox must be activated before the new cut-over: the office will announce until when.',
}

const oldSettings: Words = {
  it: 'I programmi di posta già configurati per il nuovo gestore vanno riportati ai parametri di prima.',
  en: 'Mail programs that were configured for the new provider go back to the settings of before.',
}

/** What its owner does after a rollback. */
function nextLines(next: MailboxRolledBackNext, until: number | null): readonly Line[] {
  switch (next) {
    case 'nothing':
      return [
        {
          it: "L'attivazione già fatta resta valida: non serve ripeterla. Dopo il nuovo passaggio si userà la password indicata all'attivazione.",
          en: 'The activation stays as it is and need not be repeated. After the new cut-over the password of the activation is used.',
        },
        newPlan,
      ]
    case 'activate':
      return [
        until === null
          ? announcedTerm
          : {
              it: `Prima del nuovo passaggio la casella va attivata: si può fare ${untilPhrase(until, 'it')}.`,
              en: `The mailbox must be activated before the new cut-over: it can be ${untilPhrase(until, 'en')}.`,
            },
        newPlan,
      ]
    case 'activate-again':
      return [
        {
          it: "Il nuovo gestore non accetta la password indicata all'attivazione.",
          en: 'The new provider does not take the password of the activation.',
        },
        until === null ? announcedTerm : anotherPassword(until),
        newPlan,
      ]
    case 'ended':
      return [
        {
          it: 'La migrazione è chiusa: la casella resta presso il gestore attuale.',
          en: 'The migration has ended: the mailbox stays at the current provider.',
        },
      ]
  }
}

/** To the mailbox, and to whoever was told that it is blocked: the old mailbox goes on as before. */
export function rolledBackLines({ mailbox, link, at, next, until }: MailboxLetterData['mailbox/rolled-back']): readonly Line[] {
  const page = (next === 'activate' || next === 'activate-again') && until !== null ? [pageField(link)] : []
  return [
    {
      it: `Il passaggio al nuovo gestore è stato annullato ${onDay('il', romeText(at, 'it'))}: la casella è di nuovo presso il gestore attuale e si usa come prima, con la vecchia password.`,
      en: `The cut-over was rolled back at ${romeText(at, 'en')}: the mailbox is at the current provider again and works as before, by the old password.`,
    },
    ...nextLines(next, until),
    { title: summary, fields: [mailboxField(mailbox), ...page] },
    ...(next === 'nothing' || next === 'ended' ? [oldSettings] : []),
  ]
}
