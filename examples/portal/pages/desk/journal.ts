/** The journal of a record, read page by page and verified from its first entry to its head. */
import type { JournalLine, JournalVerdict } from 'sportello'
import { romeText } from 'sportello/civil'
import { html, type Part } from '../../../html.ts'
import type { Room } from '../../web/room.ts'
import { actorText, eventText } from './journal-words.ts'
import { officeWords } from './office-words.ts'

const perPage = 50

// The journal keeps them under its seal so that it can be verified; nobody at the desk has any use for them.
const secretNames = /pin|password|half|ticket|token|device|verifier|digest|history|secret|link$/i
const isVerifier = (value: unknown): boolean => typeof value === 'string' && value.includes('$')

/** What was asked for, and what there is of it. */
type Asked = {
  readonly kind: string
  readonly id: string
  readonly after: number
  readonly found: { readonly lines: readonly JournalLine[]; readonly verdict: JournalVerdict } | 'nothing' | null
}

/** What an entry says, without verifiers of secrets, sealed halves, and what names tickets, links and devices. */
function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((one) => !isVerifier(one)).map(withoutSecrets)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, one]) =>
      secretNames.test(name) || isVerifier(one) ? [] : [[name, withoutSecrets(one)] as const],
    ),
  )
}

export const deskJournal: Room = {
  routes({ router, portal, sportello, workers, kit: { t, page, form, field, select, row, table, link, note, section, locale } }) {
    const { journal } = sportello
    const { records } = officeWords(t)
    const reasons: { readonly [R in Extract<JournalVerdict, { readonly ok: false }>['reason']]: string } = {
      gap: t('manca una voce', 'an entry is missing'),
      chain: t('la voce non segue quella prima', 'the entry does not follow the one before'),
      hash: t('la voce è stata cambiata', 'the entry was changed'),
      key: t('la chiave con cui è stata scritta non c’è più', 'the key that it was written with is gone'),
      personal: t('la parte personale è stata cambiata', 'the personal part was changed'),
      head: t('la fine non è quella che la pratica ricorda', 'the end is not the one that the record remembers'),
      shape: t('la voce non si può leggere', 'the entry cannot be read'),
    }
    const verdictOf = (verdict: JournalVerdict): Part =>
      verdict.ok
        ? note(
            t('Il registro è integro', 'The journal is whole'),
            html`<p>${t(`Verificate ${verdict.entries} voci, dalla prima all’ultima: nulla è stato cambiato, tolto o aggiunto.`, `${verdict.entries} entries verified, from the first to the last: nothing was changed, left out or put in.`)}</p>`,
            'success',
          )
        : note(
            t('Il registro non è integro', 'The journal is not whole'),
            html`<p>${t('Voce', 'Entry')} ${verdict.sequence}: ${reasons[verdict.reason]}. ${t('Avvisi chi gestisce il sistema.', 'Tell whoever runs the system.')}</p>`,
            'danger',
          )
    const nameOf = (operator: string): string | null => workers.all.find(({ id }) => id === operator)?.name ?? null
    const wordsOf = (name: string, value: unknown): string => {
      if (typeof value === 'number' && /(At|Until)$/.test(name) && value > 0) return romeText(value, locale)
      return typeof value === 'string' ? value : JSON.stringify(withoutSecrets(value))
    }
    const data = (value: unknown): Part => {
      const given = Object.entries(Object(withoutSecrets(value))).filter(([name, one]) => one !== null && name !== 'type')
      return (
        given.length > 0 &&
        html`<dl class="desk-data">${given.map(([name, one]) => html`<div><dt>${name}</dt><dd>${wordsOf(name, one)}</dd></div>`)}</dl>`
      )
    }
    const line = ({ sequence, at, by, type, data: said, personal }: JournalLine): readonly Part[] => [
      sequence,
      romeText(at, locale),
      actorText(by, t, nameOf),
      html`<strong>${eventText(type, t)}</strong>`,
      [data(said), data(personal)],
    ]

    router.get(
      '/desk/journal',
      portal.view<Asked>(
        async ({ operator, query }) => {
          operator()
          const [kind, id] = [query('kind')?.trim() ?? '', query('id')?.trim() ?? '']
          const asked = { kind, id, after: Number(query('after') ?? 0) || 0 }
          if (kind === '' && id === '') return { ok: true, value: { ...asked, found: null } }
          const lines = await journal.read({ kind, id }, { after: asked.after, limit: perPage })
          const verdict = lines.ok ? await journal.verify({ kind, id }) : lines
          if (!lines.ok || !verdict.ok) return { ok: true, value: { ...asked, found: 'nothing' } }
          return { ok: true, value: { ...asked, found: { lines: lines.value, verdict: verdict.value } } }
        },
        (shown) => {
          const { kind, id, found } = shown.view
          const filled = { ...shown, typed: { kind, id } }
          const last = found !== null && found !== 'nothing' && found.lines.length === perPage ? found.lines.at(-1) : undefined
          return page(
            t('Registro', 'Journal'),
            html`${form(filled, '/desk/journal', t('Leggi e verifica', 'Read and verify'), (own) => row(select(own, 'kind', records, { label: t('Di che cosa', 'Of what'), columns: 5 }), field(own, 'id', { autocomplete: 'off', columns: 7 })), { isGet: true })}
${found === 'nothing' && note(t('Nessun registro', 'No journal'), html`<p>${t('Di questa pratica non c’è nulla. Controlli il tipo e l’identificativo.', 'There is nothing of this record. Check kind and id.')}</p>`, 'warning')}
${
  found !== null &&
  found !== 'nothing' &&
  html`${verdictOf(found.verdict)}${section(t('Voci', 'Entries'), [
    html`<p>${t('I dati hanno il nome con cui il sistema li scrive, in inglese: così restano verificabili.', 'Data have the names that the system writes them by, so that they can be verified.')}</p>`,
    table(
      t('Voci del registro', 'Entries of the journal'),
      [t('Numero', 'Number'), t('Quando', 'When'), t('Chi', 'Who'), t('Che cosa', 'What'), t('Dati', 'Data')],
      found.lines.map(line),
      t('Nessun’altra voce.', 'No more entries.'),
    ),
  ])}${last !== undefined && link(`/desk/journal?kind=${encodeURIComponent(kind)}&id=${encodeURIComponent(id)}&after=${last.sequence}`, t('Voci successive', 'Later entries'))}`
}`,
            {
              ...shown,
              isWide: true,
              lead: t(
                'Ogni pratica ha un registro: chi ha fatto che cosa, e quando. L’identificativo si trova nelle schede e nei fascicoli.',
                'Each record has a journal: who did what, and when. Files and dossiers have its id.',
              ),
            },
          )
        },
      ),
    )
  },
}
