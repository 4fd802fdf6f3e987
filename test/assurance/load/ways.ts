/** What everybody in the load has: the world, the clerk who makes the calls, and chance. */
import { setTimeout } from 'node:timers/promises'
import type { Operator } from 'sportello'
import type { MadeUpPerson } from '../../rules/identity/people.ts'
import type { City, Letter } from './city.ts'
import type { Clerk } from './clerk.ts'

export type Ways = {
  readonly city: City
  readonly clerk: Clerk
  readonly draw: (below: number) => number
  readonly person: () => MadeUpPerson
  /** Somebody comes back to it at that instant, while his life goes on. */
  readonly later: (at: number, deed: () => Promise<unknown>) => void
}

/** What somebody signs in with. */
export type Credentials = { readonly codiceFiscale: string; readonly pin: string; readonly password: string }

/** True in `parts` of a hundred. */
export const chance = ({ draw }: Ways, parts: number): boolean => draw(100) < parts

export const item = <Item>({ draw }: Ways, items: readonly Item[]): Item => items[draw(items.length)] as Item

export const requestKey = ({ draw }: Ways): string => `load-${draw(2_147_483_647)}-${draw(2_147_483_647)}`

/** One of the forty workers of an office. */
export const operatorOf = ({ draw }: Ways): Operator => ({ id: `operator-${draw(40)}`, codiceFiscale: 'RSSMRA70A01H501S' })

/** Waits some seconds for a letter in which this is found; undefined when the mailbox is full, or gone, or the letter void. */
export async function letterOf(
  { city, clerk }: Ways,
  record: string,
  purpose: string,
  pattern: RegExp,
): Promise<(Letter & { readonly found: string }) | undefined> {
  for (let left = 240; left > 0; left -= 1) {
    for (const letter of await clerk.tell('read the mailbox', () => city.letters(record, purpose))) {
      const [, found] = pattern.exec(letter.text) ?? []
      if (found !== undefined) return { ...letter, found }
    }
    await setTimeout(25)
  }
  return undefined
}
