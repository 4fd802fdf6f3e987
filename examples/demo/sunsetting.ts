/** The chapter `sunset` (seed 002): local credentials come to their end by date, and everybody is told what is possible until when. */
import type { RegistrationForm } from 'sportello'
import {
  beginning,
  type Cast,
  gather,
  goTo,
  lastEvening,
  lastIssue,
  lastUse,
  seed002,
  setCourse,
  stepAt,
} from './before-sunset.ts'
import { operatorFor } from './counter.ts'
import { DemoError, must } from './ending.ts'
import { showJournals } from './looking-back.ts'
import { quietly, stageOf } from './neighbours.ts'
import { strongPassword } from './signing-in.ts'
import { deliver, type Stage } from './stage.ts'
import { conclude, from, mustRefuse, subscribe, tokenIn, tryDoor } from './subscriber.ts'

const ended = 'calendar/ended'
const day = 86_400_000

const operatorOf = ({ input }: Stage) => {
  const { name: _, ...operator } = operatorFor(input.codiceFiscale)
  return operator
}

/** From midnight on nobody gets new credentials. */
async function nothingIssued(stage: Stage, request: string): Promise<void> {
  const { page, words, locale, sportello } = stage
  const { midnight } = words.sunset
  goTo(stage, lastIssue)
  stepAt(stage, 'citizen', midnight.register)
  const { form } = stageOf(stage, 'luca').input
  mustRefuse(stage, await sportello.registration.open(form as RegistrationForm), ended)

  stepAt(stage, 'office', midnight.approve)
  const operator = operatorOf(stage)
  const { digest: dossierDigest, isTooLate } = must(await sportello.approval.dossier({ operator, id: request }), locale)
  if (!isTooLate) throw new DemoError('demo/term', midnight.late)
  page.say(midnight.late)
  const decision = { operator, id: request, dossierDigest }
  mustRefuse(stage, await page.during(words.approve.wait, () => sportello.approval.approve(decision)), ended)
  must(await sportello.approval.reject({ ...decision, reason: midnight.reason }), locale)
  page.done(midnight.rejected)
  await deliver(stageOf(stage, 'giulia'), 'rejected')
}

/** The link of the day before recovers nothing, while whoever knows the password changes it as before. */
async function nothingRenewed(stage: Stage, { anna, sara }: Cast, link: string): Promise<string> {
  const { page, words, locale, sportello } = stage
  const { renewed } = words.sunset
  stepAt(stage, 'citizen', renewed.link)
  const next = strongPassword(sara.stage)
  const given = { token: link, pin: sara.subscriber.pin, password: next, confirmation: next }
  mustRefuse(stage, await page.during(words.recovered.wait, () => sportello.recovery.complete(given)), ended)

  stepAt(stage, 'counter', renewed.sweep)
  const { failed } = await page.during(words.swept.wait, () => sportello.retention.sweep())
  if (failed > 0) throw new DemoError('demo/sweep', renewed.sweep)
  await deliver(sara.stage, 'sunset-password-replacement-')

  stepAt(stage, 'citizen', renewed.change)
  const { token } = must(await sportello.session.signIn(anna), locale)
  const password = strongPassword(stage)
  const change = { token, current: anna.password, next: password, confirmation: password }
  must(await page.during(words.change.wait, () => sportello.credential.changePassword(change)), locale)
  page.done(renewed.changed)
  return password
}

/** For whoever is under age all goes on. */
async function minor(stage: Stage, { sofia }: Cast): Promise<string> {
  const { page, words, locale, sportello } = stage
  const { subscriber } = sofia
  stepAt(stage, 'citizen', words.sunset.minor.asks)
  const { token } = must(await sportello.session.signIn(subscriber), locale)
  const { phase, text } = await sportello.sunset.phase({ token })
  if (phase !== 'exempt') throw new DemoError('demo/phase', phase)
  page.say(text[locale])
  must(await sportello.recovery.request(subscriber), locale)
  const letter = await deliver(quietly(sofia.stage), 'link-')
  const next = strongPassword(sofia.stage)
  const given = { token: tokenIn(letter.text), pin: subscriber.pin, password: next, confirmation: next }
  must(await page.during(words.recovered.wait, () => sportello.recovery.complete(given)), locale)
  page.done(words.recovered.done)
  return next
}

