/** A person as declared on a form or by an identity provider. */

/** Where a person was born: a municipality of Italy, or a foreign state by ISO 3166-1 alpha-2 code. */
export type Birthplace =
  | { readonly nation: 'IT'; readonly province: string; readonly municipality: string }
  | { readonly nation: string }

/** `surname` is that of birth. `birthDate` is `YYYY-MM-DD`. `sex` is null where it is not declared. */
export type Person = {
  readonly surname: string
  readonly name: string
  readonly birthDate: string
  readonly sex: 'F' | 'M' | null
  readonly birth: Birthplace
}
