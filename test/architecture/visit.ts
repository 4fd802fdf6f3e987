/** A procedure that is not in the library: what adding one takes. Its subscriber books a visit at the office, once. */

/** Its folder, file by file. */
export const visitFiles: { readonly [file: string]: string } = {
  'model.ts': `
import type { Instant } from '../../kernel/index.ts'

export type VisitPersonal = { readonly why: string }

export type VisitState =
  | { readonly status: 'none'; readonly personal: null }
  | { readonly status: 'booked'; readonly accountId: string; readonly bookedAt: Instant; readonly personal: VisitPersonal | null }
  | { readonly status: 'void'; readonly accountId: string; readonly endedAt: Instant; readonly personal: VisitPersonal | null }

export type VisitCommand =
  | { readonly type: 'BookVisit'; readonly accountId: string; readonly personal: VisitPersonal }
  | { readonly type: 'VoidVisit'; readonly cause: string }

export type VisitEvent =
  | { readonly type: 'VisitBooked'; readonly accountId: string; readonly bookedAt: Instant; readonly personal: VisitPersonal }
  | { readonly type: 'VisitVoided'; readonly cause: string; readonly endedAt: Instant }

export type VisitRefusal = { readonly code: 'visit/already-booked' } | { readonly code: 'visit/none' }

export type VisitPolicy = {
  /** How long a visit is remembered, ms. */
  readonly keptMs: number
}
`,
  'machine.ts': `
import { accept, type Decider, impossible, refuse } from '../../kernel/index.ts'
import type { VisitCommand, VisitEvent, VisitRefusal, VisitState } from './model.ts'

export const visitDecider: Decider<VisitState, VisitCommand, VisitEvent, VisitRefusal> = {
  name: 'visit',
  initial: { status: 'none', personal: null },
  decide(state, command, { at }) {
    if (command.type === 'VoidVisit') {
      return state.status === 'booked'
        ? accept([{ type: 'VisitVoided', cause: command.cause, endedAt: at }])
        : refuse({ code: 'visit/none' })
    }
    const { accountId, personal } = command
    return state.status === 'none'
      ? accept([{ type: 'VisitBooked', accountId, bookedAt: at, personal }])
      : refuse({ code: 'visit/already-booked' })
  },
  evolve(state, event) {
    if (event.type === 'VisitBooked') {
      const { type, ...booked } = event
      return { status: 'booked', ...booked }
    }
    if (state.status !== 'booked') return impossible('visit', state.status, event.type)
    return { status: 'void', accountId: state.accountId, endedAt: event.endedAt, personal: state.personal }
  },
  isTerminal: ({ status }) => status === 'void',
  exampleCommands: () => [
    { type: 'BookVisit', accountId: 'account', personal: { why: 'A card.' } },
    { type: 'VoidVisit', cause: 'PasswordChanged' },
  ],
}
`,
  'schema.ts': `
import * as z from 'zod'
import type { Machine } from '../../runtime/record.ts'
import { visitDecider } from './machine.ts'
import type { VisitCommand, VisitEvent, VisitPolicy, VisitRefusal, VisitState } from './model.ts'

const kept = { accountId: z.string(), personal: z.strictObject({ why: z.string() }).nullable() }
const state: z.ZodType<VisitState> = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('none'), personal: z.null() }),
  z.strictObject({ status: z.literal('booked'), bookedAt: z.number(), ...kept }),
  z.strictObject({ status: z.literal('void'), endedAt: z.number(), ...kept }),
])

export const visitMachine = ({ keptMs }: VisitPolicy): Machine<VisitState, VisitCommand, VisitEvent, VisitRefusal> => ({
  decider: visitDecider,
  upgrades: [],
  parse: (value) => state.safeParse(value).data ?? null,
  tags: (current) => (current.status === 'none' ? [] : [\`account:\${current.accountId}\`]),
  dueAt(current) {
    if (current.status === 'none' || current.personal === null) return null
    return (current.status === 'booked' ? current.bookedAt : current.endedAt) + keptMs
  },
})
`,
  'messages.ts': `
import type { Messages } from '../../runtime/messages.ts'
import type { VisitRefusal } from './model.ts'

export const visitMessages: Messages<VisitRefusal> = {
  'visit/already-booked': {
    status: 409,
    it: () => 'Una visita è già prenotata.',
    en: () => 'A visit is booked already.',
  },
  'visit/none': { status: 404, it: () => 'Nessuna visita.', en: () => 'There is no visit.' },
}
`,
  'use-cases.ts': `
import type { Result } from '../../kernel/index.ts'
import type { CommandRefusal } from '../../runtime/request.ts'
import { type AccountContext, type SessionScopeRefusal, withSession } from '../account/session/context.ts'
import type { VisitPolicy, VisitRefusal } from './model.ts'
import { visitMachine } from './schema.ts'

export type VisitContext = AccountContext & { readonly visitPolicy: VisitPolicy }

export async function book(
  context: VisitContext,
  input: { readonly token: string },
): Promise<Result<null, VisitRefusal | SessionScopeRefusal | CommandRefusal>> {
  const operation = { name: 'visit/book', scopes: ['full'] } as const
  return withSession<null, VisitRefusal>(context, input.token, operation, async (unit, { accountId }) => {
    const command = { type: 'BookVisit', accountId, personal: { why: 'A card.' } } as const
    const booked = await unit.run(visitMachine(context.visitPolicy), accountId, command)
    return booked.ok ? { ok: true, value: null } : booked
  })
}
`,
  'api.ts': `
import type { Result } from '../../kernel/index.ts'
import { bind } from '../../runtime/bind.ts'
import type { CommandRefusal } from '../../runtime/request.ts'
import type { SessionScopeRefusal } from '../account/session/context.ts'
import type { VisitRefusal } from './model.ts'
import { book, type VisitContext } from './use-cases.ts'

export interface VisitApi {
  book(input: { readonly token: string }): Promise<Result<null, VisitRefusal | SessionScopeRefusal | CommandRefusal>>
}

export function visitApi(context: VisitContext): VisitApi {
  return { book: bind(context, book) }
}
`,
  'procedure.ts': `
import { diagram } from '../../kernel/index.ts'
import { holdingUntilSecurityEvent } from '../../runtime/account-acts.ts'
import { fields, journalFields } from '../../runtime/hand-out.ts'
import { day, type Figures, whole } from '../../runtime/policy.ts'
import type { Procedure, ProcedureParts } from '../../runtime/procedure.ts'
import { visitDecider } from './machine.ts'
import { visitMessages } from './messages.ts'
import type { VisitEvent, VisitPolicy, VisitState } from './model.ts'
import { visitMachine } from './schema.ts'

const figures: Figures<VisitPolicy> = {
  keptMs: whole(30 * day),
}

export const visitProcedure: Procedure<{ readonly visit: VisitPolicy }> = {
  name: 'visit',
  figures,
  keeps: {},
  messages: visitMessages,
  features: {
    closable: { visit: { of: 'citizen', it: 'prenotazione di una visita', en: 'booking of a visit', operations: ['visit/book'] } },
    always: {},
  },
  letters: {},
  diagram: () => diagram(visitDecider, [{ at: 1_000, by: { kind: 'system' } }]),
  open(_runtime, { visit }): ProcedureParts<VisitState, VisitEvent> {
    const kind = visitMachine(visit)
    return {
      kind,
      retention: { end: 'erased', says: '\`keptMs\` after it was booked' },
      subject: {
        of: 'tag',
        state: { ...fields('status', 'bookedAt', 'endedAt'), personal: fields('why') },
        journal: { ...journalFields, ...fields('bookedAt', 'endedAt'), personal: fields('why') },
        async close(unit, id) {
          await unit.run(kind, id, { type: 'VoidVisit', cause: 'erasure' })
          return null
        },
        mayGo: ({ status }) => status !== 'booked',
      },
      securityEvent: {
        does: 'void',
        holds: [holdingUntilSecurityEvent('a visit that is booked', 'void')],
        async void(unit, { accountId, cause }) {
          await unit.run(kind, accountId, { type: 'VoidVisit', cause })
        },
      },
      feed: {
        tells: 'events',
        events: {
          VisitBooked: { says: 'a visit is booked', data: ['bookedAt'], personal: ['why'] },
          VisitVoided: { says: 'it does not take place', data: ['cause', 'endedAt'], personal: [] },
        },
      },
      underWay: null,
      files: null,
      carry: null,
      mailEnded: null,
    }
  },
}
`,
}

