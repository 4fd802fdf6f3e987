/**
 * A search through the public interface for a way to an end. It tries every act that the interface has, whatever its name, with every
 * field that a form may have. What an act brings (links, ids, halves of a PIN, passwords) it uses in every other act. A new act is
 * tried as soon as it exists, and a way counts by its result and not by its name.
 */
import { isSportelloError } from 'sportello'
import { seedServices } from '../procedures/services/seed-services.ts'
import { type Counter, freshPdf, operator } from '../support/counter.ts'

/** What a search starts with. */
export type Means = {
  readonly counter: Counter
  /** Sets of values for the fields of all forms; each set is tried. */
  readonly forms: readonly Fields[]
  /** Tickets, tokens of sessions and of links. */
  readonly tokens: readonly string[]
}

/** Values of a form by the names of its fields. */
export type Fields = Readonly<Record<string, unknown>>

/** What the answers to an act and the letters after it contain. */
export type Found = {
  readonly tokens: readonly string[]
  readonly ids: readonly string[]
  /** PINs of nine digits, first halves of four, second halves of five. */
  readonly digits: readonly string[]
  readonly passwords: readonly string[]
}

/** The names of the acts, in order. */
export type Way = readonly string[]

/** What is searched for, and from where. */
export type Search<World extends Means> = {
  /** Opens the world in which the search begins: each time the same. */
  readonly begin: () => Promise<World>
  /** Whether the end is reached. It may change the world: the search does not use it again. */
  readonly isReached: (world: World, found: Found) => Promise<boolean>
  /** How many acts a way may have. Default 2. */
  readonly actsMax?: 1 | 2
}

/** What a search has found. */
export type Outcome = {
  /** Ways of one act, and ways of two acts of which the first one brought something. */
  readonly ways: readonly Way[]
  /** Acts whose form no set of values fills in. Whether they lead to the end is unknown. */
  readonly unfilled: readonly string[]
}

type Act = (...args: readonly unknown[]) => Promise<unknown>

const isAct = (value: unknown): value is Act => typeof value === 'function'

/** Every act of an interface, or of a part of it, by its name. */
function actsOf(part: object, prefix = ''): readonly (readonly [name: string, act: Act])[] {
  return Object.entries(part).flatMap(([key, value]: readonly [string, unknown]) => {
    const name = prefix + key
    if (isAct(value)) return [[name, value] as const]
    return typeof value === 'object' && value !== null ? actsOf(value, `${name}.`) : []
  })
}

/** What the arguments of an act are made of: forms, tokens, and the forms that go along with a token. */
type Material = { readonly forms: readonly Fields[]; readonly tokens: readonly string[]; readonly besides: readonly Fields[] }

/** The argument lists of an act: none, a form, a token, or a token and a form; a file comes last. */
function argumentLists({ forms, tokens, besides }: Material): readonly (readonly unknown[])[] {
  const file = freshPdf()
  const byToken = tokens.flatMap((token) => [[token], [token, 1], ...besides.map((form) => [token, form, file])])
  return [[], ...forms.map((form) => [form, file]), ...byToken]
}

