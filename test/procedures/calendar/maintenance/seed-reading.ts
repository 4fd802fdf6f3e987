/**
 * Seed 000 as people read it, each of its sentences in words of our own, with what it says of a command or of something under way. It knows
 * nothing of the window that an office makes of it.
 */
import type { SeedPerson, SeedTime } from '../../../support/maintenance/seed.ts'

/** `closed`: nobody may. `as before`: the same answer as without the notice. */
export type SeedSays = 'closed' | 'as before'

/** What becomes of something under way: at the reopening it goes on, is begun anew, or its person is identified. */
export type SeedFate = 'as before' | 'waits' | 'begins anew' | 'identified in person'

export type Sentence = {
  /** Where it stands in the notice. */
  readonly point: string
  readonly says: string
  /** What it says of a command to a person; null where it says nothing of it. */
  readonly ofCommand?: (operation: string, person: SeedPerson) => SeedSays | null
  readonly ofFlight?: (procedure: string, time: SeedTime, person: SeedPerson) => SeedFate | null
}

const closedFor =
  (...operations: readonly string[]) =>
  (operation: string) =>
    operations.includes(operation) ? 'closed' : null

/** In the order of the notice, what is particular before what is general. The first that says something of a case decides it. */
export const sentences: readonly Sentence[] = [
  {
    point: 'opening, first item',
    says: 'From today until the update is done nobody can register.',
    // Whoever gives up, sees his PIN again or only looks does not register.
    ofCommand: closedFor(
      ...['registration/open', 'registration/renew-pin', 'registration/add-document', 'registration/remove-document'],
      ...['registration/correct', 'registration/complete'],
    ),
  },
  {
    point: 'opening, third item, and point 3',
    says: 'Whoever is enabled and has not registered with an institutional mailbox cannot recover the credentials.',
    ofCommand: (operation, { registered }) =>
      operation.startsWith('recovery/') ? (registered === 'without' ? 'closed' : 'as before') : null,
    ofFlight: (procedure, _time, { registered }) =>
      procedure === 'recovery' ? (registered === 'without' ? 'waits' : 'as before') : null,
  },
  {
    point: 'point 1 a)',
    says: 'The item for the change of the private e-mail address is off.',
    ofCommand: closedFor('email-change/request', 'email-change/resend'),
  },
  {
    point: 'point 1 b)',
    says: 'The item for the validation of the private e-mail address is off.',
    ofCommand: closedFor('email-change/confirm'),
  },
  {
    point: 'point 1 c)',
    says: 'The item for a new personal code is off.',
    ofCommand: closedFor('pin-renewal/start', 'pin-renewal/conclude'),
  },
  {
    point: 'point 1 d)',
    says: 'The item for the revocation of the account is off.',
    ofCommand: closedFor('credential/revoke-own'),
  },
  {
    point: 'point 4',
    says:
      'Whoever has changed the private address, has not validated it by the 30th and has no institutional mailbox must be enabled anew ' +
      'when the service opens again, and be identified in person at a school or an office.',
    // So not earlier.
    ofCommand: closedFor('identification/record'),
    ofFlight: (procedure, time, { has }) => {
      if (procedure !== 'email-change') return null
      return time === 'by the cut-off' && has === 'without' ? 'identified in person' : 'waits'
    },
  },
  {
    point: 'point 5',
    says: 'Whoever has begun a new personal code and has not come to its end by the 30th waits until the service opens again.',
    ofFlight: (procedure) => (procedure === 'pin-renewal' ? 'waits' : null),
  },
  {
    point: 'last item',
    says: 'Whoever has begun a registration and not completed it begins a new one when the service opens again.',
    // Of what was begun later, when the cut-off was past and nothing published, the notice says nothing: it is not lost.
    ofFlight: (procedure, time) => (procedure === 'registration' ? (time === 'by the cut-off' ? 'begins anew' : 'waits') : null),
  },
  {
    point: 'point 2',
    says: 'Applications that are open stay available, as the offices in charge say.',
    ofCommand: (operation) => (/^(approval|assistance)\//.test(operation) ? 'as before' : null),
    // A request that the office has given back is with it: who has to correct it cannot do so while nobody can register.
    ofFlight: (procedure) => (procedure === 'correction' ? 'waits' : null),
  },
  {
    point: 'point 1, in brackets; opening, second item',
    says: 'For whoever is enabled all other functions of the menu, and the archive, stay available: the service is limited, and not off.',
    ofCommand: () => 'as before',
    ofFlight: () => 'as before',
  },
]

/** The sentence that decides a case, and what it says of it. */
export function readCommand(operation: string, person: SeedPerson): SeedSays {
  for (const { ofCommand } of sentences) {
    const said = ofCommand?.(operation, person) ?? null
    if (said !== null) return said
  }
  throw new Error(`no sentence says anything of ${operation}`)
}

export function readFlight(procedure: string, time: SeedTime, person: SeedPerson): SeedFate {
  for (const { ofFlight } of sentences) {
    const said = ofFlight?.(procedure, time, person) ?? null
    if (said !== null) return said
  }
  throw new Error(`no sentence says anything of ${procedure}`)
}
