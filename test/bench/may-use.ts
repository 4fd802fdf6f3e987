/** The row about services: whether somebody may use one. */
import {
  mayUse,
  type ServicesPerson,
  type ServicesService,
  type ServicesSession,
} from '../../src/procedures/services/catalogue/may-use.ts'
import { morning } from '../support/counter.ts'
import { inProcess, race, type Side } from './race.ts'
import { duration, type Row } from './report.ts'

const day = 86_400_000

const entry: ServicesService['entry'] = {
  id: 'registry',
  names: { it: 'I miei dati', en: 'My data' },
  access: 'personal',
  accepts: ['local', 'spid-saml', 'spid-oidc', 'cie-saml', 'cie-oidc', 'cns'],
  level: 1,
  localLevel: 1,
  ageMin: 18,
  audience: null,
  feature: null,
}
const course: NonNullable<ServicesService['course']> = {
  audience: null,
  title: { it: 'D.L. 76/2020', en: 'D.L. 76/2020' },
  ends: {
    ...{ issue: morning, 'password-replacement': morning, 'pin-replacement': morning },
    ...{ 'first-credentials': morning, restoration: morning, use: morning + 200 * day },
  },
  exempt: ['minor'],
  remindDays: [],
  means: ['spid', 'cie', 'cns'],
}
const of = (changes: Partial<ServicesService['entry']>): ServicesService => ({
  entry: { ...entry, ...changes },
  course,
  closed: null,
})

/** One service of each kind, three people of whom one acts for another, two ways to sign in, before, at and after the end of the credentials. */
function asking(sampleMs: number): Side {
  const services = [of({}), of({ access: 'public' }), of({ access: 'reserved', id: 'databases' })]
  const days = { fromDay: '2026-01-01', untilDay: '2026-12-31', endedAt: null }
  const grants = Array.from({ length: 5 }, (_, i) => ({
    ...{ id: `grant-${i}`, services: [i === 4 ? 'databases' : `other-${i}`], grantedAt: morning, operator: 'operator-1' },
    ...days,
  }))
  const self: ServicesPerson = { granted: null, birthDate: '1980-01-01', authorisations: grants, onBehalf: null }
  const onBehalf = { delegation: { services: null, grantedAt: morning, ...days } }
  const people: readonly ServicesPerson[] = [self, { ...self, birthDate: '2010-01-01' }, { ...self, onBehalf }]
  const sessions: readonly ServicesSession[] = [
    { means: 'local', level: 1, scope: 'full' },
    { means: 'spid-saml', level: 2, scope: 'full' },
  ]
  const instants = [morning + day, morning + 200 * day, morning + 400 * day]
  const count = services.length * people.length * sessions.length * instants.length
  return inProcess('sportello', count, sampleMs, () => {
    let allowed = 0
    for (const at of instants)
      for (const service of services)
        for (const person of people) for (const session of sessions) if (mayUse(service, person, session, at).may) allowed += 1
    return allowed
  })
}

export async function mayUseRows(quick: boolean): Promise<readonly Row[]> {
  const { median, min, max } = (await race([asking(quick ? 15 : 25)], quick ? 15 : 41)).timeOf('sportello')
  return [
    {
      what: '`mayUse` of services of each kind, for oneself and for somebody else, five authorisations each',
      figure: `**${duration(median)}** (${duration(min)}..${duration(max)})`,
      goal: '≤ 1 µs',
      met: median <= 1_000,
    },
  ]
}
