/** The chapter `recovery`: a password is forgotten, then the PIN is lost, and a thief reads the mailbox all along. */

import { operatorFor } from './counter.ts'
import { DemoError, must } from './ending.ts'
import { showJournals } from './looking-back.ts'
import { strongPassword } from './signing-in.ts'
import { deliver, type Stage, secretIn } from './stage.ts'
import { conclude, deliverToBoth, from, mustRefuse, type Subscriber, tokenIn, tryDoor } from './subscriber.ts'
import { moment } from './words.ts'

const citizenOf = { requester: from.citizen }
const thiefOf = { requester: from.thief }

/** A PIN that somebody makes up. */
const guessed = (pin: string): string => (pin === '123456789' ? '987654321' : '123456789')

/** How many letters there are once everything that waits has been sent. */
async function lettersAfterRelay({ sportello, mailbox }: Stage): Promise<number> {
  await sportello.relay()
  return mailbox.count()
}

async function askForLink(stage: Stage, { codiceFiscale }: Subscriber): Promise<string> {
  const { page, words, locale, sportello } = stage
  page.step('citizen', words.forgotten.step)
  const ask = (whose: string) => () => sportello.recovery.request({ codiceFiscale: whose }, citizenOf)
  must(await page.during(words.forgotten.wait, ask(codiceFiscale)), locale)
  page.done(words.forgotten.asked)
  const { text } = await deliver(stage, 'link-')

  page.step('thief', words.curious.step)
  const before = await lettersAfterRelay(stage)
  must(await page.during(words.forgotten.wait, ask(operatorFor(codiceFiscale).codiceFiscale)), locale)
  if ((await lettersAfterRelay(stage)) !== before) throw new DemoError('demo/known', words.curious.same)
  page.done(words.curious.same)
  return tokenIn(text)
}

async function replacePassword(stage: Stage, subscriber: Subscriber, link: string): Promise<string> {
  const { page, words, locale, sportello } = stage
  const { pin, password: forgotten, token } = subscriber
  const password = strongPassword(stage)
  const given = { token: link, password, confirmation: password }

  page.step('thief', words.linkAlone.step)
  const view = must(await sportello.recovery.inspect(link), locale)
  page.done(words.linkAlone.opened(view.until === null ? '' : moment(view.until, locale)))
  const guess = () => sportello.recovery.complete({ ...given, pin: guessed(pin) })
  mustRefuse(stage, await page.during(words.linkAlone.wait, guess), 'recovery/wrong-pin')
  page.say(words.linkAlone.counted)

  page.step('citizen', words.recovered.step)
  must(await page.during(words.recovered.wait, () => sportello.recovery.complete({ ...given, pin })), locale)
  page.done(words.recovered.done)
  if ((await sportello.session.check(token)).ok) throw new DemoError('demo/old-session', words.recovered.ended)
  page.done(words.recovered.ended)
  await deliverToBoth(stage, 'password-recovered', subscriber)

  page.step('thief', words.linkAgain.step)
  mustRefuse(stage, await page.during(words.linkAlone.wait, guess), 'recovery/already-used')

  page.step('citizen', words.newPassword.step)
  const old = () => tryDoor(stage, subscriber, from.citizen, { pin, password: forgotten })
  mustRefuse(stage, await page.during(words.full.wait, old), 'session/sign-in-refused')
  const signIn = () => tryDoor(stage, subscriber, from.citizen, { pin, password })
  const { endsAt } = must(await page.during(words.full.wait, signIn), locale)
  page.done(words.full.done(moment(endsAt, locale)))
  return password
}

async function renewPin(stage: Stage, subscriber: Subscriber, password: string): Promise<void> {
  const { page, words, locale, sportello } = stage
  const { codiceFiscale, pin: lost } = subscriber
  const { lostPin, thiefDigits, halfAlone, renewed, newPin } = words

  page.step('citizen', lostPin.step)
  const begin = (known: string, options: typeof citizenOf | typeof thiefOf) => () =>
    sportello.pinRenewal.start({ codiceFiscale, password: known }, options)
  const started = must(await page.during(lostPin.wait, begin(password, citizenOf)), locale)
  page.secret(lostPin.secondHalf, started.pinSecondHalf)
  page.done(lostPin.started(moment(started.until, locale)))
  const { text } = await deliver(stage, 'half-', [words.post.firstHalf])
  const firstHalf = secretIn(text, words.post.firstHalf) ?? ''

  page.step('thief', thiefDigits.step)
  const before = await lettersAfterRelay(stage)
  const false5 = must(await page.during(lostPin.wait, begin(words.chapter.guess, thiefOf)), locale)
  page.secret(lostPin.secondHalf, false5.pinSecondHalf)
  if ((await lettersAfterRelay(stage)) !== before) throw new DemoError('demo/known', thiefDigits.noLetter)
  page.done(thiefDigits.noLetter)

  page.step('thief', halfAlone.step)
  const stolen = { codiceFiscale, password: words.chapter.guess, pin: firstHalf + false5.pinSecondHalf }
  const steal = () => sportello.pinRenewal.conclude(stolen, thiefOf)
  mustRefuse(stage, await page.during(halfAlone.wait, steal), 'pin-renewal/refused')

  page.step('citizen', renewed.step)
  const pin = firstHalf + started.pinSecondHalf
  page.fields([['PIN', words.first.pin(firstHalf, started.pinSecondHalf)]])
  const confirm = () => sportello.pinRenewal.conclude({ codiceFiscale, password, pin }, citizenOf)
  must(await page.during(halfAlone.wait, confirm), locale)
  page.done(renewed.done)
  await deliverToBoth(stage, 'pin-renewed', subscriber)

  page.step('citizen', newPin.step)
  const old = () => tryDoor(stage, subscriber, from.citizen, { pin: lost, password })
  mustRefuse(stage, await page.during(words.full.wait, old), 'session/sign-in-refused')
  const { endsAt } = must(
    await page.during(words.full.wait, () => tryDoor(stage, subscriber, from.citizen, { pin, password })),
    locale,
  )
  page.done(words.full.done(moment(endsAt, locale)))
}

export async function recover(stage: Stage, subscriber: Subscriber): Promise<void> {
  const link = await askForLink(stage, subscriber)
  const password = await replacePassword(stage, subscriber, link)
  await renewPin(stage, subscriber, password)
  await showJournals(stage, [{ kind: 'credential', id: subscriber.accountId }])
  conclude(stage, stage.words.recoveryShown)
}
