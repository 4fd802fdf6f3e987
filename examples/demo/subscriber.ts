/** What the chapters have alike: a subscriber who can sign in, letters at two addresses, refusals as a page shows them. */
import { type AnyRefusal, type Result, refusalText } from 'sportello'
import { apply } from './applying.ts'
import { operatorFor } from './counter.ts'
import { decide } from './deciding.ts'
import { DemoError, must } from './ending.ts'
import { enter } from './signing-in.ts'
import { deliver, type Stage } from './stage.ts'
import { transcript } from './transcript.ts'

/** Somebody with credentials and two addresses, and what he knows. */
export type Subscriber = {
  readonly accountId: string
  readonly codiceFiscale: string
  readonly pec: string
  readonly pin: string
  readonly password: string
  /** Of an open session. */
  readonly token: string
}

/** Where people come from: the counter counts the attempts of each apart. */
export const from = { citizen: '192.0.2.10', thief: '203.0.113.66' } as const

/** Plays what the life of a request has shown, without a word, and lets the office enter a PEC. */
export async function subscribe(stage: Stage): Promise<Subscriber> {
  const { page, words, locale, sportello, input, citizen } = stage
  const quiet: Stage = { ...stage, page: transcript({ write: () => {} }, words.roles, {}) }
  const applied = await apply(quiet)
  await decide(quiet, applied.id)
  const { accountId } = await enter(quiet, applied)
  const { codiceFiscale, email } = input
  const { name: _, ...operator } = operatorFor(codiceFiscale)
  const pec = `${email.slice(0, email.lastIndexOf('@'))}@pec.example.it`
  must(await sportello.addresses.setPec({ operator, codiceFiscale, pec, reason: words.chapter.pecReason }), locale)
  await deliver(quiet, 'pec-recorded')
  page.past('citizen', words.chapter.before)
  page.past('office', words.chapter.pec(pec))
  const { newPassword, fullToken } = citizen.has()
  if (newPassword === null || fullToken === null) throw new DemoError('demo/subscriber', words.chapter.before)
  return { accountId, codiceFiscale, pec, pin: applied.pinHalves.join(''), password: newPassword, token: fullToken }
}

/** An answer that must be a no at this point of the story, as a page shows it. */
export function mustRefuse({ page, locale }: Stage, answer: Result<unknown, AnyRefusal>, code: AnyRefusal['code']): void {
  if (answer.ok) throw new DemoError('demo/let-in', code)
  if (answer.refusal.code !== code) throw new DemoError('demo/refusal', `${answer.refusal.code}, ${code}`)
  page.refused(refusalText(answer.refusal, locale) ?? code)
}

/** A notice that goes to the private mailbox and to the PEC: shown once, since both have the same subject. */
export async function deliverToBoth(stage: Stage, purpose: string, { pec }: Subscriber): Promise<string> {
  const { page, words, mailbox } = stage
  const { subject, text } = await deliver(stage, purpose)
  const copies = await mailbox.find(pec, `.${purpose}-pec@`)
  if (copies.length !== 1 || copies[0]?.subject !== subject) throw new DemoError('demo/mail-lost', words.mailLost)
  page.done(words.chapter.alsoAt(pec))
  return text
}

/** What stands behind `#` in the link of a letter. */
export function tokenIn(text: string): string {
  const token = /#token=(\S+)/.exec(text)?.[1]
  if (token === undefined) throw new DemoError('demo/mail-lost', text)
  return token
}

/** Signs in as anybody does; the answer tells nobody what was wrong. */
export function tryDoor(
  { sportello }: Stage,
  { codiceFiscale }: Subscriber,
  requester: string,
  { pin, password }: { readonly pin: string; readonly password: string },
) {
  return sportello.session.signIn({ codiceFiscale, pin, password }, { requester })
}

/** The last step: what the chapter has shown. */
export function conclude({ page, words }: Stage, shown: readonly string[]): void {
  page.step('counter', words.chapter.shown)
  for (const fact of shown) page.done(fact)
}
