/** The pieces of docs/guides/testing.md: a counter in memory whose clock, chance and mail a test holds in its hands. */
// #region counter
import { createSportello, generateKeys, parseKeys, type Storage, unwrap } from 'sportello'
import { memoryDocuments, memoryStorage } from 'sportello/memory'
import {
  faulty,
  fixedClock,
  plainPasswordHash,
  recordingMailer,
  sampleApplicant,
  samplePdf,
  seededFaults,
  seededRandom,
} from 'sportello/testing'

export function openTestCounter(storage: Storage = memoryStorage()) {
  const clock = fixedClock(Date.parse('2026-03-10T10:00:00+01:00'))
  const mailer = recordingMailer() // mailer.sent has the letters, once `relay` has run
  const sportello = createSportello({
    office: { id: 'test', name: 'Comune di Prova', taxCode: '00743110157', locale: 'it', links: 'https://example.it/' },
    keys: parseKeys(generateKeys()),
    ...{ storage, clock, mailer, documents: memoryDocuments({ clock }) },
    random: seededRandom(1), // the same tickets and PINs each time
    passwordHash: plainPasswordHash(), // a sign-in takes no second
  })
  return { sportello, clock, mailer }
}
// #endregion

// #region term
/** A draft lapses by the clock: nothing has to run for it. */
export async function draftLapses(): Promise<readonly string[]> {
  const { sportello, clock } = openTestCounter()
  const { ticket, lapsesAt } = unwrap(await sportello.registration.open(sampleApplicant))
  const answers: string[] = []
  for (const instant of [lapsesAt - 1, lapsesAt]) {
    clock.set(instant)
    const added = await sportello.registration.addDocument(ticket, { type: 'identity-card', name: 'card.pdf' }, samplePdf())
    answers.push(added.ok ? 'added' : added.refusal.code)
  }
  return answers
}
// #endregion

// #region faults
/** The database fails before or after its work, as a seed says; the host repeats with the same request key, and one request is opened. */
export async function openedOnce(seed: number): Promise<number> {
  const broken = faulty(memoryStorage(), seededFaults(seed, { before: 0.2, after: 0.2 }))
  const { sportello } = openTestCounter(broken)
  const ids = new Set<string>()
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const opened = await sportello.registration.open(sampleApplicant, { requestKey: 'form-7f3a9c21e5d84b60' }).catch(() => null)
    if (opened?.ok) ids.add(opened.value.id)
  }
  return ids.size
}
// #endregion
