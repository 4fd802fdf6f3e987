/** The chapter `maintenance`, first half: what people begin, the window that the office plans, and what each is told of it. */
import type { MaintenancePlanForm, RegistrationForm } from 'sportello'
import { operatorFor } from './counter.ts'
import { must } from './ending.ts'
import { quietly, stageOf } from './neighbours.ts'
import { deliver, type Stage, secretIn } from './stage.ts'
import { type Subscriber, subscribe, tokenIn } from './subscriber.ts'
import { moment } from './words.ts'

/** Everybody of the story, and what each has begun. */
export type Cast = {
  readonly anna: Subscriber
  readonly paolo: { readonly stage: Stage; readonly subscriber: Subscriber; readonly link: string }
  readonly sara: { readonly stage: Stage; readonly subscriber: Subscriber }
  readonly giulia: { readonly stage: Stage; readonly ticket: string }
  /** The whole new PIN, asked for and not confirmed. */
  readonly newPin: string
}

async function startRenewal(stage: Stage, { codiceFiscale, password }: Subscriber): Promise<string> {
  const { page, words, locale, sportello } = stage
  page.step('citizen', words.underWay.renewal)
  const start = () => sportello.pinRenewal.start({ codiceFiscale, password })
  const started = must(await page.during(words.lostPin.wait, start), locale)
  page.done(words.lostPin.started(moment(started.until, locale)))
  const { text } = await deliver(quietly(stage), 'half-')
  return (secretIn(text, words.post.firstHalf) ?? '') + started.pinSecondHalf
}

async function startChange(stage: Stage, { token, pin, password }: Subscriber): Promise<string> {
  const { page, words, locale, sportello, mailbox } = stage
  const email = 'p.neri@example.com'
  page.step('citizen', words.underWay.change)
  const asked = { token, pin, password, email, confirmation: email }
  const { until } = must(await page.during(words.underWay.wait, () => sportello.emailChange.request(asked)), locale)
  page.done(words.underWay.asked(email, moment(until, locale)))
  await deliver(quietly(stage), 'requested')
  const [letter] = await mailbox.find(email, '.link-1@')
  return tokenIn(letter?.text ?? '')
}

async function startRegistration(stage: Stage): Promise<string> {
  const { page, words, locale, sportello, input } = stage
  page.step('citizen', words.underWay.registration)
  const open = () => sportello.registration.open(input.form as RegistrationForm)
  const { id, ticket, lapsesAt } = must(await page.during(words.form.wait, open), locale)
  page.done(words.form.opened(id, moment(lapsesAt, locale)))
  return ticket
}

/** The first day: everybody begins something. */
export async function begin(stage: Stage, anna: Subscriber): Promise<Cast> {
  const { page, words } = stage
  const [paolo, sara, giulia] = [stageOf(stage, 'paolo'), stageOf(stage, 'sara'), stageOf(stage, 'giulia')]
  const subscribers = { paolo: await subscribe(quietly(paolo)), sara: await subscribe(quietly(sara)) }
  page.past('citizen', words.underWay.others)
  const newPin = await startRenewal(stage, anna)
  const link = await startChange(paolo, subscribers.paolo)
  const ticket = await startRegistration(giulia)
  return {
    ...{ anna, newPin, giulia: { stage: giulia, ticket }, sara: { stage: sara, subscriber: subscribers.sara } },
    paolo: { stage: paolo, subscriber: subscribers.paolo, link },
  }
}

/** The day in Rome, `YYYY-MM-DD`, so many days on. */
export function romeDay({ clock }: Stage, days = 0): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Rome' }).format(clock.now() + days * 86_400_000)
}

/** The window of seed 000, as the office of the story has it. */
function windowOf(stage: Stage, cutOffDay: string): Omit<MaintenancePlanForm, 'operator'> {
  return {
    reason: stage.words.planned.reason,
    title: { it: stage.words.planned.title.it, en: stage.words.planned.title.en },
    from: `${romeDay(stage, 1)}T11:00`,
    to: null,
    cutOffDay,
    features: {
      ...{ registration: 'closed', 'email-change': 'closed', 'email-validation': 'closed', 'pin-renewal': 'closed' },
      ...{ revocation: 'closed', recovery: { closedUnless: { registeredWith: 'institutional-mailbox' } } },
      'desk-identification': 'closed',
    },
    procedures: {
      ...{ registration: 'void', 'pin-renewal': 'suspend' },
      'email-change': { fate: 're-identify', unless: { has: 'institutional-mailbox' } },
    },
  }
}

/** The day after: the office counts, plans and publishes. Answers with the window's id and its beginning. */
export async function plan(stage: Stage): Promise<{ readonly id: string; readonly from: number }> {
  const { page, words, locale, sportello, clock, input } = stage
  const { planned } = words
  const cutOffDay = romeDay(stage)
  clock.advance(86_400_000)
  const { name, ...operator } = operatorFor(input.codiceFiscale)
  const form = { ...windowOf(stage, cutOffDay), operator }

  page.step('office', planned.count(name))
  const { procedures } = must(await sportello.maintenance.simulate(form), locale)
  const hit = procedures.filter(({ held, voided, reidentified }) => held + voided + reidentified > 0)
  page.list(
    hit.map(({ procedure, held, voided, reidentified }) =>
      planned.row(planned.names[procedure as keyof typeof planned.names] ?? procedure, held, voided, reidentified),
    ),
  )
  page.done(planned.nothing)

  page.step('office', planned.step)
  const view = must(await page.during(planned.wait, () => sportello.maintenance.plan(form)), locale)
  page.fields([
    [planned.from, view.fromText[locale]],
    [planned.to, view.toText[locale]],
    [planned.cutOff, view.cutOffText[locale]],
  ])
  page.say(planned.early)

  page.step('office', planned.publish)
  const notice = must(await sportello.maintenance.notice({ operator, id: view.id }), locale)
  page.letter([], notice[locale], [])
  return view
}

/** What each can read of his own before it begins. */
export async function foretell(stage: Stage, { anna, paolo, giulia }: Cast): Promise<void> {
  const { page, words, locale, sportello } = stage
  const tell = async (step: string, token: string) => {
    page.step('citizen', step)
    for (const { text } of await sportello.maintenance.fate(token)) page.say(text[locale])
  }
  await tell(words.foretold.anna, await freshToken(stage, anna))
  await tell(words.foretold.paolo, await freshToken(paolo.stage, paolo.subscriber))
  await tell(words.foretold.giulia, giulia.ticket)
}

/** A session of today: yesterday's has ended by itself. */
export async function freshToken({ sportello, locale }: Stage, subscriber: Subscriber): Promise<string> {
  const { codiceFiscale, pin, password } = subscriber
  return must(await sportello.session.signIn({ codiceFiscale, pin, password }), locale).token
}
