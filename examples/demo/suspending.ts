/** The chapter `suspension`: the link of a notice suspends, the office reactivates, a revocation is final. */
import { statusText } from 'sportello'
import { operatorFor } from './counter.ts'
import { DemoError, must } from './ending.ts'
import { showJournals } from './looking-back.ts'
import type { Stage } from './stage.ts'
import { conclude, deliverToBoth, from, mustRefuse, type Subscriber, tokenIn, tryDoor } from './subscriber.ts'
import { moment, wordsFor } from './words.ts'

async function suspendByLink(stage: Stage, subscriber: Subscriber): Promise<string> {
  const { page, words, locale, sportello, input, mailbox } = stage
  const { wasThisYou, button, shut } = words
  page.step('citizen', wasThisYou.step)
  const [notice] = await mailbox.find(input.email, '.password-changed@')
  const link = tokenIn(notice?.text ?? '')
  page.fields([[words.post.subject, notice?.subject ?? '']])
  const view = must(await sportello.credential.inspectLink(link), locale)
  page.done(wasThisYou.opened(moment(view.until, locale)))
  if (!(await sportello.session.check(subscriber.token)).ok) throw new DemoError('demo/session', wasThisYou.nothing)
  page.done(wasThisYou.nothing)

  page.step('citizen', button.step)
  must(await page.during(button.wait, () => sportello.credential.suspendByLink(link)), locale)
  page.done(button.done)
  if ((await sportello.session.check(subscriber.token)).ok) throw new DemoError('demo/old-session', button.ended)
  page.done(button.ended)
  must(await sportello.credential.suspendByLink(link), locale)
  page.done(button.again)
  await deliverToBoth(stage, 'suspended-theft', subscriber)

  page.step('thief', shut.step)
  const signIn = () => tryDoor(stage, subscriber, from.thief, subscriber)
  mustRefuse(stage, await page.during(words.full.wait, signIn), 'session/sign-in-refused')
  return link
}

async function reactivate(stage: Stage, subscriber: Subscriber, link: string): Promise<string> {
  const { page, words, locale, sportello } = stage
  const { codiceFiscale } = subscriber
  const { inspected, reactivated, lifted } = words
  const { name, ...operator } = operatorFor(codiceFiscale)
  page.step('office', inspected.step(name))
  const { status, suspension } = must(await sportello.credential.inspect({ operator, codiceFiscale }), locale)
  if (suspension === null) throw new DemoError('demo/suspension', status)
  page.fields([
    [inspected.status, statusText('credential', status, locale) ?? status],
    [inspected.cause, wordsFor(inspected.causes, suspension.cause)],
    [inspected.by, wordsFor(inspected.actors, suspension.by)],
    [inspected.since, moment(suspension.at, locale)],
  ])

  page.step('office', reactivated.step)
  const lift = () => sportello.credential.reactivate({ operator, codiceFiscale, reason: reactivated.reason })
  must(await page.during(reactivated.wait, lift), locale)
  page.done(reactivated.done)
  await deliverToBoth(stage, 'reactivated', subscriber)

  page.step('citizen', lifted.step)
  const signIn = () => tryDoor(stage, subscriber, from.citizen, subscriber)
  const { token, endsAt } = must(await page.during(words.full.wait, signIn), locale)
  page.done(words.full.done(moment(endsAt, locale)))

  page.step('thief', lifted.oldLink)
  mustRefuse(stage, await sportello.credential.suspendByLink(link), 'credential/link-not-active')
  return token
}

async function revoke(stage: Stage, subscriber: Subscriber, token: string): Promise<void> {
  const { page, words, locale, sportello } = stage
  const { codiceFiscale, pin, password } = subscriber
  const { revoked, final } = words
  page.step('citizen', revoked.step)
  const { name: _, ...operator } = operatorFor(codiceFiscale)
  const giveUp = () => sportello.credential.revokeOwn({ token, pin, password, reason: revoked.reason })
  must(await page.during(revoked.wait, giveUp), locale)
  page.done(revoked.done)
  await deliverToBoth(stage, 'revoked', subscriber)

  page.step('thief', final.thief)
  const signIn = () => tryDoor(stage, subscriber, from.thief, subscriber)
  mustRefuse(stage, await page.during(words.full.wait, signIn), 'session/sign-in-refused')

  page.step('office', final.office)
  const lift = () => sportello.credential.reactivate({ operator, codiceFiscale, reason: final.reason })
  mustRefuse(stage, await page.during(words.reactivated.wait, lift), 'credential/not-suspended')
}

export async function suspend(stage: Stage, subscriber: Subscriber): Promise<void> {
  const link = await suspendByLink(stage, subscriber)
  const token = await reactivate(stage, subscriber, link)
  await revoke(stage, subscriber, token)
  await showJournals(stage, [{ kind: 'credential', id: subscriber.accountId }])
  conclude(stage, stage.words.suspensionShown)
}
