/** What seed 004 announces, sentence by sentence, made of the campaign and of nothing else. */
import type { MigrationPlanForm, MigrationText } from 'sportello'
import { beforeEach, describe, expect, it } from 'vitest'
import { accepted, type Counter, openCounter, operator, refusedCode } from '../../../support/counter.ts'
import { seedCampaign, seedDomain, seedInstants } from '../../../support/migration-seed.ts'

const look = { operator, domain: seedDomain }
const act = { ...look, reason: 'Nota del gestore.' }

let counter: Counter
beforeEach(() => {
  counter = openCounter()
  counter.clock.set(seedInstants.announcedAt)
})

async function announced(change: Partial<MigrationPlanForm> = {}): Promise<MigrationText> {
  accepted(await counter.sportello.migration.plan({ ...seedCampaign, ...change }))
  return accepted(await counter.sportello.migration.announcement(look))
}

/** What the seed says, with what stands in the announcement for it. */
const sentences: readonly (readonly [says: string, it: string, en: string])[] = [
  [
    'the mailboxes pass to the new provider on 23 November, and the addresses stay',
    'Mercoledì 23 novembre 2022 le caselle @pec.istruzione.example.it passano dal gestore Uscente S.p.A. al gestore Entrante S.p.A. Gli indirizzi non cambiano.',
    'On Wednesday 23 November 2022 the mailboxes @pec.istruzione.example.it move from the provider Uscente S.p.A. to the provider Entrante S.p.A. The addresses stay as they are.',
  ],
  [
    'a mailbox is activated from 11 to 22 November, both included',
    'La casella si attiva da venerdì 11 novembre 2022, ore 00:00, fino alle ore 24 di martedì 22 novembre 2022.',
    'A mailbox is activated from Friday 11 November 2022, 00:00 (Rome), until 24:00 on Tuesday 22 November 2022 (Rome).',
  ],
  [
    'who does not activate it can neither receive nor send',
    "L'attivazione è obbligatoria. Una casella non attivata non potrà più essere usata dall'inizio del passaggio, né per ricevere né per spedire.",
    'You must activate it. A mailbox that is not activated can neither receive nor send from the beginning of the cut-over on.',
  ],
  [
    'where the procedure is',
    '1. Apra https://migrazione.entrante.example.it/webapp/?ui=pec (se il link non funziona, lo copi nella barra degli indirizzi).',
    '1. Open https://migrazione.entrante.example.it/webapp/?ui=pec (if the link does not work, copy it into the address bar).',
  ],
  [
    'the name of the mailbox is typed without its domain, with the current password',
    '2. Scriva il nome della casella, senza la parte @pec.istruzione.example.it, e la password attuale.',
    '2. Type the name of the mailbox, without @pec.istruzione.example.it, and the current password.',
  ],
  ['"non sono un robot"', '3. Confermi di non essere un robot.', '3. Confirm that you are not a robot.'],
  [
    'the password stays the same, unless it does not conform',
    '4. Se la password attuale rispetta le regole qui sotto, resta la stessa; altrimenti ne scelga una nuova e la ripeta.',
    '4. If the current password follows the rules below it stays the same; else choose a new one and repeat it.',
  ],
  [
    'a wrong name and a wrong password are one error',
    'Se il nome o la password non sono giusti, la procedura risponde che le credenziali non sono valide, senza dire quale dei due.',
    'If the name or the password is wrong, the answer is that the credentials are not valid; it does not say which of the two.',
  ],
  [
    'at which host a page is genuine',
    'La password si scrive solo su pagine il cui indirizzo comincia con https:// e il cui sito è entrante.example.it, o finisce con .entrante.example.it. Nessuno la chiede per telefono o per posta.',
    'Type the password only on pages whose address begins with https:// and whose site is entrante.example.it, or ends with .entrante.example.it. Nobody asks for it by telephone or by mail.',
  ],
  [
    'the padlock and the certificate',
    'Prima di scrivere la password faccia clic sul lucchetto e controlli a chi è intestato il certificato.',
    'Before you type the password click the padlock and check to whom the certificate was issued.',
  ],
  ['8 characters', '- 8 caratteri o più', '- At least 8 characters'],
  [
    'the old password with the old mailbox, then the new one with the new mailbox',
    "Fino all'inizio del passaggio valgono la vecchia casella e la vecchia password. Durante il passaggio non se ne può usare nessuna. Dopo vale la nuova casella, con la password attuale o con quella nuova, se è stata scelta.",
    'Until the cut-over begins use the old mailbox and the old password. During the cut-over none works. Afterwards use the new mailbox, with the current password, or with the new one if you chose one.',
  ],
  [
    'no reset and no change of the password meanwhile',
    "Dall'attivazione al passaggio non cambi la password e non ne chieda il ripristino: la copia dei messaggi si interromperebbe.",
    'From the activation to the cut-over do not change the password, and do not ask for its reset: that would interrupt the copying of messages.',
  ],
  ['what is copied after the activation', '- i messaggi della casella', '- the messages of the mailbox'],
  [
    'the archive is copied after the cut-over',
    '- i messaggi della sezione «Archivio»',
    '- the messages of the section “Archivio”',
  ],
  [
    'the address book is not copied, and can be exported',
    '- la rubrica. La può salvare con Contatti, Altre azioni, Esporta rubrica in formato CSV.',
    '- the address book. You can save it with Contatti, Altre azioni, Esporta rubrica in formato CSV.',
  ],
  ['filters and forwards are not copied', '- filtri e inoltri.', '- filters and forwards.'],
  [
    'the interruption from 14:00 to 20:00, of 6 hours at most',
    'Il passaggio comincia mercoledì 23 novembre 2022, ore 14:00. Il servizio si interrompe per 6 ore al massimo, cioè fino a mercoledì 23 novembre 2022, ore 20:00, salvo imprevisti tecnici.',
    'The cut-over begins on Wednesday 23 November 2022, 14:00 (Rome). The service is interrupted for 6 hours at most, that is until Wednesday 23 November 2022, 20:00 (Rome), unless something unforeseen happens.',
  ],
  [
    'where the mail is read afterwards',
    "La posta si legge su https://webmail.pec.istruzione.example.it/, con l'indirizzo della casella e la sua password.",
    'Mail is read at https://webmail.pec.istruzione.example.it/, with the address of the mailbox and its password.',
  ],
  [
    'SMTP with STARTTLS on port 25',
    '- Posta in uscita, SMTP con STARTTLS: invio.entrante.example.it, porta 25',
    '- Outgoing mail, SMTP with STARTTLS: invio.entrante.example.it, port 25',
  ],
  [
    'SMTP on port 465',
    '- Posta in uscita, SMTP su TLS: invio.entrante.example.it, porta 465',
    '- Outgoing mail, SMTP over TLS: invio.entrante.example.it, port 465',
  ],
  [
    'IMAP on port 993',
    '- Posta in arrivo, IMAP su TLS: caselle.entrante.example.it, porta 993',
    '- Incoming mail, IMAP over TLS: caselle.entrante.example.it, port 993',
  ],
  [
    'POP3 on port 995',
    '- Posta in arrivo, POP3 su TLS: caselle.entrante.example.it, porta 995',
    '- Incoming mail, POP3 over TLS: caselle.entrante.example.it, port 995',
  ],
  [
    'suppliers are told',
    'Se un fornitore accede alla casella con un suo programma, gli faccia avere questa comunicazione.',
    'If a supplier has access to the mailbox with a program of his own, pass this notice on.',
  ],
  [
    'where the manuals are',
    'Guide alla configurazione: https://help.entrante.example.it/',
    'How programs are configured: https://help.entrante.example.it/',
  ],
  ['the capacity of 6 GB', '- La capienza della casella è di 6 GB (oggi 1 GB).', '- A mailbox holds 6 GB (1 GB today).'],
  [
    'the archive of preservation',
    '- Archivio di conservazione a norma, automatico e senza limiti.',
    '- Preservation by law, automatic and without limits.',
  ],
]

