/** The chapter `registration` (seed 001): the slips that people make, a form that somebody else fills in, and the correction that the office asks for. */
import { type RegistrationForm, refusalText } from 'sportello'
import { operatorFor } from './counter.ts'
import { DemoError, must } from './ending.ts'
import { showJournals } from './looking-back.ts'
import { quietly } from './neighbours.ts'
import { showProblems } from './problems-shown.ts'
import { enter } from './signing-in.ts'
import { type Applied, deliver, type Stage, secretIn } from './stage.ts'
import { conclude, from, mustRefuse } from './subscriber.ts'
import { moment } from './words.ts'

type Draft = { readonly id: string; readonly ticket: string; readonly pinSecondHalf: string }

const card = (name: string) => ({ type: 'identity-card', name }) as const

async function fillIn(stage: Stage): Promise<Draft> {
  const { page, words, locale, sportello, input } = stage
  const form = input.form as RegistrationForm
  const { codiceFiscale } = input
  const last = codiceFiscale.endsWith('X') ? 'Y' : 'X'

  page.step('citizen', words.slips.step)
  const hasty = { ...form, codiceFiscale: codiceFiscale.slice(0, -1) + last, email: 'anna.verdi', consent: 'not-authorised' }
  showProblems(stage, await sportello.registration.open(hasty as RegistrationForm), 'registration/form')

  page.step('citizen', words.slips.again)
  const opened = must(await page.during(words.form.wait, () => sportello.registration.open(form)), locale)
  page.done(words.form.opened(opened.id, moment(opened.lapsesAt, locale)))
  page.secret(words.form.secondHalf, opened.pinSecondHalf)
  return opened
}

async function upload(stage: Stage, ticket: string): Promise<void> {
  const { page, words, locale, sportello, input } = stage
  const { name, content } = input.document
  page.step('citizen', words.wrongFile.step)
  // The first bytes of a JPEG.
  const photo = Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, ...content.slice(4))
  const wrong = await sportello.registration.addDocument(ticket, card(words.wrongFile.photo), photo)
  if (wrong.ok) throw new DemoError('demo/let-in', words.wrongFile.photo)
  page.refused(refusalText(wrong.refusal, locale) ?? wrong.refusal.code)
  const add = () => sportello.registration.addDocument(ticket, card(name), content)
  must(await page.during(words.document.wait, add), locale)
  page.done(words.document.added(name))

  page.step('citizen', words.wrongFile.again)
  mustRefuse(stage, await add(), 'registration/duplicate-document')
  must(await sportello.registration.removeDocument(ticket, 1), locale)
  page.done(words.wrongFile.removed)
  must(await page.during(words.document.wait, add), locale)
  page.done(words.document.added(name))

  page.step('citizen', words.back.step)
  const { documents, lapsesAt } = must(await sportello.registration.inspect(ticket), locale)
  page.done(words.back.found(documents.length, lapsesAt === null ? '' : moment(lapsesAt, locale)))
}

/** Somebody else's request in the same name: what its letter and its screen have said. */
async function rival(stage: Stage): Promise<{ readonly pin: string; readonly password: string }> {
  const { page, words, locale, sportello, input } = stage
  const { name, content } = input.document
  page.step('thief', words.rival.step)
  const form = { ...input.form, email: words.rival.email } as RegistrationForm
  const opened = must(await page.during(words.form.wait, () => sportello.registration.open(form)), locale)
  must(await sportello.registration.addDocument(opened.ticket, card(name), content), locale)
  must(await sportello.registration.complete(opened.ticket), locale)
  page.done(words.rival.nothing)
  const his = { ...quietly(stage), input: { ...input, email: words.rival.email } }
  const { text } = await deliver(his, 'completed')
  const pin = `${secretIn(text, words.post.firstHalf) ?? ''}${opened.pinSecondHalf}`
  return { pin, password: secretIn(text, words.post.password) ?? '' }
}

async function complete(stage: Stage, { id, ticket, pinSecondHalf }: Draft): Promise<Applied> {
  const { page, words, locale, sportello } = stage
  page.step('citizen', words.complete.step)
  const press = () => sportello.registration.complete(ticket)
  must(await page.during(words.complete.wait, press), locale)
  page.done(words.complete.done)
  mustRefuse(stage, await press(), 'registration/already-completed')
  const { password, firstHalf } = words.post
  const { text } = await deliver(stage, 'completed', [password, firstHalf])
  const halves = [secretIn(text, firstHalf) ?? '', pinSecondHalf] as const
  return { id, ticket, pinHalves: halves, temporaryPassword: secretIn(text, password) ?? '' }
}

async function correct(stage: Stage, id: string): Promise<void> {
  const { page, words, locale, sportello, input } = stage
  const { name, ...operator } = operatorFor(input.codiceFiscale)
  page.step('office', words.two.step(name))
  const dossier = must(await sportello.approval.dossier({ operator, id }), locale)
  page.done(words.two.found(dossier.competitors.length))
  page.done(words.two.ask)
  const asked = { operator, id, dossierDigest: dossier.digest, fields: ['residenceCity'], reason: words.two.reason } as const
  const { until } = must(await sportello.approval.requestCorrection(asked), locale)
  page.done(words.two.asked(moment(until, locale)))

  const { text } = await deliver(stage, 'awaiting-correction')
  const link = /#ticket=(\S+)/.exec(text)?.[1] ?? ''
  page.step('citizen', words.corrected.step)
  page.say(words.corrected.other)
  const more = { residenceCity: 'Prova Nuova', email: 'anna.altrove@example.it' }
  mustRefuse(stage, await sportello.registration.correct(link, more as never), 'registration/not-wanted')
  must(
    await page.during(words.corrected.wait, () => sportello.registration.correct(link, { residenceCity: 'Prova Nuova' })),
    locale,
  )
  page.done(words.corrected.done)
  must(await sportello.registration.complete(link), locale)
  page.done(words.corrected.again)
}

async function approve(stage: Stage, id: string): Promise<void> {
  const { page, words, locale, sportello, input } = stage
  const { name: _, ...operator } = operatorFor(input.codiceFiscale)
  page.step('office', words.approved.step)
  const { digest, person } = must(await sportello.approval.dossier({ operator, id }), locale)
  page.fields([[words.form.residence, person === null ? '' : `${person.residence.city} (${person.residence.province})`]])
  const grant = () => sportello.approval.approve({ operator, id, dossierDigest: digest })
  must(await page.during(words.approve.wait, grant), locale)
  page.done(words.approve.done)
  const waiting = must(await sportello.approval.pending(), locale)
  if (waiting.length > 0) throw new DemoError('demo/pending', words.approved.other)
  page.done(words.approved.other)
  await deliver(stage, 'approved')
}

export async function register(stage: Stage): Promise<void> {
  const { page, words, sportello, input } = stage
  const draft = await fillIn(stage)
  await upload(stage, draft.ticket)
  const his = await rival(stage)
  const applied = await complete(stage, draft)
  await correct(stage, applied.id)
  await approve(stage, applied.id)

  page.step('thief', words.shutOut)
  const tryIt = () => sportello.session.signIn({ codiceFiscale: input.codiceFiscale, ...his }, { requester: from.thief })
  mustRefuse(stage, await page.during(words.full.wait, tryIt), 'session/sign-in-refused')
  await enter(stage, applied)
  await showJournals(stage, [
    { kind: 'registration', id: applied.id },
    { kind: 'approval', id: applied.id },
  ])
  conclude(stage, words.registrationShown)
}