const isFormRefused = (answer: string): boolean => /^\{"ok":false,"refusal":\{"code":"[^"]+\/form"/.test(answer)
const isRefused = (answer: string): boolean => answer.startsWith('{"ok":false')

/** The outcome of an act that was done with every argument list. */
type Done = {
  /** Whether any answer is more than that the form is filled in wrongly. */
  readonly isFilled: boolean
  /** Whether an answer accepts, or a letter was sent. */
  readonly isEffective: boolean
  readonly found: Found
}

/** What the pattern finds, the last two only: an act that accepts several forms brings the same with each. */
const every = (texts: readonly string[], pattern: RegExp): readonly string[] =>
  [...new Set(texts.flatMap((text) => [...text.matchAll(pattern)].map(([, found = '']) => found)))].slice(-2)

/** What can be used of the answers to an act and of the letters after it. */
function readFound(answers: readonly string[], letters: readonly string[]): Found {
  return {
    tokens: every([...answers, ...letters], /([a-z0-9-]+~[\w-]+~[\w-]{43})/g),
    // Ids of records and of mail are long and have digits; those of topics do not.
    ids: every(answers, /"id":"(?=[^"]*\d)([^"]{20,})"/g),
    digits: [...every(answers, /"pin\w*":"(\d+)"/gi), ...every(letters, /\bPIN\b[^:\n]*: (\d+)/g)],
    passwords: every(letters, /[Pp]assword[^:\n]*: (\S+)/g),
  }
}

/** Does an act with every argument list, and delivers the mail that it sends. */
async function step(name: string, { sportello, mailer }: Counter, material: Material): Promise<Done> {
  const [, act] = actsOf(sportello).find(([known]) => known === name) ?? []
  if (act === undefined) throw new Error(`no such act: ${name}`)
  // Mail that waits from before is not of this act.
  await sportello.relay()
  const before = mailer.sent.length
  const answers: string[] = []
  for (const args of argumentLists(material)) {
    try {
      answers.push(JSON.stringify(await act(...args)) ?? '')
    } catch (cause) {
      if (!isSportelloError(cause)) throw cause
    }
  }
  await sportello.relay()
  const letters = mailer.sent.slice(before).map(({ text }) => text)
  return {
    isFilled: !answers.every(isFormRefused),
    isEffective: !answers.every(isRefused) || letters.length > 0,
    found: readFound(answers, letters),
  }
}

/** What the second act works with: what the first one had, and what it brought. */
function withFound({ forms, tokens }: Means, found: Found): Material {
  const filled = (values: readonly Fields[]) => forms.flatMap((form) => values.map((value) => ({ ...form, ...value })))
  const byToken = filled(found.tokens.map((token) => ({ token, ticket: token, link: token })))
  const byId = filled(found.ids.map((id) => ({ id })))
  const byPin = filled(pinsOf(found.digits).map((pin) => ({ pin })))
  return { forms: [...forms, ...byToken, ...byId, ...byPin], tokens: [...tokens, ...found.tokens], besides: [...forms, ...byPin] }
}

/** The PINs among the digits, and those that two halves make. */
export function pinsOf(digits: readonly string[]): readonly string[] {
  const ofLength = (length: number) => digits.filter((text) => text.length === length)
  return [...ofLength(9), ...ofLength(4).flatMap((first) => ofLength(5).map((second) => first + second))]
}

const together = (one: Found, other: Found): Found => ({
  tokens: [...one.tokens, ...other.tokens],
  ids: [...one.ids, ...other.ids],
  digits: [...one.digits, ...other.digits],
  passwords: [...one.passwords, ...other.passwords],
})

/** Leaves out what was known before. */
function newOf(found: Found, known: string): Found {
  const unknown = (texts: readonly string[]) => texts.filter((text) => !known.includes(text))
  return { ...found, tokens: unknown(found.tokens), ids: unknown(found.ids) }
}

const isSomething = ({ tokens, ids, digits, passwords }: Found): boolean =>
  tokens.length + ids.length + digits.length + passwords.length > 0

/** Does the act of this name, and answers what it brought that was not known before. */
export async function take(name: string, { counter, forms, tokens }: Means): Promise<Done> {
  const done = await step(name, counter, { forms, tokens, besides: forms })
  return { ...done, found: newOf(done.found, JSON.stringify([forms, tokens])) }
}

/** An office has services, or nobody could be authorised for one. */
async function withService({ sportello }: Counter): Promise<void> {
  const set = await sportello.services.set({ operator, reason: 'Prot. 1.', ...seedServices.databases })
  if (!set.ok) throw new Error(set.refusal.code)
}

/** Tries every act of the interface, and after an act that brought something every act once more. */
export async function everyWay<World extends Means>({ begin: open, isReached, actsMax = 2 }: Search<World>): Promise<Outcome> {
  const begin = async (): Promise<World> => {
    const world = await open()
    await withService(world.counter)
    return world
  }
  let world = await begin()
  const names = actsOf(world.counter.sportello).map(([name]) => name)
  const ways: Way[] = []
  const unfilled = new Set(names)
  for (const name of names) {
    const { isFilled, isEffective, found } = await take(name, world)
    if (isFilled) unfilled.delete(name)
    // Nothing has happened, so the next act can be tried in the same world.
    if (!isEffective) continue
    if (await isReached(world, found)) ways.push([name])
    else if (actsMax === 2 && isSomething(found)) ways.push(...(await waysAfter(name)))
    world = await begin()
  }
  return { ways, unfilled: [...unfilled] }

  /** The ways of two acts of which this is the first. */
  async function waysAfter(first: string): Promise<readonly Way[]> {
    const reached: Way[] = []
    const again = async () => {
      const after = await begin()
      return { after, found: (await take(first, after)).found }
    }
    let { after, found } = await again()
    for (const second of names) {
      const more = await step(second, after.counter, withFound(after, found))
      if (more.isFilled) unfilled.delete(second)
      if (!more.isEffective) continue
      if (await isReached(after, together(found, more.found))) reached.push([first, second])
      ;({ after, found } = await again())
    }
    return reached
  }
}
