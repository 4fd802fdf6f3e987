/** The chapter `maintenance` (seed 000): people meet the window, the office prolongs and closes it, and what waited goes on. */
import type { RegistrationForm } from 'sportello'
import { begin, type Cast, foretell, freshToken, plan, romeDay } from './before-maintenance.ts'
import { operatorFor } from './counter.ts'
import { DemoError, must } from './ending.ts'
import type { ReceivedLetter } from './mailbox.ts'
import { quietly } from './neighbours.ts'
import { strongPassword } from './signing-in.ts'
import { deliver, relayUntil, type Stage } from './stage.ts'
import { conclude, mustRefuse, type Subscriber, tokenIn } from './subscriber.ts'
import { moment } from './words.ts'

const closed = 'calendar/closed'

/** The nightly job of the office, and the letters that come of it. */
async function sweep(stage: Stage, step: string): Promise<void> {
  const { page, words, sportello } = stage
  page.step('counter', step)
  const { held, released, voided, reidentified, failed } = await page.during(words.swept.wait, () =>
    sportello.maintenance.sweep(),
  )
  if (failed > 0) throw new DemoError('demo/sweep', words.swept.wait)
  const rows = [
    [words.swept.held, held],
    [words.swept.released, released],
    [words.swept.voided, voided],
    [words.swept.reidentified, reidentified],
  ] as const
  page.list(rows.filter(([, count]) => count > 0).map(([says, count]) => `${says}: ${count}`))
}

async function letterTo({ sportello, mailbox, input, words }: Stage, purpose: string): Promise<ReceivedLetter> {
  const letter = await relayUntil({ sportello }, async () => (await mailbox.find(input.email, `.${purpose}`))[0] ?? null)
  if (letter === null) throw new DemoError('demo/mail-lost', words.mailLost)
  return letter
}

/** Letters that go out together: to whom, about what, and what matters in each, without greeting and footer. */
async function showPost({ page, words }: Stage, letters: readonly ReceivedLetter[]): Promise<void> {
  page.step('post', words.swept.post(letters.length))
  for (const { to, subject, text } of letters) {
    const paragraphs = text.split('\n\n').slice(2, -3)
    page.letter(
      [
        [words.post.to, to],
        [words.post.subject, subject],
      ],
      paragraphs.join('\n\n'),
      [],
    )
    if (to !== letters.at(-1)?.to) page.say('')
  }
}

/** The citizen's menu as the page shows it to the subscriber. */
async function showMenu(stage: Stage, token: string): Promise<void> {
  const { page, words, locale, sportello } = stage
  for (const { of, name, state } of await sportello.maintenance.availability({ token })) {
    if (of !== 'citizen') continue
    const says = state === 'open' ? words.met.open : words.met.shut
    page.row([
      { text: name[locale], width: 44 },
      { text: says, width: says.length, faint: state === 'open' },
    ])
  }
}

async function meet(stage: Stage, { anna, paolo, sara, giulia, newPin }: Cast): Promise<void> {
  const { page, words, locale, sportello } = stage
  const { met } = words
  const { codiceFiscale, pin, password } = anna

  page.step('citizen', met.register)
  mustRefuse(stage, await sportello.registration.open(giulia.stage.input.form as RegistrationForm), closed)

  page.step('citizen', met.menu)
  const token = await freshToken(stage, anna)
  page.done(met.signedIn)
  await showMenu(stage, token)

  page.step('citizen', met.direct)
  mustRefuse(stage, await sportello.credential.revokeOwn({ token, pin, password, reason: met.reason }), closed)

  page.step('citizen', met.conclude)
  const confirm = () => sportello.pinRenewal.conclude({ codiceFiscale, password, pin: newPin })
  mustRefuse(stage, await page.during(words.halfAlone.wait, confirm), closed)

  page.step('citizen', met.recover)
  for (const { subscriber } of [{ subscriber: anna }, sara])
    must(await page.during(words.forgotten.wait, () => sportello.recovery.request(subscriber)), locale)
  page.done(met.alike)
  await deliver(stage, 'link-')

  page.step('citizen', met.school)
  const { text } = await deliver(quietly(sara.stage), 'link-')
  const next = strongPassword(sara.stage)
  const given = { token: tokenIn(text), pin: sara.subscriber.pin, password: next, confirmation: next }
  must(await page.during(words.recovered.wait, () => sportello.recovery.complete(given)), locale)
  page.done(words.recovered.done)

  page.step('citizen', met.kept)
  const door = { codiceFiscale: paolo.subscriber.codiceFiscale, pin: paolo.subscriber.pin, password: paolo.subscriber.password }
  mustRefuse(stage, await page.during(words.full.wait, () => sportello.session.signIn(door)), 'session/sign-in-refused')
  page.say(met.alikeAgain)

  page.step('office', met.theft)
  const { name: _, ...operator } = operatorFor(sara.subscriber.codiceFiscale)
  const act = { operator, codiceFiscale: sara.subscriber.codiceFiscale, reason: met.theftReason }
  must(await page.during(words.button.wait, () => sportello.credential.suspend(act)), locale)
  page.done(met.suspended)
}

