/** The schools of the story and their mailboxes: from a seed, so that a story that is interrupted goes on with the same ones. */
import { type Chance, chanceOf } from './chance.ts'
import type { SimulatedMailbox } from './providers.ts'

/** A mailbox, and what its owner does. */
export type Owner = SimulatedMailbox & {
  /** What the owner chooses for afterwards, where the password of today does not conform; null where it does. */
  readonly next: string | null
  /** `never`: does nothing. `slips`: types a wrong password first. `checks`: has the password verified before. */
  readonly habit: 'activates' | 'slips' | 'checks' | 'never'
}

export const domain = 'pec.scuola.example'

const words = ['Gelato', 'Turchese', 'Bussola', 'Lanterna', 'Margherita', 'Pettirosso', 'Scalinata', 'Vendemmia'] as const

/** Five digits, of which no two neighbours are equal. */
function digitsOf(chance: Chance): string {
  let digits = ''
  while (digits.length < 5) {
    const digit = String(chance.whole(0, 9))
    if (!digits.endsWith(digit)) digits += digit
  }
  return digits
}

/** One that conforms to the rules of the arriving provider, or one that does not: it has no capital letter and no sign. */
function password(chance: Chance, conforms: boolean): string {
  const word = words[chance.whole(0, words.length - 1)] ?? words[0]
  const digits = digitsOf(chance)
  return conforms ? `${word}.${digits}x` : `${word.toLowerCase()}${digits}`
}

function habitOf(drawn: number): Owner['habit'] {
  if (drawn < 0.03) return 'never'
  if (drawn < 0.06) return 'slips'
  return drawn < 0.12 ? 'checks' : 'activates'
}

/** So many owners. Every thirtieth or so never does anything; one mailbox in three hundred is too full for its new place. */
export function owners(count: number, seed = 2022): readonly Owner[] {
  const chance = chanceOf(seed)
  return Array.from({ length: count }, (_, at) => {
    const conforms = chance.next() < 0.7
    return {
      mailbox: `to${String(at + 1).padStart(6, '0')}@${domain}`,
      password: password(chance, conforms),
      next: conforms ? null : password(chance, true),
      messages: Math.round(10 + 390 * chance.next() ** 3),
      archived: chance.next() < 0.6 ? 0 : chance.whole(1, 60),
      isFull: chance.next() < 0.003,
      habit: habitOf(chance.next()),
    }
  })
}
