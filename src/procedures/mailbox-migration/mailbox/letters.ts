/** The letters about a mailbox that moves: to the mailbox itself while somebody can read it, else to another address of its owner. */
import { onDay, romeText, untilPhrase } from '../../../rules/civil/index.ts'
import { type LetterOf, type LetterTable, type Line, letterOf, type OfficeName, type Words } from '../../../runtime/letter.ts'
import { notYou, sampleFacts, whenField } from '../../../runtime/letter-words.ts'
import type { MailboxActivatedData, MailboxLetterData } from './letter-data-words.ts'
import { askOffice, causes, keepPassword, mailboxField, parts, summary, whichPassword, why } from './letters-words.ts'

const letterLike = { greeting: 'nameless', why } as const

/** To the mailbox: it can still be activated. */
export function reminderLetter(
  office: OfficeName,
  data: MailboxLetterData['mailbox/reminder'],
): LetterOf<MailboxLetterData, 'mailbox/reminder'> {
  const { mailbox, link, host, until, cutOverAt } = data
  const lines: readonly Line[] = [
    {
      it: `La casella non è ancora attivata presso il nuovo gestore. Si può attivare ${untilPhrase(until, 'it')}. Una casella non attivata non si potrà più usare, né in ricezione né in spedizione, da quando inizia il passaggio, previsto per ${onDay('il', romeText(cutOverAt, 'it'))}.`,
      en: `The mailbox is not activated at the new provider yet. It can be activated ${untilPhrase(until, 'en')}. A mailbox that is not activated can neither receive nor send from the beginning of the cut-over, planned for ${romeText(cutOverAt, 'en')}.`,
    },
    { title: summary, fields: [mailboxField(mailbox), [{ it: "Pagina per l'attivazione", en: 'Page of the activation' }, link]] },
    {
      it: `Prima di scrivere la password controlli che l'indirizzo della pagina faccia riferimento a ${host}.`,
      en: `Before you type the password check that the address of the page is at ${host}.`,
    },
  ]
  const about = { it: 'casella PEC da attivare', en: 'certified mailbox to be activated' }
  return letterOf('mailbox/reminder', office, data, { ...letterLike, about, lines, notYou: askOffice }, ['link', 'host'])
}

function activatedLines({ mailbox, at, password }: MailboxActivatedData, first: Words): readonly Line[] {
  return [first, { title: summary, fields: [mailboxField(mailbox), whenField(at)] }, whichPassword[password], keepPassword]
}

/** To the mailbox: somebody has activated it. */
export function activatedLetter(
  office: OfficeName,
  data: MailboxActivatedData,
): LetterOf<MailboxLetterData, 'mailbox/activated'> {
  const lines = activatedLines(data, {
    it: 'La casella è stata attivata presso il nuovo gestore.',
    en: 'The mailbox was activated at the new provider.',
  })
  const about = { it: 'casella PEC attivata', en: 'certified mailbox activated' }
  return letterOf('mailbox/activated', office, data, { ...letterLike, about, lines, notYou })
}

/** To the mailbox: somebody has activated it once more. */
export function activatedAgainLetter(
  office: OfficeName,
  data: MailboxActivatedData,
): LetterOf<MailboxLetterData, 'mailbox/activated-again'> {
  const lines = activatedLines(data, {
    it: "La casella è stata attivata di nuovo: vale l'ultima attivazione.",
    en: 'The mailbox was activated once more: the last activation counts.',
  })
  const about = { it: 'casella PEC attivata di nuovo', en: 'certified mailbox activated again' }
  return letterOf('mailbox/activated-again', office, data, { ...letterLike, about, lines, notYou })
}

/** To the mailbox: the copying has begun. */
export function copyStartedLetter(
  office: OfficeName,
  data: MailboxLetterData['mailbox/copy-started'],
): LetterOf<MailboxLetterData, 'mailbox/copy-started'> {
  const begun = {
    it: 'La copia dei messaggi verso il nuovo gestore è iniziata. Nel frattempo la casella si usa come sempre.',
    en: 'The copying of the messages to the new provider has begun. Meanwhile the mailbox is used as always.',
  }
  const lines: readonly Line[] = [begun, { title: summary, fields: [mailboxField(data.mailbox)] }, keepPassword]
  const about = { it: 'copia dei messaggi iniziata', en: 'copying of the messages begun' }
  return letterOf('mailbox/copy-started', office, data, { ...letterLike, about, lines, notYou: askOffice })
}

/** To the mailbox: everything is copied. */
export function copiedLetter(
  office: OfficeName,
  data: MailboxLetterData['mailbox/copied'],
): LetterOf<MailboxLetterData, 'mailbox/copied'> {
  const { mailbox, part, copied } = data
  const lines: readonly Line[] = [
    {
      it: `${parts[part].it} sono stati copiati presso il nuovo gestore.`,
      en: `${parts[part].en} were copied to the new provider.`,
    },
    { title: summary, fields: [mailboxField(mailbox), [{ it: 'Messaggi copiati', en: 'Messages copied' }, String(copied)]] },
    ...(part === 'messages' ? [keepPassword] : []),
  ]
  const about = { it: 'copia dei messaggi completata', en: 'copying of the messages complete' }
  return letterOf('mailbox/copied', office, data, { ...letterLike, about, lines, notYou: askOffice })
}

