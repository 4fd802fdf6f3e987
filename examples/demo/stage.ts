/** What every act plays on, and what passes from one act to the next. */
import type { Locale, Sportello } from 'sportello'
import type { MemoryStorage } from 'sportello/memory'
import { DemoError } from './ending.ts'
import type { Input } from './input.ts'
import type { PostOffice, ReceivedLetter } from './post-office.ts'
import type { Transcript } from './transcript.ts'
import type { Words } from './words.ts'

export type Stage = {
  readonly page: Transcript
  readonly words: Words
  readonly locale: Locale
  readonly sportello: Sportello
  readonly storage: MemoryStorage
  readonly post: PostOffice
  readonly input: Input
}

/** What the citizen ends up with after applying: half of the PIN from the screen, the rest from the first letter. */
export type Applied = {
  readonly id: string
  readonly ticket: string
  /** From the letter, from the screen. */
  readonly pinHalves: readonly [string, string]
  readonly temporaryPassword: string
}

/** Lets the relay work and the citizen read what has arrived. */
export async function deliver(stage: Stage, secretLabels: readonly string[] = []): Promise<ReceivedLetter> {
  const { page, words, sportello, post, input } = stage
  page.step('post', words.post.step)
  const letters = await page.during(words.post.wait, async () => {
    await sportello.relay()
    return post.collect(input.mail)
  })
  const [letter] = letters
  if (letter === undefined) throw new DemoError('demo/mail-lost', words.mailLost)
  page.done(words.post.delivered(letters.length, letter.tls))
  for (const { from, to, subject, text } of letters) {
    const head = [
      [words.post.from, from],
      [words.post.to, to],
      [words.post.subject, subject],
    ] as const
    const secrets = secretLabels.map((label) => secretIn(text, label) ?? '').filter((secret) => secret !== '')
    page.letter(head, text, secrets)
  }
  return letter
}

/** What stands behind a label of a letter. */
export function secretIn(text: string, label: string): string | null {
  const line = text.split('\n').find((candidate) => candidate.trim().startsWith(`${label}: `))
  return line === undefined ? null : line.trim().slice(label.length + 2)
}
