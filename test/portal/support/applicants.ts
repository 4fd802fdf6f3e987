/** Invented applicants by number, and what they have filed: all by calls of the library. */
import { type RegistrationForm, unwrap } from 'sportello'
import { parseCodiceFiscale } from 'sportello/identity'
import { sampleApplicant, samplePdf } from 'sportello/testing'
import { operator, file as whole } from '../../../examples/portal/setting/people.ts'
import type { Town } from '../../../examples/portal/setting/town.ts'
import type { Visit } from './world.ts'

const months = 'ABCDEHLMPRST'
const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']

/** Somebody of her own: the same number is the same person. */
export function applicant(number: number): RegistrationForm {
  const born = new Date(Date.UTC(1950, 0, 1 + number))
  const [year, month, day] = [born.getUTCFullYear(), born.getUTCMonth(), born.getUTCDate()]
  const begun = `VRDNNA${String(year).slice(2)}${months[month]}${day + 40}L219`
  const codiceFiscale = letters.map((letter) => begun + letter).find((code) => parseCodiceFiscale(code).ok) ?? ''
  return { ...sampleApplicant, codiceFiscale, birthDate: born.toISOString().slice(0, 10), email: `persona.${number}@example.it` }
}

let drawn = 0
/** Somebody who has not been here before. */
export function somebody(): RegistrationForm {
  drawn += 1
  return applicant(drawn)
}

export type Request = { readonly id: string; readonly ticket: string; readonly form: RegistrationForm }

/** A request that is not handed in, with so many documents. */
export async function draft({ sportello: { registration } }: Town, form = somebody(), documents = 0): Promise<Request> {
  const { id, ticket } = unwrap(await registration.open(form))
  for (let at = 0; at < documents; at += 1) {
    const card = { type: at === 0 ? 'identity-card' : 'driving-licence', name: at === 0 ? 'carta-identita.pdf' : 'patente.pdf' }
    unwrap(await registration.addDocument(ticket, card, samplePdf(`${card.type} ${form.email}`)))
  }
  return { id, ticket, form }
}

/** A request that the office has. */
export async function filed(town: Town, form = somebody()): Promise<Request> {
  const { id, ticket } = await whole(town, form)
  return { id, ticket, form }
}

type Wanted = {
  readonly reason?: string
  readonly fields?: readonly ('surname' | 'birthProvince' | 'residenceAddress' | 'body')[]
  readonly documents?: readonly (number | 'driving-licence')[]
}

/** A request that the office has returned, with the ticket of its letter, and that of its beginning. */
export async function returned(
  town: Town,
  wanted: Wanted = {},
  form = somebody(),
): Promise<Request & { readonly first: string }> {
  const { id, ticket: first } = await filed(town, form)
  const { sportello } = town
  const { digest } = unwrap(await sportello.approval.dossier({ operator, id }))
  const asked = { reason: 'La copia del documento non si legge.', fields: [], documents: [], ...wanted }
  unwrap(await sportello.approval.requestCorrection({ operator, id, dossierDigest: digest, ...asked }))
  return { id, first, form, ticket: await mailed(town, form, /registration#ticket=([\w~-]+)/) }
}

/** What the newest letter to the applicant says. */
export async function mailed(
  { sportello, post }: Town,
  { email }: Pick<RegistrationForm, 'email'>,
  pattern: RegExp,
): Promise<string> {
  // One round takes some of the letters that wait.
  for (let round = 0; round < 5; round += 1) {
    await sportello.relay()
    for (const { to, text } of await post.letters()) {
      const [, found] = to.includes(email) ? (pattern.exec(text) ?? []) : []
      if (found !== undefined) return found
    }
  }
  throw new Error(`no letter to ${email} has ${pattern.source}`)
}

/** The browser has the request open. */
export async function opensRequest({ context, world, go }: Visit, { ticket }: Pick<Request, 'ticket'>): Promise<void> {
  await context.addCookies([{ name: 'ticket', value: ticket, url: world.town.url, httpOnly: true }])
  await go('/registration/status')
}

/** Presses the button of the page, by its words in either language. */
export const press = ({ page }: Visit, words: RegExp): Promise<void> =>
  page.locator('main').getByRole('button', { name: words }).first().click()

/** A file as somebody chooses it. */
export const pdf = (name: string, content: Uint8Array | string) => ({
  name,
  mimeType: 'application/pdf',
  buffer: Buffer.from(typeof content === 'string' ? Buffer.from(content, 'latin1') : content),
})

const selects: ReadonlySet<string> = new Set(['sex', 'italianCitizen', 'birthNation', 'birthProvince', 'residenceProvince'])

/** Types a whole form into the fields of the page. */
export async function fillPerson(
  { page }: Visit,
  { noticeVersion: _, locale: __, body: ___, ...form }: RegistrationForm,
): Promise<void> {
  for (const [name, value] of Object.entries(form)) {
    // The label of Bootstrap Italia lies over its box, which a click at its place may miss.
    if (name === 'consent') await page.locator(`[name=consent][value="${value}"]`).press('Space')
    else if (selects.has(name)) await page.locator(`[name="${name}"]`).selectOption(String(value))
    else await page.locator(`[name="${name}"]`).fill(String(value))
  }
}
