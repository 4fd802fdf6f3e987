/** The twelve targets by name. Each is loaded when it is opened: what the others are made from takes seconds to make. */
import type { Target } from '../target.ts'

export const targets: { readonly [name: string]: () => Promise<Target> } = {
  forms: async () => (await import('./forms.ts')).forms(),
  tickets: async () => (await import('./tokens.ts')).tickets(),
  tokens: async () => (await import('./tokens.ts')).tokens(),
  daticert: async () => (await import('./documents.ts')).daticert(),
  mime: async () => (await import('./documents.ts')).mime(),
  pdf: async () => (await import('./documents.ts')).pdf(),
  'codice-fiscale': async () => (await import('./people.ts')).codiceFiscale(),
  passwords: async () => (await import('./people.ts')).passwords(),
  'stored-rows': async () => (await import('./rows.ts')).storedRows(),
  'request-keys': async () => (await import('./rows.ts')).requestKeys(),
  policy: async () => (await import('./rows.ts')).policy(),
  attributes: async () => (await import('./people.ts')).attributes(),
}
