/** What every act plays on, and what passes from one act to the next. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { AnyRefusal, CommandOptions, Keys, Locale, Result, Sportello } from 'sportello'
import type { Citizen, Form } from './citizen.ts'
import type { DemoClock } from './counter.ts'
import { DemoError, must } from './ending.ts'
import type { Input } from './input.ts'
import type { Mailbox, ReceivedLetter } from './mailbox.ts'
import type { Shelf } from './shelf.ts'
import type { Transcript } from './transcript.ts'
import type { Words } from './words.ts'

export type Stage = {
  readonly page: Transcript
  readonly words: Words
  readonly locale: Locale
  /** Id of the office. */
  readonly office: string
  /** The keys of the office, for a look at what they guard. */
  readonly keys: Keys
  readonly sportello: Sportello
  readonly clock: DemoClock
  readonly shelf: Shelf
  readonly mailbox: Mailbox
  readonly citizen: Citizen
  readonly input: Input
  /** Where the play is kept. */
  readonly directory: string
  /** Lets a temporary directory stay. */
  readonly keep: (() => void) | null
}

/** What the citizen ends up with after applying: half of the PIN from the screen, the rest from the first letter. */
export type Applied = {
  readonly id: string
  readonly ticket: string
  /** From the letter, from the screen. */
  readonly pinHalves: readonly [string, string]
  readonly temporaryPassword: string
}

/**
 * Sends a form with the request key that was kept with it, so that what an interrupted play has done already is only answered once
 * more. An answer that holds a secret is repeated for some minutes; after them the form is sent as a new one.
 */
export async function send<Value, Refusal extends AnyRefusal>(
  { citizen }: Stage,
  form: Form,
  command: (options: CommandOptions) => Promise<Result<Value, Refusal>>,
): Promise<Result<Value, Refusal>> {
  const answer = await command({ requestKey: await citizen.requestKey(form) })
  if (answer.ok || answer.refusal.code !== 'request/answer-expired') return answer
  return command({ requestKey: await citizen.renew(form) })
}

/** True until the office has decided on the request. */
export async function isPending({ sportello, locale }: Stage, id: string): Promise<boolean> {
  return must(await sportello.approval.pending(), locale).some((request) => request.id === id)
}

/** Short enough that a play which goes on soon gets the mail that the interrupted one had in hand; longer than a letter takes. */
const leaseMs = 2_000
const patienceMs = 10_000

/** Lets the relay work until `isDone`; false when that does not come about. */
export async function relayUntil<Done>(
  { sportello }: Pick<Stage, 'sportello'>,
  isDone: () => Promise<Done | null>,
): Promise<Done | null> {
  const until = Date.now() + patienceMs
  for (;;) {
    await sportello.relay({ leaseMs })
    const done = await isDone()
    if (done !== null || Date.now() >= until) return done
    await sleep(100)
  }
}

/** The letter of that purpose, which may go on where it ends in `-`; null before it has come. */
async function letterOf({ mailbox, input }: Stage, purpose: string): Promise<ReceivedLetter | null> {
  const [letter = null, ...others] = await mailbox.find(input.email, purpose.endsWith('-') ? `.${purpose}` : `.${purpose}@`)
  if (others.length > 0) throw new DemoError('demo/repeated', `${others.length + 1} × ${purpose}`)
  return letter
}

/** Lets the relay work and the citizen read what has arrived. */
export async function deliver(stage: Stage, purpose: string, secretLabels: readonly string[] = []): Promise<ReceivedLetter> {
  const { page, words } = stage
  const before = await letterOf(stage, purpose)
  if (before !== null) {
    page.past('post', words.post.step)
    return before
  }
  page.step('post', words.post.step)
  const letter = await page.during(words.post.wait, () => relayUntil(stage, () => letterOf(stage, purpose)))
  if (letter === null) throw new DemoError('demo/mail-lost', words.mailLost)
  const { from, to, subject, text, tls } = letter
  page.done(words.post.delivered(tls))
  const head = [
    [words.post.from, from],
    [words.post.to, to],
    [words.post.subject, subject],
  ] as const
  const secrets = secretLabels.map((label) => secretIn(text, label) ?? '').filter((secret) => secret !== '')
  page.letter(head, text, secrets)
  return letter
}

/** What stands behind a label of a letter. */
export function secretIn(text: string, label: string): string | null {
  const line = text.split('\n').find((candidate) => candidate.trim().startsWith(`${label}: `))
  return line === undefined ? null : line.trim().slice(label.length + 2)
}