async function prolongAndClose(stage: Stage, id: string): Promise<void> {
  const { page, words, locale, sportello, clock, input } = stage
  const { prolonged } = words
  const { name: _, ...operator } = operatorFor(input.codiceFiscale)
  const act = { operator, id, reason: prolonged.reason }
  const ofRegistration = async () =>
    (await sportello.maintenance.availability()).find(({ feature }) => feature === 'registration')

  page.step('office', prolonged.step)
  must(await sportello.maintenance.prolong({ ...act, to: `${romeDay(stage, 2)}T24:00` }), locale)
  page.say((await ofRegistration())?.text?.[locale] ?? '')

  page.step('office', prolonged.again)
  must(await sportello.maintenance.prolong({ ...act, to: `${romeDay(stage, 4)}T24:00` }), locale)
  page.say((await ofRegistration())?.text?.[locale] ?? '')

  clock.advance(3 * 86_400_000)
  page.step('office', prolonged.close)
  must(await sportello.maintenance.close({ ...act, reason: prolonged.done }), locale)
  const now = await ofRegistration()
  if (now?.state !== 'open') throw new DemoError('demo/closed', prolonged.open)
  page.done(prolonged.open)
}

async function goOn(stage: Stage, { anna, newPin }: Cast): Promise<void> {
  const { page, words, locale, sportello } = stage
  const { codiceFiscale, password } = anna
  await deliver(stage, 'maintenance-released-')
  page.step('citizen', words.reopened.renewal)
  const confirm = () => sportello.pinRenewal.conclude({ codiceFiscale, password, pin: newPin })
  must(await page.during(words.halfAlone.wait, confirm), locale)
  page.done(words.renewed.done)
  const { endsAt } = must(await sportello.session.signIn({ codiceFiscale, password, pin: newPin }), locale)
  page.done(words.full.done(moment(endsAt, locale)))
}

async function beginAnew({ stage, ticket }: Cast['giulia']): Promise<void> {
  const { page, words, locale, sportello, input } = stage
  page.step('citizen', words.reopened.registration)
  mustRefuse(stage, await sportello.registration.complete(ticket), 'registration/closed')
  const opened = must(
    await page.during(words.form.wait, () => sportello.registration.open(input.form as RegistrationForm)),
    locale,
  )
  const { name, content } = input.document
  must(await sportello.registration.addDocument(opened.ticket, { type: 'identity-card', name }, content), locale)
  must(await page.during(words.complete.wait, () => sportello.registration.complete(opened.ticket)), locale)
  page.done(words.complete.done)
}

async function identify(
  stage: Stage,
  { subscriber, link }: { readonly subscriber: Subscriber; readonly link: string },
): Promise<void> {
  const { page, words, locale, sportello, clock } = stage
  page.step('citizen', words.reopened.link)
  mustRefuse(stage, await sportello.emailChange.confirm(link), 'email-change/void')

  page.step('office', words.reopened.identified)
  const { name: _, ...operator } = operatorFor(subscriber.codiceFiscale)
  const form = {
    ...{ operator, codiceFiscale: subscriber.codiceFiscale, reason: words.reopened.reason },
    ...{ identifiedAt: clock.now(), point: 'office' },
    document: { kind: 'identity-card', number: 'CA00000AA', expiresOn: romeDay(stage, 365) },
  } as const
  must(await page.during(words.reopened.wait, () => sportello.identification.record(form)), locale)
  page.done(words.reopened.enabled)
}

export async function maintain(stage: Stage, subscriber: Subscriber): Promise<void> {
  const { words, clock } = stage
  const cast = await begin(stage, subscriber)
  const { id, from } = await plan(stage)
  await foretell(stage, cast)
  clock.advance(from - clock.now() + 60_000)
  await sweep(stage, words.swept.begins)
  await showPost(stage, [
    await letterTo(stage, 'maintenance-held-'),
    await letterTo(cast.paolo.stage, `maintenance-${id}@`),
    await letterTo(cast.giulia.stage, `maintenance-${id}@`),
  ])
  await meet(stage, cast)
  await prolongAndClose(stage, id)
  await sweep(stage, words.swept.ends)
  await goOn(stage, cast)
  await beginAnew(cast.giulia)
  await identify(cast.paolo.stage, cast.paolo)
  conclude(stage, words.maintenanceShown)
}
