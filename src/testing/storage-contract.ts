/** The promises of the storage port as checks, for every adapter the same. */
import type { Storage } from '../ports/index.ts'
import { type Check, expectThat } from './fakes/check.ts'
import { commitChecks } from './storage/commits.ts'
import { type EntriesCheck, entriesChecks } from './storage/entries.ts'
import { erasureChecks } from './storage/erasure.ts'
import { extremeChecks } from './storage/extremes.ts'
import { listingChecks } from './storage/listing.ts'
import { lostAnswerChecks } from './storage/lost-answers.ts'
import { misusedCallChecks } from './storage/misused-calls.ts'
import { misusedCommitChecks } from './storage/misused-commits.ts'
import { outboxChecks } from './storage/outbox.ts'
import { parkingChecks } from './storage/parking.ts'
import { raceChecks } from './storage/races.ts'
import { readBackChecks } from './storage/read-back.ts'
import { reasonChecks } from './storage/reasons.ts'
import { recordChecks } from './storage/records.ts'
import { removalChecks } from './storage/removal.ts'

/**
 * Checks that a storage keeps the promises of the port. Each check gets a storage of its own from `create`, empty and shared with
 * nobody. `readBack` looks past the port: all text that the storage holds, wherever it lies (a dump); with it, seven more checks
 * show that what must be wiped is gone and not merely hidden.
 *
 * @example
 * for (const { name, run } of storageContract(() => checkedStorage(memoryStorage()))) test(name, run)
 */
export function storageContract<Given extends Storage>(
  create: () => Given | Promise<Given>,
  readBack?: (storage: Given) => string | Promise<string>,
): readonly Check[] {
  const checks: readonly (readonly EntriesCheck[])[] = [
    commitChecks,
    recordChecks,
    raceChecks,
    listingChecks,
    entriesChecks,
    erasureChecks,
    removalChecks,
    outboxChecks,
    parkingChecks,
    reasonChecks,
    lostAnswerChecks,
    extremeChecks,
    misusedCallChecks,
    misusedCommitChecks,
  ]
  const contract: Check[] = checks
    .flat()
    .map(({ name, run }) => ({ name, run: async () => run(await create(), async () => create()) }))
  if (readBack === undefined) return contract
  const holds = async (storage: Given, text: string) => (await readBack(storage)).includes(text)
  for (const { name, canary, run } of readBackChecks) {
    contract.push({
      name,
      run: async () => {
        const storage = await create()
        await run(storage, async (expected, promise) => expectThat((await holds(storage, canary)) === expected, promise))
      },
    })
  }
  return contract
}
