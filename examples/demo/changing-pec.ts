/** The chapter `pec` (seed 003): a new PEC is asked for, its link is pressed late, and the receipt of the provider tells that it was in time. */
import { confirmationDeadline, endOfDayText, parseDaticert, receiptOf } from 'sportello/pec'
import { DemoError, must } from './ending.ts'
import { showProblems } from './problems-shown.ts'
import { deliveryReceipt } from './receipt.ts'
import { relayUntil, type Stage } from './stage.ts'
import { conclude, deliverToBoth, from, mustRefuse, type Subscriber, tokenIn } from './subscriber.ts'
import { moment } from './words.ts'

const hour = 3_600_000

/** Puts the clock forward to the next time that it is this hour in Rome. */
function toHour({ clock }: Stage, hourOfDay: number): void {
  const text = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Rome', timeStyle: 'medium' }).format(clock.now())
  const [hours = 0, minutes = 0] = text.split(':').map(Number)
  clock.advance((((hourOfDay - hours + 24) % 24) * 60 - minutes) * 60_000 + (hours === hourOfDay ? 24 * hour : 0))
}

async function showPec(stage: Stage, token: string, expected: string): Promise<void> {
  const { page, words, locale, sportello } = stage
  const { pec } = must(await sportello.addresses.inspect({ token }), locale)
  if (pec !== expected) throw new DemoError('demo/pec', pec ?? '')
  page.fields([[words.pecOpened.inForce, pec]])
}

async function signedIn({ sportello, locale }: Stage, { codiceFiscale, pin, password }: Subscriber): Promise<string> {
  return must(await sportello.session.signIn({ codiceFiscale, pin, password }, { requester: from.citizen }), locale).token
}

/** Asks for the change; the token of the link, and the Message-ID of its letter. */
async function ask(stage: Stage, subscriber: Subscriber, pec: string) {
  const { page, words, locale, sportello, mailbox } = stage
  const { pin, password } = subscriber
  const token = await signedIn(stage, subscriber)
  const form = { token, pin, password, pec }

  page.step('citizen', words.pecAsked.typo)
  const typed = await sportello.pecChange.request({ ...form, confirmation: pec.replace('nuova', 'nouva') })
  showProblems(stage, typed, 'pec-change/form')

  page.step('thief', words.pecGuess)
  const stolen = { ...form, pin: '123456789', pec: 'ladro@pec.example.org', confirmation: 'ladro@pec.example.org' }
  const steal = () => sportello.pecChange.request(stolen)
  mustRefuse(stage, await page.during(words.pecAsked.wait, steal), 'session/reauthentication-failed')

  page.step('citizen', words.pecAsked.step)
  const request = () => sportello.pecChange.request({ ...form, confirmation: pec })
  const { until } = must(await page.during(words.pecAsked.wait, request), locale)
  page.done(words.pecAsked.asked(endOfDayText(until, locale)))
  await deliverToBoth(stage, 'requested', subscriber)
  page.done(words.pecAsked.told)
  const found = await relayUntil(stage, async () => (await mailbox.find(pec, '.link-1@'))[0] ?? null)
  if (found === null) throw new DemoError('demo/mail-lost', words.mailLost)
  page.step('post', words.pecAsked.link)
  const head = [
    [words.post.to, found.to],
    [words.post.subject, found.subject],
  ] as const
  page.letter(head, found.text, [])
  return { token, link: tokenIn(found.text), messageId: found.id }
}

export async function changePec(stage: Stage, subscriber: Subscriber): Promise<void> {
  const { page, words, locale, sportello, clock } = stage
  const [name = ''] = subscriber.pec.split('@')
  const pec = `${name}@nuova-pec.example.org`
  toHour(stage, 18)
  const { token, link, messageId } = await ask(stage, subscriber, pec)
  const sentAt = clock.now()

  page.step('citizen', words.pecOpened.step)
  must(await sportello.pecChange.inspectByLink(link), locale)
  await showPec(stage, token, subscriber.pec)
  page.done(words.pecOpened.nothing)

  clock.advance(39 * hour)
  page.step('citizen', words.pecLate.step(moment(clock.now(), locale)))
  const clicked = must(await page.during(words.pecLate.wait, () => sportello.pecChange.confirm(link)), locale)
  if (clicked.status !== 'waiting') throw new DemoError('demo/pec', clicked.status)
  page.done(words.pecLate.waiting)
  const again = await signedIn(stage, subscriber)
  await showPec(stage, again, subscriber.pec)

  page.step('post', words.receipt.step)
  const deliveredAt = sentAt + 12 * hour
  const daticert = parseDaticert(deliveryReceipt({ messageId, pec, at: deliveredAt }))
  if (!daticert.ok) throw new DemoError('demo/receipt', daticert.refusal.code)
  page.fields([[words.receipt.says, words.receipt.delivered(moment(deliveredAt, locale))]])
  must(await sportello.pecChange.receive(receiptOf(daticert.value)), locale)
  page.done(words.receipt.term(endOfDayText(confirmationDeadline(deliveredAt), locale)))
  page.done(words.receipt.done)
  await showPec(stage, again, pec)
  await deliverToBoth(stage, 'confirmed', subscriber)

  page.step('citizen', words.pecAgain)
  mustRefuse(stage, await sportello.pecChange.confirm(link), 'pec-change/already-confirmed')
  conclude(stage, words.pecShown)
}