describe('the announcement says', () => {
  it.each(sentences)('%s', async (_, it_, en) => {
    const text = await announced()
    expect(text.it.split('\n')).toContain(it_)
    expect(text.en.split('\n')).toContain(en)
  })

  it('the five rules of the password as the provider has them, and no more', async () => {
    const lines = (await announced()).it.split('\n')
    const at = lines.indexOf('La nuova casella accetta una password che rispetti tutte queste regole:')
    expect(lines.slice(at + 1, at + 7).map((line) => line.startsWith('- '))).toEqual([true, true, true, true, true, false])
  })

  it('what the campaign says, and no line more: what is left out is not spoken of', async () => {
    const { links } = seedCampaign
    const text = await announced({
      ...{ benefits: [], clients: [], capacity: { afterGb: 1 }, cutOver: { from: '2022-11-23T14:00', longestMinutes: 90 } },
      contents: { atOnce: [{ it: 'i messaggi', en: 'messages' }] },
      links: { ...links, manuals: '' },
    })
    for (const absent of ['Non copiati', 'Copiati dopo', 'riconfigurati', 'Guide', 'oggi', 'rivolgendosi'])
      expect(text.it).not.toContain(absent)
    expect(text.it).toContain('per 90 minuti al massimo')
    expect(text.en).toContain('for 90 minutes at most')
  })

  it('who can still activate a mailbox afterwards, where anybody can', async () => {
    expect((await announced({ lateActivation: true })).it).toContain(
      "Dopo il passaggio si può attivare solo rivolgendosi all'ente.",
    )
  })

  it('the dates as they are now', async () => {
    await announced()
    accepted(
      await counter.sportello.migration.postpone({
        ...act,
        cutOver: { from: '2022-11-30T14:00', longestMinutes: 60 },
        lastDay: '2022-11-29',
      }),
    )
    const { it: text } = accepted(await counter.sportello.migration.announcement(look))
    expect(text).toContain('fino alle ore 24 di martedì 29 novembre 2022')
    expect(text).toContain('per 1 ora al massimo, cioè fino a mercoledì 30 novembre 2022, ore 15:00')
  })
})