/** To the mailbox: the copying has failed, which blocks nothing. */
export function copyFailedLetter(
  office: OfficeName,
  data: MailboxLetterData['mailbox/copy-failed'],
): LetterOf<MailboxLetterData, 'mailbox/copy-failed'> {
  const { mailbox, part, cause, link } = data
  const lines: readonly Line[] = [
    {
      it: `${parts[part].it} non sono stati copiati tutti: ${causes[cause].it}.`,
      en: `${parts[part].en} were not all copied: ${causes[cause].en}.`,
    },
    { title: summary, fields: [mailboxField(mailbox), [{ it: "Pagina per l'attivazione", en: 'Page of the activation' }, link]] },
    {
      it: "L'attivazione già fatta resta valida: dopo il passaggio la casella funziona anche se la copia non è riuscita.",
      en: 'The activation stays as it is: after the cut-over the mailbox works although the copying has failed.',
    },
  ]
  const about = { it: 'copia dei messaggi non riuscita', en: 'copying of the messages failed' }
  return letterOf('mailbox/copy-failed', office, data, { ...letterLike, about, lines, notYou: askOffice })
}

/** To another address of the owner: the mailbox works neither way. */
export function blockedLetter(
  office: OfficeName,
  data: MailboxLetterData['mailbox/blocked'],
): LetterOf<MailboxLetterData, 'mailbox/blocked'> {
  const { mailbox, startedAt } = data
  const lines: readonly Line[] = [
    {
      it: `Il passaggio al nuovo gestore è iniziato ${onDay('il', romeText(startedAt, 'it'))} e la casella non era stata attivata: non si può usare né in ricezione né in spedizione.`,
      en: `The cut-over began at ${romeText(startedAt, 'en')}, and the mailbox had not been activated: it can neither receive nor send.`,
    },
    { title: summary, fields: [mailboxField(mailbox)] },
  ]
  const about = { it: 'casella PEC bloccata', en: 'certified mailbox blocked' }
  const blockedWhy = {
    it: "questo indirizzo è registrato presso l'ente come altro recapito di chi usa la casella.",
    en: 'the office has this address on record as another one of whoever uses the mailbox.',
  }
  return letterOf('mailbox/blocked', office, data, { ...letterLike, about, lines, notYou: askOffice, why: blockedWhy })
}

/** To the mailbox: it is at the arriving provider. */
export function liveLetter(
  office: OfficeName,
  data: MailboxLetterData['mailbox/live'],
): LetterOf<MailboxLetterData, 'mailbox/live'> {
  const { mailbox, password, webmail } = data
  const opens: { readonly [P in 'kept' | 'replaced']: Words } = {
    kept: { it: 'Si accede con la stessa password di prima.', en: 'It opens by the same password as before.' },
    replaced: {
      it: "Si accede con la nuova password, quella scelta all'attivazione. La vecchia non vale più.",
      en: 'It opens by the new password, which was chosen at the activation. The old one works no more.',
    },
  }
  const lines: readonly Line[] = [
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
  const about = { it: 'passaggio al nuovo gestore completato', en: 'cut-over complete' }
  return letterOf('mailbox/live', office, data, { ...letterLike, about, lines, notYou: askOffice }, ['webmail'])
}

const mailbox = 'scuola@pec.example.it'
const to = 'the mailbox'
const link = 'https://attivazione.due.example.it/'
const { when: at, until } = sampleFacts

export const mailboxLetters: LetterTable<MailboxLetterData> = {
  'mailbox/reminder': {
    to,
    when: 'at the instants that the migration names, while it is not activated',
    sample: (office) => reminderLetter(office, { mailbox, link, host: 'due.example.it', until, cutOverAt: until + 1 }),
  },
  'mailbox/activated': {
    to,
    when: 'when it is activated',
    sample: (office) => activatedLetter(office, { mailbox, at, password: 'replaced' }),
  },
  'mailbox/activated-again': {
    to,
    when: 'when it is activated once more',
    sample: (office) => activatedAgainLetter(office, { mailbox, at, password: 'kept' }),
  },
  'mailbox/copy-started': {
    to,
    when: 'when the copying of its messages has begun',
    sample: (office) => copyStartedLetter(office, { mailbox }),
  },
  'mailbox/copied': {
    to,
    when: 'when its messages, or those of its archive, are copied',
    sample: (office) => copiedLetter(office, { mailbox, part: 'messages', copied: 1200 }),
  },
  'mailbox/copy-failed': {
    to,
    when: 'when they cannot be copied',
    sample: (office) => copyFailedLetter(office, { mailbox, part: 'messages', cause: 'password', link }),
  },
  'mailbox/blocked': {
    to: 'another address of its owner, where one is known',
    when: 'when the cut-over has begun and it was not activated',
    sample: (office) => blockedLetter(office, { mailbox, startedAt: at }),
  },
  'mailbox/live': {
    to,
    when: 'when the cut-over is complete and the arriving provider has its password',
    sample: (office) => liveLetter(office, { mailbox, password: 'kept', webmail: 'https://webmail.pec.example.it/' }),
  },
}
