/** First act: the citizen applies (seed 001, both phases), gets the first letter, and tries the door too early. */
import { randomUUID } from 'node:crypto'
import { refusalText } from 'sportello'
import { DemoError, must } from './ending.ts'
import { type Applied, deliver, type Stage, secretIn } from './stage.ts'
import { dayText, moment, sizeText, wordsFor } from './words.ts'

/** The form as the citizen sees it. */
function formRows({ words, locale, input: { shown } }: Stage): readonly (readonly [string, string])[] {
  const { person, code, birth, residence, mail, body } = words.form
  const rows = [
    [person, `${shown.surname} ${shown.name}`],
    [code, shown.codiceFiscale],
    [birth, `${dayText(shown.birthDate, locale)}, ${shown.birthplace}`],
    [residence, shown.residence],
    [mail, shown.mail],
    [body, shown.body],
  ] as const
  return rows.filter(([, value]) => value !== '')
}

async function open(stage: Stage) {
  const { page, words, locale, sportello, input } = stage
  page.step('citizen', words.form.step)
  page.fields(formRows(stage))
  // A key drawn with the form makes a repeated or resent form harmless.
  const options = { requestKey: randomUUID() }
  const answer = await page.during(words.form.wait, () => sportello.registration.open(input.form, options))
  const opened = must(answer, locale)
  page.done(words.form.opened(opened.id, moment(opened.lapsesAt, locale)))
  page.secret(words.form.secondHalf, opened.pinSecondHalf)
  return opened
}

async function addDocument({ page, words, locale, sportello, input }: Stage, ticket: string): Promise<void> {
  const { name, content } = input.document
  page.step('citizen', words.document.step)
  const file = { type: 'identity-card', name }
  const answer = await page.during(words.document.wait, () => sportello.registration.addDocument(ticket, file, content))
  must(answer, locale)
  page.done(words.document.added(name))
  const view = must(await sportello.registration.inspect(ticket), locale)
  page.list(
    view.documents.map(({ id, type, size }) =>
      words.document.row(id, wordsFor(words.document.types, type), sizeText(size, locale)),
    ),
  )
}

async function complete({ page, words, locale, sportello, storage }: Stage, ticket: string): Promise<void> {
  page.step('citizen', words.complete.step)
  const options = { requestKey: randomUUID() }
  const press = () => sportello.registration.complete(ticket, options)
  const first = must(await page.during(words.complete.wait, press), locale)
  page.done(words.complete.done)
  const again = must(await page.during(words.complete.wait, press), locale)
  const waiting = storage.contents().outbox.length
  if (again.id !== first.id || waiting !== 1) throw new DemoError('demo/repeated', `${waiting} letters`)
  page.done(words.complete.again)
}

export async function apply(stage: Stage): Promise<Applied> {
  const { page, words, locale, sportello, input } = stage
  const { id, ticket, pinSecondHalf } = await open(stage)
  await addDocument(stage, ticket)
  await complete(stage, ticket)

  const { password: passwordLabel, firstHalf: halfLabel } = words.post
  const { text } = await deliver(stage, [passwordLabel, halfLabel])
  const temporaryPassword = secretIn(text, passwordLabel)
  const firstHalf = secretIn(text, halfLabel)
  if (temporaryPassword === null || firstHalf === null) throw new DemoError('demo/mail-lost', words.mailLost)
  const pinHalves = [firstHalf, pinSecondHalf] as const

  page.step('citizen', words.early.step)
  const credentials = { codiceFiscale: input.codiceFiscale, pin: pinHalves.join(''), password: temporaryPassword }
  const early = await page.during(words.early.wait, () => sportello.session.signIn(credentials))
  if (early.ok) throw new DemoError('demo/too-early', words.early.step)
  page.refused(refusalText(early.refusal, locale) ?? early.refusal.code)
  return { id, ticket, pinHalves, temporaryPassword }
}
