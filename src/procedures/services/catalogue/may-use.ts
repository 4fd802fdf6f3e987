/** Whether somebody may use a service at an instant: pure, and the one place that decides it. */
import { type Instant, isInstant } from '../../../kernel/index.ts'
import { romeDate } from '../../../rules/civil/index.ts'
import { completedYears } from '../../../rules/identity/calendar-day.ts'
import type { MaintenanceClosedRefusal } from '../../../runtime/in-flight.ts'
import type { SessionScope } from '../../account/session/model.ts'
import { type SunsetPerson, standingOf } from '../../calendar/sunset/course.ts'
import type { SunsetCourse } from '../../calendar/sunset/model.ts'
import type { AuthorisationGrant } from '../authorisation/model.ts'
import { forceOn } from '../days-in-force.ts'
import type { DelegationTerm } from '../delegation/model.ts'
import type { ServiceLevel, ServiceMeans } from '../means.ts'
import type { CatalogueService } from './model.ts'

/** A service as it stands at the instant of the question. */
export type ServicesService = {
  /** What the catalogue says of it. */
  readonly entry: CatalogueService
  /** The course of the sunset that its audience has; null for none. */
  readonly course: SunsetCourse | null
  /** What a maintenance window says of it; null where none closes it for whoever is asking. */
  readonly closed: Pick<MaintenanceClosedRefusal, 'until' | 'text'> | null
}

/** Who is asking, and for whom. */
export type ServicesPerson = {
  /** What the office has exempted whoever is signed in by from the end of its credentials; null for nothing. */
  readonly granted: SunsetPerson['granted']
  /** `YYYY-MM-DD` of whoever is signed in; null where it is not known. */
  readonly birthDate: string | null
  /** What the bodies of whoever is signed in have. */
  readonly authorisations: readonly AuthorisationGrant[]
  /** For oneself null. Else the delegation that was named, which is that of whoever is signed in; null in it where there is no such one. */
  readonly onBehalf: { readonly delegation: DelegationTerm | null } | null
}

/** How somebody has signed in. */
export type ServicesSession = {
  /** `local` for a credential of the office, else the protocol. */
  readonly means: ServiceMeans
  /** The level of assurance that the sign-in has reached. That of a credential of the office is what the service says. */
  readonly level: ServiceLevel
  readonly scope: SessionScope
}

/** Why somebody may not use a service. */
export type ServicesReason =
  | { readonly why: 'unknown-service' }
  /** A maintenance window closes it. */
  | ({ readonly why: 'closed' } & Pick<MaintenanceClosedRefusal, 'until' | 'text'>)
  /** Nobody is signed in. `accepts`: by what one gets in. */
  | { readonly why: 'not-signed-in'; readonly accepts: readonly ServiceMeans[] }
  /** The password must be changed first. */
  | { readonly why: 'password-change-required' }
  | { readonly why: 'means-not-accepted'; readonly accepts: readonly ServiceMeans[] }
  /** The credential of the office has come to its end for this service. */
  | { readonly why: 'means-ended'; readonly since: Instant; readonly course: Pick<SunsetCourse, 'title' | 'means'> }
  | { readonly why: 'level-too-low'; readonly level: ServiceLevel; readonly accepts: readonly ServiceMeans[] }
  | { readonly why: 'age-unknown'; readonly ageMin: number }
  | { readonly why: 'too-young'; readonly ageMin: number }
  | { readonly why: 'no-authorisation' }
  | { readonly why: 'authorisation-not-yet'; readonly fromDay: string }
  | { readonly why: 'authorisation-over' }
  /** Whoever is authorised is so in person. */
  | { readonly why: 'not-on-behalf' }
  | { readonly why: 'no-delegation' }
  | { readonly why: 'delegation-not-yet'; readonly fromDay: string }
  | { readonly why: 'delegation-over' }
  /** The delegation is for other services. */
  | { readonly why: 'delegation-elsewhere' }

/** Whether somebody may use a service, and by what. */
export type ServicesAnswer =
  /** `authorisation`: the id of the grant that it rests on. `onBehalf`: whether it is for somebody else. */
  | { readonly may: true; readonly authorisation: string | null; readonly onBehalf: boolean }
  | { readonly may: false; readonly reason: ServicesReason }

const yes: ServicesAnswer = { may: true, authorisation: null, onBehalf: false }
const yesOnBehalf: ServicesAnswer = { may: true, authorisation: null, onBehalf: true }
const no = (reason: ServicesReason): ServicesAnswer => ({ may: false, reason })
const unknown: ServicesAnswer = no({ why: 'unknown-service' })

