/** The pieces of docs/migration.md: a campaign is planned, mailboxes are named, and one is activated. */
import { type MailboxLine, type Operator, passwordAt, type Sportello, unwrap } from 'sportello'

export async function plan(sportello: Sportello, operator: Operator) {
  // #region plan
  const planned = await sportello.migration.plan({
    operator,
    domain: 'pec.example.it',
    reason: 'Contract 12/2022.',
    title: { it: 'Nuovo sistema di PEC', en: 'New system of certified mail' },
    leaving: 'Gestore Uno',
    arriving: 'Gestore Due',
    activation: { firstDay: '2022-11-11', lastDay: '2022-11-22' }, // days in Rome, both whole
    cutOver: { from: '2022-11-23T14:00', longestMinutes: 360 }, // the clocks of Rome
    contents: {
      atOnce: [{ it: 'i messaggi', en: 'messages' }],
      later: [{ it: 'la sezione «Archivio»', en: 'the section “Archivio”' }],
      never: [{ what: { it: 'la rubrica', en: 'the address book' }, ownerCan: { it: 'La esporti.', en: 'Export it.' } }],
    },
    capacity: { beforeGb: 1, afterGb: 6 },
    clients: [
      { protocol: 'smtps', host: 'send.due.example.it' }, // port 465, where nothing else is said
      { protocol: 'imaps', host: 'mbox.due.example.it' }, // port 993
    ],
    links: {
      host: 'due.example.it', // what people look for before they type a password
      activation: 'https://migration.due.example.it/',
      webmail: 'https://webmail.pec.example.it/',
      check: { it: 'Controlli a chi è intestato il certificato.', en: 'Check to whom the certificate was issued.' },
    },
    reminders: ['2022-11-21T09:00'],
  })
  // #endregion
  return planned
}

// #region password-at
export const before = passwordAt({ cutOvers: [], activations: [] }, Date.UTC(2022, 10, 23)) // { opens: 'leaving', password: 'old' }
// #endregion

type Entered = { readonly domain: string; readonly mailbox: string; readonly password: string; readonly next: string }
type Sent = { readonly requester: string; readonly challenge: string; readonly requestKey: string }

export async function move(
  sportello: Sportello,
  operator: Operator,
  lines: readonly MailboxLine[],
  entered: Entered,
  sent: Sent,
) {
  const { domain, mailbox, password, next } = entered
  const { requester, challenge, requestKey } = sent
  const log = console.log
  // #region mailboxes
  await sportello.mailboxes.add({ operator, domain }, lines, (line) => log(line)) // a list or a stream, in as many runs as it takes
  const { ticket, violations } = unwrap(await sportello.mailboxes.verify({ domain, mailbox, password }, { requester, challenge }))
  const chosen = { domain, mailbox, password, next, confirmation: next }
  const activated = await sportello.mailboxes.activate(chosen, { requester, ticket, requestKey })
  // #endregion
  return { violations, activated }
}

export async function work(sportello: Sportello) {
  // #region work
  const report = await sportello.migration.work({ limit: 100, parallel: 8, perSecond: 20 })
  // #endregion
  return report
}