/** A month before the last use everybody who has something to lose is reminded, once. */
async function remind(stage: Stage): Promise<void> {
  const { page, words, sportello } = stage
  goTo(stage, lastUse - 30 * day)
  stepAt(stage, 'counter', words.sunset.reminded.step)
  const { reminded, failed } = await page.during(words.swept.wait, () => sportello.sunset.sweep())
  if (failed > 0) throw new DemoError('demo/sweep', words.sunset.reminded.step)
  page.list([words.sunset.reminded.count(reminded)])
  await deliver(stage, 'reminder-')
}

/** What nobody has used for half a year is not given back. */
async function nothingRestored(stage: Stage, { paolo }: Cast): Promise<void> {
  const { page, words, sportello, clock } = stage
  const { codiceFiscale } = paolo.subscriber
  stepAt(stage, 'citizen', words.sunset.disused.signIn)
  const signIn = () => tryDoor(stage, paolo.subscriber, from.citizen, paolo.subscriber)
  mustRefuse(stage, await page.during(words.full.wait, signIn), 'session/sign-in-refused')

  stepAt(stage, 'office', words.sunset.disused.identify)
  const { name: _, ...operator } = operatorFor(codiceFiscale)
  const form = {
    ...{ operator, codiceFiscale, reason: words.sunset.disused.reason, identifiedAt: clock.now(), point: 'office' },
    document: { kind: 'identity-card', number: 'CA00000AA', expiresOn: '2030-01-01' },
  } as const
  mustRefuse(stage, await page.during(words.reopened.wait, () => sportello.identification.record(form)), ended)
}

/** The last minute, and the first one after it. */
async function lastMinute(
  stage: Stage,
  { anna, sofia }: Cast,
  secrets: { readonly anna: string; readonly sofia: string },
): Promise<void> {
  const { page, words, locale, sportello } = stage
  const { over } = words.sunset
  goTo(stage, lastUse - 60_000)
  stepAt(stage, 'citizen', over.signIn)
  const mine = { ...anna, password: secrets.anna }
  const { token } = must(await page.during(words.full.wait, () => tryDoor(stage, anna, from.citizen, mine)), locale)
  page.done(words.met.signedIn)

  goTo(stage, lastUse)
  stepAt(stage, 'citizen', over.next)
  mustRefuse(stage, await sportello.session.check(token), ended)

  stepAt(stage, 'thief', over.thief)
  mustRefuse(stage, await page.during(words.full.wait, () => tryDoor(stage, anna, from.thief, mine)), ended)

  stepAt(stage, 'citizen', over.minor)
  const hers = { ...sofia.subscriber, password: secrets.sofia }
  must(await page.during(words.full.wait, () => tryDoor(stage, hers, from.citizen, hers)), locale)
  page.done(words.met.signedIn)
}

/** What ended is not reopened by accident, and what a person has is still there. */
async function afterwards(stage: Stage, { anna }: Cast): Promise<void> {
  const { page, words, locale, sportello } = stage
  const { after } = words.sunset
  const operator = operatorOf(stage)
  stepAt(stage, 'office', after.prolong)
  const later = { ...seed002, operator, ends: { ...seed002.ends, use: '2021-12-31T24:00' } }
  mustRefuse(stage, await sportello.sunset.set(later), 'sunset/reopens')

  stepAt(stage, 'office', after.look)
  const { codiceFiscale } = anna
  const { pec } = must(await sportello.addresses.inspectAsOffice({ operator, codiceFiscale }), locale)
  page.fields([['PEC', pec ?? '']])
  await showJournals(stage, [{ kind: 'credential', id: anna.accountId }])
}

/** Begins in December 2020, whenever it is played. */
export async function sunset(stage: Stage): Promise<void> {
  goTo(stage, beginning)
  const cast = await gather(stage, await subscribe(stage))
  await setCourse(stage)
  const { link, request } = await lastEvening(stage, cast)
  await nothingIssued(stage, request)
  const annas = await nothingRenewed(stage, cast, link)
  const sofias = await minor(stage, cast)
  // In June Anna and Sofia use what they have; Paolo has not for half a year.
  goTo(stage, Date.UTC(2021, 5, 15, 8))
  for (const [{ codiceFiscale, pin }, password] of [[cast.anna, annas] as const, [cast.sofia.subscriber, sofias] as const])
    must(await stage.sportello.session.signIn({ codiceFiscale, pin, password }), stage.locale)
  await nothingRestored(stage, cast)
  await remind(stage)
  await lastMinute(stage, cast, { anna: annas, sofia: sofias })
  goTo(stage, lastUse + day)
  await afterwards(stage, cast)
  conclude(stage, stage.words.sunset.shown)
}