describe('the notice to suppliers says', () => {
  it('when the servers change as it is planned, then as it was reported; an announcement is not made any more', async () => {
    await announced()
    const notice = async () => accepted(await counter.sportello.migration.supplierNotice(look))
    expect((await notice()).it).toContain(
      "Le caselle @pec.istruzione.example.it passano al gestore Entrante S.p.A. Il passaggio è previsto per mercoledì 23 novembre 2022, ore 14:00, con un'interruzione di 6 ore al massimo, salvo imprevisti tecnici.",
    )
    for (const [, it_, en] of sentences.filter(([says]) => says.includes(' port ')))
      expect([(await notice()).it.includes(it_), (await notice()).en.includes(en)]).toEqual([true, true])
    counter.clock.set(seedInstants.cutOverAt + 30 * 60_000)
    accepted(await counter.sportello.migration.reportStart(act))
    expect((await notice()).it).toContain('Il passaggio è in corso da mercoledì 23 novembre 2022, ore 14:30')
    expect(refusedCode(await counter.sportello.migration.announcement(look))).toBe('migration/cut-over-begun')
    counter.clock.advance(60 * 60_000)
    accepted(await counter.sportello.migration.reportCompletion(act))
    expect((await notice()).it).toContain('sono passate al gestore Entrante S.p.A. mercoledì 23 novembre 2022, ore 15:30.')
    expect(refusedCode(await counter.sportello.migration.announcement(look))).toBe('migration/cut-over-completed')
    accepted(await counter.sportello.migration.end(act))
    expect((await notice()).en).toContain('moved to the provider Entrante S.p.A. on Wednesday 23 November 2022, 15:30 (Rome).')
    expect(refusedCode(await counter.sportello.migration.announcement(look))).toBe('migration/ended')
  })

  it('nothing of a migration that was given up, or that there is not', async () => {
    expect(refusedCode(await counter.sportello.migration.supplierNotice(look))).toBe('migration/not-found')
    await announced()
    accepted(await counter.sportello.migration.end(act))
    expect(refusedCode(await counter.sportello.migration.supplierNotice(look))).toBe('migration/ended')
  })
})
