/** A chapter from its beginning to its end. */
import type { ChapterName } from './chapters.ts'
import { recover } from './recovering.ts'
import type { Stage } from './stage.ts'
import { subscribe } from './subscriber.ts'
import { suspend } from './suspending.ts'

export async function performChapter(stage: Stage, chapter: Exclude<ChapterName, 'life'>): Promise<void> {
  const subscriber = await subscribe(stage)
  await { recovery: recover, suspension: suspend }[chapter](stage, subscriber)
}
