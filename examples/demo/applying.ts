/** First act: the citizen applies (seed 001, both phases), gets the first letter, and tries the door too early. */
import { type RegistrationForm, type RegistrationOpened, type RegistrationView, refusalText } from 'sportello'
import { DemoError, must } from './ending.ts'
import { type Applied, deliver, isPending, type Stage, secretIn, send } from './stage.ts'
import { dayText, moment, sizeText, wordsFor } from './words.ts'

/** The form as the citizen sees it. */
function formRows({ words, locale, input: { shown } }: Stage): readonly (readonly [string, string])[] {
  const { person, code, birth, residence, email: mail, body } = words.form
  const rows = [
    [person, `${shown.surname} ${shown.name}`],
    [code, shown.codiceFiscale],
    [birth, `${dayText(shown.birthDate, locale)}, ${shown.birthplace}`],
    [residence, shown.residence],
    [mail, shown.email],
    [body, shown.body],
  ] as const
  return rows.filter(([, value]) => value !== '')
}

async function open(stage: Stage): Promise<RegistrationOpened> {
  const { page, words, locale, sportello, input, citizen } = stage
  const before = citizen.has().opened
  if (before !== null) {
    page.past('citizen', words.form.step)
    return before
  }
  page.step('citizen', words.form.step)
  page.fields(formRows(stage))
  // A key drawn with the form makes a repeated or resent form harmless.
  const open = () => send(stage, 'open', (options) => sportello.registration.open(input.form as RegistrationForm, options))
  const opened = must(await page.during(words.form.wait, open), locale)
  await citizen.keep({ opened })
  page.done(words.form.opened(opened.id, moment(opened.lapsesAt, locale)))
  page.secret(words.form.secondHalf, opened.pinSecondHalf)
  return opened
}

async function addDocument(stage: Stage, ticket: string, { documents, status }: RegistrationView): Promise<void> {
  const { page, words, locale, sportello, input } = stage
  if (documents.length > 0 || status === 'completed') {
    page.past('citizen', words.document.step)
    return
  }
  const { name, content } = input.document
  page.step('citizen', words.document.step)
  const file = { type: 'identity-card', name }
  const add = () => send(stage, 'document', (options) => sportello.registration.addDocument(ticket, file, content, options))
  must(await page.during(words.document.wait, add), locale)
  page.done(words.document.added(name))
  const view = must(await sportello.registration.inspect(ticket), locale)
  page.list(
    view.documents.map(({ id, type, size }) =>
      words.document.row(id, wordsFor(words.document.types, type), sizeText(size, locale)),
    ),
  )
}

async function complete(stage: Stage, ticket: string, { status }: RegistrationView): Promise<void> {
  const { page, words, locale, sportello } = stage
  if (status === 'completed') {
    page.past('citizen', words.complete.step)
    return
  }
  page.step('citizen', words.complete.step)
  const press = () => send(stage, 'complete', (options) => sportello.registration.complete(ticket, options))
  const first = must(await page.during(words.complete.wait, press), locale)
  page.done(words.complete.done)
  const again = must(await page.during(words.complete.wait, press), locale)
  if (again.id !== first.id) throw new DemoError('demo/repeated', again.id)
  page.done(words.complete.again)
}

async function tryEarly(stage: Stage, { id, pinHalves, temporaryPassword }: Applied): Promise<void> {
  const { page, words, locale, sportello, input, citizen } = stage
  if (citizen.has().triedEarly || !(await isPending(stage, id))) {
    page.past('citizen', words.early.step)
    return
  }
  page.step('citizen', words.early.step)
  const credentials = { codiceFiscale: input.codiceFiscale, pin: pinHalves.join(''), password: temporaryPassword }
  const signIn = () => send(stage, 'early', (options) => sportello.session.signIn(credentials, options))
  const early = await page.during(words.early.wait, signIn)
  if (early.ok) throw new DemoError('demo/too-early', words.early.step)
  await citizen.keep({ triedEarly: true })
  page.refused(refusalText(early.refusal, locale) ?? early.refusal.code)
}

export async function apply(stage: Stage): Promise<Applied> {
  const { words, locale, sportello } = stage
  const { id, ticket, pinSecondHalf } = await open(stage)
  const view = must(await sportello.registration.inspect(ticket), locale)
  if (view.status !== 'drafting' && view.status !== 'completed') throw new DemoError('demo/over', words.over(view.status))
  await addDocument(stage, ticket, view)
  await complete(stage, ticket, view)

  const { password: passwordLabel, firstHalf: halfLabel } = words.post
  const { text } = await deliver(stage, 'completed', [passwordLabel, halfLabel])
  const temporaryPassword = secretIn(text, passwordLabel)
  const firstHalf = secretIn(text, halfLabel)
  if (temporaryPassword === null || firstHalf === null) throw new DemoError('demo/mail-lost', words.mailLost)
  const applied: Applied = { id, ticket, pinHalves: [firstHalf, pinSecondHalf], temporaryPassword }
  await tryEarly(stage, applied)
  return applied
}