/** What else is changed: by file, what stands there and what stands there afterwards. */
export const visitElsewhere: { readonly [file: string]: readonly (readonly [before: string, after: string])[] } = {
  'api/procedures.ts': [
    [
      "import type { PasswordPolicy } from '../rules/password/index.ts'\n",
      "import type { VisitPolicy } from '../procedures/visit/model.ts'\nimport { visitProcedure } from '../procedures/visit/procedure.ts'\n$&",
    ],
    ['  readonly quota: QuotaPolicy\n', '$&  readonly visit: VisitPolicy\n'],
    ['  quotaProcedure,\n', '$&  visitProcedure,\n'],
  ],
  'api/sportello.ts': [
    [
      "import type { RelayOptions, RelayReport } from '../runtime/relay.ts'\n",
      "import type { VisitApi } from '../procedures/visit/api.ts'\n$&",
    ],
    ['  readonly subject: SubjectApi\n', '$&  readonly visit: VisitApi\n'],
  ],
  'api/assemble.ts': [
    ["import { bind } from '../runtime/bind.ts'\n", "import { visitApi } from '../procedures/visit/api.ts'\n$&"],
    ['    subject: subjectApi({\n', '    visit: visitApi({ ...account, visitPolicy: policy.visit }),\n$&'],
  ],
  'index.ts': [
    [
      "export type { SessionApi } from './procedures/account/session/api.ts'\n",
      "$&export type { VisitApi } from './procedures/visit/api.ts'\n",
    ],
  ],
  'machines.ts': [
    [
      "export { sessionDecider } from './procedures/account/session/machine.ts'\n",
      "$&export { visitDecider } from './procedures/visit/machine.ts'\n",
    ],
  ],
}
