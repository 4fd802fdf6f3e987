/** What a register says of a person, where the host has handed one in. */
import type { RegistryPerson, RegistryVerdict } from '../ports/index.ts'
import type { Runtime } from './runtime.ts'

const verdicts: readonly RegistryVerdict[] = ['valid', 'not-valid', 'unknown', 'unavailable']

/** Null without a register. One that fails, or answers with anything else, is unavailable: nobody waits for it to decide. */
export async function askRegistry({ registry }: Runtime, person: RegistryPerson | null): Promise<RegistryVerdict | null> {
  if (registry === null || person === null) return null
  const { codiceFiscale, surname, name, sex, birthDate } = person
  try {
    const said: unknown = await registry.check({ codiceFiscale, surname, name, sex, birthDate })
    return verdicts.find((verdict) => verdict === said) ?? 'unavailable'
  } catch {
    return 'unavailable'
  }
}
