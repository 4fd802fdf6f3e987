/** Subscribers of whom each test has its own, and what has happened to them: by calls of the library, which cost less than pages. */
import { type RegistrationForm, unwrap } from 'sportello'
import { expect } from 'vitest'
import { file, operator, type Resident, subscribe, written } from '../../../examples/portal/setting/people.ts'
import { somebody } from './applicants.ts'
import type { Visit, World } from './world.ts'

export type Subscriber = Resident & { readonly email: string; readonly form: RegistrationForm }

export const password = 'Mandorle.amare7'
let addresses = 0

/** An address that nobody has had. */
function newAddress(domain: string): string {
  addresses += 1
  return `nuova.${addresses}@${domain}`
}

/** Somebody with credentials of her own, who signs in nowhere yet. */
export async function someone({ town }: World): Promise<Subscriber> {
  const form = somebody()
  return { ...(await subscribe(town, form, password)), email: form.email, form }
}

/** Somebody whose password is the temporary one of the letter. */
export async function newcomer({ town }: World): Promise<Subscriber> {
  const form = somebody()
  const { id, pinSecondHalf } = await file(town, form)
  const { digest } = unwrap(await town.sportello.approval.dossier({ operator, id }))
  unwrap(await town.sportello.approval.approve({ operator, id, dossierDigest: digest }))
  const pin = (await written(town, form.email, /prime 4 cifre: (\d+)/)) + pinSecondHalf
  const temporary = await written(town, form.email, /Password temporanea: (\S+)/)
  return { name: 'Anna', codiceFiscale: form.codiceFiscale, pin, password: temporary, email: form.email, form }
}

/** A session, as a call opens it. */
export const tokenOf = async ({ town }: World, { codiceFiscale, pin, password: own }: Resident): Promise<string> =>
  unwrap(await town.sportello.session.signIn({ codiceFiscale, pin, password: own })).token

/** The browser of somebody who has just got credentials. */
export async function signedIn(visit: Visit): Promise<Subscriber> {
  const person = await someone(visit.world)
  await visit.signedIn(person)
  return person
}

/** The token of the newest letter to the address that leads to the page. */
export const mailedToken = ({ town }: World, address: string, page: string): Promise<string> =>
  written(town, address, new RegExp(`/${page}#token=([\\w~-]+)`))

/** Asks for a change of PEC, and has its link. */
export async function pecAsked(world: World, person: Subscriber, to = newAddress('pec.example.it')) {
  const { codiceFiscale: _, name, email, form, ...secrets } = person
  const token = await tokenOf(world, person)
  unwrap(await world.town.sportello.pecChange.request({ token, ...secrets, pec: to, confirmation: to }))
  return { token, link: await mailedToken(world, to, 'pec-change'), pec: to }
}

export async function emailAsked(world: World, person: Subscriber, to = newAddress('example.it')) {
  const { pin, password: own } = person
  const token = await tokenOf(world, person)
  unwrap(await world.town.sportello.emailChange.request({ token, pin, password: own, email: to, confirmation: to }))
  return { token, link: await mailedToken(world, to, 'email-change'), email: to }
}

export async function recoveryAsked(world: World, { codiceFiscale, email }: Subscriber): Promise<string> {
  unwrap(await world.town.sportello.recovery.request({ codiceFiscale }))
  return mailedToken(world, email, 'recovery')
}

/** Presses a button of the content, by its place where several are alike. */
export const press = async ({ page }: Visit, action: string): Promise<void> =>
  page.locator(`main form[action="${action}"] button:not([type])`).first().click()

export async function fill({ page }: Visit, fields: { readonly [name: string]: string }): Promise<void> {
  for (const [name, value] of Object.entries(fields))
    await page.locator(`main [name="${name}"]:not([type=hidden])`).first().fill(value)
}

/** Signs in by the page. */
export async function signInByPage(visit: Visit, { codiceFiscale, pin, password: own }: Resident): Promise<void> {
  await visit.go('/sign-in')
  await fill(visit, { codiceFiscale, pin, password: own })
  await press(visit, '/sign-in')
}

/** The sentences of the content. */
export const said = async ({ page }: Visit): Promise<string> => (await page.locator('main').innerText()).replaceAll(/\s+/g, ' ')

export const expectSaid = async (visit: Visit, text: string | RegExp): Promise<void> => expect(await said(visit)).toMatch(text)
