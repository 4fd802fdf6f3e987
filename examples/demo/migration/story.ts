/** The dates of the story, which are those of seed 004, and how far an interrupted story had come. */
import { join } from 'node:path'
import type { MigrationPlanForm } from 'sportello'
import { readJson, writeWhole } from '../files.ts'
import { domain } from './owners.ts'
import { operator } from './setting.ts'

/** 10 November 2022, 14:17 in Rome: the announcement. */
export const announced = Date.UTC(2022, 10, 10, 13, 17)
/** 14 November, 9:00: schools are open. */
export const activating = Date.UTC(2022, 10, 14, 8)
/** 23 November, 14:02: the cut-over has begun, two minutes late. */
export const started = Date.UTC(2022, 10, 23, 13, 2)
/** The same evening, 19:40: it is complete. */
export const completed = Date.UTC(2022, 10, 23, 18, 40)

export const plan = (): MigrationPlanForm => ({
  operator: operator(),
  domain,
  reason: 'Contratto 12/2022.',
  title: { it: 'Nuovo sistema di Posta Elettronica Certificata', en: 'New system of certified mail' },
  leaving: 'Gestore Uno S.p.A.',
  arriving: 'Gestore Due S.p.A.',
  activation: { firstDay: '2022-11-11', lastDay: '2022-11-22' },
  cutOver: { from: '2022-11-23T14:00', longestMinutes: 360 },
  contents: {
    atOnce: [{ it: 'i messaggi', en: 'messages' }],
    later: [{ it: 'la sezione «Archivio»', en: 'the section “Archivio”' }],
    never: [
      {
        what: { it: 'la rubrica', en: 'the address book' },
        ownerCan: { it: 'La esporti in formato CSV.', en: 'Export it as CSV.' },
      },
    ],
  },
  capacity: { beforeGb: 1, afterGb: 6 },
  clients: [
    { protocol: 'smtps', host: 'invio.due.example' },
    { protocol: 'imaps', host: 'caselle.due.example' },
  ],
  links: {
    host: 'due.example',
    activation: 'https://migrazione.due.example/',
    webmail: 'https://webmail.pec.scuola.example/',
    check: { it: 'Controlli che l’indirizzo sia di due.example.', en: 'Check that the address is of due.example.' },
  },
  reminders: [],
})

/** The next morning, 9:00: the archives follow. */
export const morningAfter = Date.UTC(2022, 10, 24, 8)

/** In their order. */
export const stages = ['new', 'planned', 'listed', 'activated', 'started', 'completed', 'finished'] as const

export type Progress = {
  readonly mailboxes: number
  readonly stage: (typeof stages)[number]
  /** How far the clock of the story is ahead of that of the machine, ms. */
  readonly aheadMs: number
  readonly kills: number
  /** How long the story has taken until here, ms. */
  readonly tookMs: number
}

const pathIn = (directory: string): string => join(directory, 'migration.json')

export async function keepProgress(directory: string, progress: Progress): Promise<void> {
  await writeWhole(pathIn(directory), `${JSON.stringify(progress)}\n`)
}

/** How far a story of so many mailboxes has come; null where there is none that goes on. */
export async function readProgress(directory: string, mailboxes: number): Promise<Progress | null> {
  const kept = Object(await readJson(pathIn(directory))) as Partial<Progress>
  const { stage, aheadMs, kills, tookMs } = kept
  const isOne = [aheadMs, kills, tookMs].every(Number.isFinite) && stages.some((known) => known === stage)
  return isOne && kept.mailboxes === mailboxes && stage !== 'finished' ? (kept as Progress) : null
}
