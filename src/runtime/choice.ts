/** What a host says of a few named things, over what holds by default. */
import { SportelloError } from '../kernel/index.ts'

/** What was given, by name, each read once. Throws `config/invalid` for a name that is none, and for what is no object. */
export function readChoice(part: string, choice: unknown, names: readonly string[]): ReadonlyMap<string, unknown> {
  if (choice === undefined || choice === null) return new Map()
  if (typeof choice !== 'object' || Array.isArray(choice)) {
    throw new SportelloError('config/invalid', `${part}: an object with its parts by name`)
  }
  const given = new Map(Object.entries(choice))
  for (const name of given.keys()) {
    if (!names.includes(name))
      throw new SportelloError('config/invalid', `${part}: there is no ${JSON.stringify(name.slice(0, 60))}`)
  }
  return given
}
