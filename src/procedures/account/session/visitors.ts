/** Who asks something of an account without a session: read from what comes along, and at which door of the account that is. */
import { readToken, type Token, tokenDigest } from '../../../crypto/index.ts'
import type { Instant } from '../../../kernel/index.ts'
import { parseCodiceFiscale } from '../../../rules/identity/index.ts'
import { readArgument, readRequester } from '../../../runtime/input.ts'
import type { RecordName } from '../../../runtime/record.ts'
import type { Runtime } from '../../../runtime/runtime.ts'
import type { Unit } from '../../../runtime/transact.ts'
import { codeOf } from '../../binding/account-of.ts'
import type { CredentialState } from '../credential/model.ts'
import { doorOf, doorRecord, standing, type ThrottleContext } from '../throttle/doors.ts'

/** Who asks, as the host can tell. */
export type VisitorOptions = {
  /**
   * The requester, as the host can tell: `requesterOf` of the address, or another text of 1 to 256 characters. Each has delays of his own on an
   * account; all whom the host does not name share them. An empty text names nobody.
   */
  readonly requester?: string | undefined
  /** The `device` of an earlier sign-in of this person, as the host kept it in a cookie. What is none is passed over. */
  readonly device?: string | undefined
}

/** A device as it was shown. */
export type ShownDevice = { readonly text: string; readonly digest: string }

/** Whoever asks, before it is known which account the code leads to. */
export type AskedVisitors = {
  /** The keyed digest of the codice fiscale. */
  readonly code: string
  /** False for what is malformed: no account of a person is looked at then. */
  readonly isReadable: boolean
  readonly device: Token | null
  readonly requester: string | undefined
}

/** The account that is asked for, and whoever asks. */
export type Visitors = {
  readonly accountId: string
  readonly shown: ShownDevice | null
  readonly doors: { readonly stranger: string; readonly device: string | null }
}

// Malformed attempts are counted on these records, which no person can have: they cost the same and fill no more than so many rows.
const malformedRecords = 4096

function malformedAccount({ ring, random }: Runtime): string {
  const [high = 0, low = 0] = random.bytes(2)
  return ring.pseudonym('malformed', String(((high << 8) | low) % malformedRecords))
}

/** Reads who asks for which codice fiscale. `isReadable`: the rest of what was given is well formed. */
export function readVisitors(
  runtime: Runtime,
  given: { readonly codiceFiscale: unknown; readonly isReadable: boolean },
  options: VisitorOptions | undefined,
): AskedVisitors {
  const parsed = parseCodiceFiscale(given.codiceFiscale)
  const device: unknown = readArgument(() => options?.device)
  const requester = readRequester(options)
  const isReadable = parsed.ok && given.isReadable
  const code = isReadable ? codeOf(runtime.ring, parsed.value.code) : malformedAccount(runtime)
  return { code, isReadable, device: readToken(device), requester: isReadable ? requester : undefined }
}

/** The doors at which whoever asks stands before an account. */
export function visitorsOf(runtime: Runtime, accountId: string, { device: token, requester }: AskedVisitors): Visitors {
  const digest = token === null || token.subject !== accountId ? null : tokenDigest(runtime.ring, 'device', token)
  const shown = token === null || digest === null ? null : { text: token.text, digest }
  const stranger = doorOf(runtime, accountId, { requester })
  const doors = { stranger, device: shown === null ? null : doorOf(runtime, accountId, { device: shown.digest }) }
  return { accountId, shown, doors }
}

/** The records of the doors, to be read with the rest. */
export function visitorRecords({ doors }: Visitors): readonly RecordName[] {
  return [doorRecord(doors.stranger), ...(doors.device === null ? [] : [doorRecord(doors.device)])]
}

/** The door that counts an attempt. */
export type DoorTaken = {
  readonly door: string
  /** The known device at whose door it is; null for a stranger. */
  readonly device: ShownDevice | null
  readonly isDelayed: boolean
  /** What failed before delays nobody. */
  readonly since: Instant
}

/** At which door the attempt is: that of a known device, unless it has failed too often, else that of strangers. */
export async function doorTaken(
  context: ThrottleContext,
  unit: Unit,
  account: CredentialState,
  { shown, doors }: Visitors,
): Promise<DoorTaken> {
  const since = account.status === 'none' ? 0 : account.liftedAt
  const isKnown = account.status !== 'none' && shown !== null && account.devices.includes(shown.digest)
  const own = isKnown && doors.device !== null ? await standing(context, unit, doors.device, since) : null
  // A device that has failed too often is as good as any.
  const device = own === null || own.isSpent ? null : shown
  const door = device === null || doors.device === null ? doors.stranger : doors.device
  const { isDelayed } = await standing(context, unit, door, since)
  return { door, device, isDelayed, since }
}
