/** A chapter from its beginning to its end. */

import { changePec } from './changing-pec.ts'
import type { ChapterName } from './chapters.ts'
import { federate } from './federating.ts'
import { maintain } from './maintaining.ts'
import { recover } from './recovering.ts'
import { register } from './registering.ts'
import type { Stage } from './stage.ts'
import { subscribe } from './subscriber.ts'
import { sunset } from './sunsetting.ts'
import { suspend } from './suspending.ts'

export async function performChapter(stage: Stage, chapter: Exclude<ChapterName, 'life' | 'migration'>): Promise<void> {
  if (chapter === 'registration') return register(stage)
  // Its clock goes back before anybody has credentials.
  if (chapter === 'sunset') return sunset(stage)
  const subscriber = await subscribe(stage)
  return { pec: changePec, recovery: recover, suspension: suspend, maintenance: maintain, federation: federate }[chapter](
    stage,
    subscriber,
  )
}
