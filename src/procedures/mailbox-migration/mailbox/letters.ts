/** The letters about a mailbox that moves: to the mailbox itself while somebody can read it, else to another address of its owner. */
import { onDay, romeText, untilPhrase } from '../../../rules/civil/index.ts'
import { type LetterOf, type LetterTable, type Line, letterOf, type OfficeName, type Words } from '../../../runtime/letter.ts'
import { notYou, sampleFacts, whenField } from '../../../runtime/letter-words.ts'
import { blockedLines, lateAllowedLines, liveLines, passwordRefusedLines, rolledBackLines } from './cut-over-words.ts'
import type { MailboxActivatedData, MailboxLetterData } from './letter-data-words.ts'
import {
  askOffice,
  causes,
  checkHost,
  keepPassword,
  letterLike,
  mailboxField,
  pageField,
  parts,
  summary,
  whichPassword,
  whyOther,
} from './letters-words.ts'

/** What a letter says alike that its reader has not caused; and one to another address of his. */
const asking = { ...letterLike, notYou: askOffice }
const elsewhere = { ...asking, why: whyOther }

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
    { title: summary, fields: [mailboxField(mailbox), pageField(link)] },
    checkHost(host),
  ]
  const about = { it: 'casella PEC da attivare', en: 'certified mailbox to be activated' }
  return letterOf('mailbox/reminder', office, data, { ...asking, about, lines }, ['link', 'host'])
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
  return letterOf('mailbox/copy-started', office, data, { ...asking, about, lines })
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
  return letterOf('mailbox/copied', office, data, { ...asking, about, lines })
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
    { title: summary, fields: [mailboxField(mailbox), pageField(link)] },
    {
      it: "L'attivazione già fatta resta valida: dopo il passaggio la casella funziona anche se la copia non è riuscita.",
      en: 'The activation stays as it is: after the cut-over the mailbox works although the copying has failed.',
    },
  ]
  const about = { it: 'copia dei messaggi non riuscita', en: 'copying of the messages failed' }
  return letterOf('mailbox/copy-failed', office, data, { ...asking, about, lines })
}

/** To the mailbox, which still opens by the old password: the new provider will never open it by the one that was chosen. */
export function passwordRefusedLetter(
  office: OfficeName,
  data: MailboxLetterData['mailbox/password-refused'],
): LetterOf<MailboxLetterData, 'mailbox/password-refused'> {
  const about = { it: 'password non accettata dal nuovo gestore', en: 'password not taken by the new provider' }
  return letterOf('mailbox/password-refused', office, data, { ...asking, about, lines: passwordRefusedLines(data) }, ['link'])
}

/** To another address of the owner: the mailbox works neither way. */
export function blockedLetter(
  office: OfficeName,
  data: MailboxLetterData['mailbox/blocked'],
): LetterOf<MailboxLetterData, 'mailbox/blocked'> {
  const said = { ...elsewhere, about: { it: 'casella PEC bloccata', en: 'certified mailbox blocked' }, lines: blockedLines(data) }
  return letterOf('mailbox/blocked', office, data, said)
}

/** To another address of the owner: the office lets the mailbox be activated although the cut-over has begun. */
export function lateAllowedLetter(
  office: OfficeName,
  data: MailboxLetterData['mailbox/late-allowed'],
): LetterOf<MailboxLetterData, 'mailbox/late-allowed'> {
  const said = {
    ...elsewhere,
    about: { it: 'casella PEC ancora attivabile', en: 'certified mailbox can still be activated' },
    lines: lateAllowedLines(data),
  }
  return letterOf('mailbox/late-allowed', office, data, said, ['link', 'host'])
}

/** To the mailbox: it is at the arriving provider. */
export function liveLetter(
  office: OfficeName,
  data: MailboxLetterData['mailbox/live'],
): LetterOf<MailboxLetterData, 'mailbox/live'> {
  const said = {
    ...asking,
    about: { it: 'passaggio al nuovo gestore completato', en: 'cut-over complete' },
    lines: liveLines(data),
  }
  return letterOf('mailbox/live', office, data, said, ['webmail'])
}

/** To the mailbox, and to whoever was told that it is blocked: the old mailbox goes on as before. */
export function rolledBackLetter(
  office: OfficeName,
  data: MailboxLetterData['mailbox/rolled-back'],
): LetterOf<MailboxLetterData, 'mailbox/rolled-back'> {
  const said = {
    ...asking,
    about: { it: 'passaggio al nuovo gestore annullato', en: 'cut-over rolled back' },
    lines: rolledBackLines(data),
  }
  return letterOf('mailbox/rolled-back', office, data, said)
}

const mailbox = 'scuola@pec.example.it'
const to = 'the mailbox'
const toOwner = 'the mailbox, and another address of its owner where the cut-over has begun'
const other = 'another address of its owner, where one is known'
const link = 'https://attivazione.due.example.it/'
const { when: at, until } = sampleFacts

export const mailboxLetters: LetterTable<MailboxLetterData> = {
  'mailbox/reminder': {
    to,
    when: 'at the instants that the migration names, while it is not activated',
    sample: (office) => reminderLetter(office, { mailbox, link, host: 'due.example.it', until, cutOverAt: until + 1 }),
  },
  'mailbox/activated': {
    to: toOwner,
    when: 'when it is activated',
    sample: (office) => activatedLetter(office, { mailbox, at, password: 'replaced' }),
  },
  'mailbox/activated-again': {
    to: toOwner,
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
  'mailbox/password-refused': {
    to,
    when: 'when the arriving provider refuses its password for good, and no cut-over has begun',
    sample: (office) => passwordRefusedLetter(office, { mailbox, link, until }),
  },
  'mailbox/blocked': {
    to: other,
    when: 'when the cut-over has begun and it was not activated, or its password was refused',
    sample: (office) => blockedLetter(office, { mailbox, startedAt: at, isRefused: false }),
  },
  'mailbox/late-allowed': {
    to: other,
    when: 'when the office lets a mailbox that is blocked be activated late',
    sample: (office) => lateAllowedLetter(office, { mailbox, link, host: 'due.example.it', until, isRefused: false }),
  },
  'mailbox/live': {
    to: 'the mailbox, and another address of its owner where its password was set only after the cut-over had begun',
    when: 'when the cut-over is complete and the arriving provider has its password',
    sample: (office) => liveLetter(office, { mailbox, password: 'kept', webmail: 'https://webmail.pec.example.it/' }),
  },
  'mailbox/rolled-back': {
    to: 'the mailbox, and another address of its owner where it was blocked',
    when: 'when the cut-over was rolled back and it had been live or blocked',
    sample: (office) => rolledBackLetter(office, { mailbox, link, at, next: 'activate', until }),
  },
}
