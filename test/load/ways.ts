/** What everybody in the load has: the world, the clerk who makes the calls, and chance. */
import type { Operator } from 'sportello'
import type { MadeUpPerson } from '../identity/people.ts'
import type { City } from './city.ts'
import type { Clerk } from './clerk.ts'

export type Ways = {
  readonly city: City
  readonly clerk: Clerk
  readonly draw: (below: number) => number
  readonly person: () => MadeUpPerson
}

/** True in `parts` of a hundred. */
export const chance = ({ draw }: Ways, parts: number): boolean => draw(100) < parts

export const item = <Item>({ draw }: Ways, items: readonly Item[]): Item => items[draw(items.length)] as Item

export const requestKey = ({ draw }: Ways): string => `load-${draw(2_147_483_647)}-${draw(2_147_483_647)}`

/** One of the forty workers of an office. */
export const operatorOf = ({ draw }: Ways): Operator => ({ id: `operator-${draw(40)}`, codiceFiscale: 'RSSMRA70A01H501S' })