/** What stands in the way of this sign-in, whoever it is. */
function signInFault(
  { entry, course }: ServicesService,
  person: SunsetPerson,
  { means, level, scope }: ServicesSession,
  at: Instant,
): ServicesReason | null {
  const { accepts } = entry
  if (scope !== 'full') return { why: 'password-change-required' }
  if (!accepts.includes(means)) return { why: 'means-not-accepted', accepts }
  const isLocal = means === 'local'
  if (isLocal && course !== null) {
    const use = standingOf(course, 'use', person, at)
    if (use.is === 'ended') return { why: 'means-ended', since: use.since, course }
  }
  // A level is what it is: nothing raises it. What is no level satisfies nothing.
  const reached = isLocal ? entry.localLevel : level
  return reached >= entry.level ? null : { why: 'level-too-low', level: entry.level, accepts }
}

function ageFault({ ageMin }: CatalogueService, birthDate: string | null, at: Instant): ServicesReason | null {
  if (ageMin === 0) return null
  if (birthDate === null) return { why: 'age-unknown', ageMin }
  return completedYears(birthDate, romeDate(at)) >= ageMin ? null : { why: 'too-young', ageMin }
}

/** The grant in force for the service, or the nearest reason why there is none. */
function byAuthorisation({ id }: CatalogueService, grants: readonly AuthorisationGrant[], at: Instant): ServicesAnswer {
  const today = romeDate(at)
  let fault: ServicesReason = { why: 'no-authorisation' }
  for (const grant of grants) {
    if (!grant.services.includes(id)) continue
    const force = forceOn(grant, today)
    if (force === 'in-force') return { may: true, authorisation: grant.id, onBehalf: false }
    if (force === 'no-longer') {
      if (fault.why === 'no-authorisation') fault = { why: 'authorisation-over' }
    } else if (fault.why !== 'authorisation-not-yet' || grant.fromDay < fault.fromDay) {
      fault = { why: 'authorisation-not-yet', fromDay: grant.fromDay }
    }
  }
  return no(fault)
}

function byDelegation({ id }: CatalogueService, delegation: DelegationTerm | null, at: Instant): ServicesAnswer {
  if (delegation === null || delegation.grantedAt === null) return no({ why: 'no-delegation' })
  const force = forceOn(delegation, romeDate(at))
  if (force === 'no-longer') return no({ why: 'delegation-over' })
  if (delegation.services !== null && !delegation.services.includes(id)) return no({ why: 'delegation-elsewhere' })
  return force === 'in-force' ? yesOnBehalf : no({ why: 'delegation-not-yet', fromDay: delegation.fromDay })
}

function decided(
  service: ServicesService | null,
  person: ServicesPerson | null,
  session: ServicesSession | null,
  at: Instant,
): ServicesAnswer {
  if (service === null || !isInstant(at)) return unknown
  const { entry, closed } = service
  if (closed !== null) return no({ why: 'closed', until: closed.until, text: closed.text })
  if (entry.access === 'public') return yes
  if (session === null || person === null) return no({ why: 'not-signed-in', accepts: entry.accepts })
  const fault = signInFault(service, person, session, at) ?? ageFault(entry, person.birthDate, at)
  if (fault !== null) return no(fault)
  const { onBehalf } = person
  if (entry.access === 'reserved')
    return onBehalf === null ? byAuthorisation(entry, person.authorisations, at) : no({ why: 'not-on-behalf' })
  // Of a kind that this version does not know nobody may use anything.
  if (entry.access !== 'personal') return unknown
  return onBehalf === null ? yes : byDelegation(entry, onBehalf.delegation, at)
}

/**
 * Whether somebody may use a service at an instant, by facts alone: of nobody else, of no clock and no storage. `service` is null where there is none of
 * that name, `session` where nobody is signed in; then `person` does not count. The age is that of whoever is signed in, also where that is for
 * somebody else. Total: facts that cannot be read are those of an unknown service.
 *
 * @example
 * mayUse(null, null, null, Date.UTC(2026, 10, 30)) // a service that is not there
 */
export function mayUse(
  service: ServicesService | null,
  person: ServicesPerson | null,
  session: ServicesSession | null,
  at: Instant,
): ServicesAnswer {
  try {
    return decided(service, person, session, at)
  } catch {
    return unknown
  }
}
