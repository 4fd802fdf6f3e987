/** Races about delegations and authorisations: used while they are ended, and decided by many at once. */
import type { DelegationWanted } from 'sportello'
import { forBruno, reason, seedServices } from '../../procedures/services/seed-services.ts'
import { accepted, anna } from '../../support/counter.ts'
import { acceptedOf, expectCount, expectOneAccepted, expectRefusals, mailsOf, statusOf } from './findings.ts'
import { type Outcome, type Race, race, type Scene } from './race.ts'
import { operatorOf, sessions, subscriber } from './subjects.ts'

type Acting = { readonly id: string; readonly accountId: string; readonly tokens: readonly string[] }

/** Anna asks to act for Bruno, from four sessions. */
async function asking(scene: Scene): Promise<Acting> {
  const { services, delegations } = scene.sportello
  for (const service of [seedServices.registry, seedServices.databases]) {
    accepted(await services.set({ operator: operatorOf(0), reason, ...service }))
  }
  const known = await subscriber(scene)
  const tokens = await sessions(scene, known, 4)
  const wanted: DelegationWanted = forBruno
  const { id } = accepted(await delegations.request({ token: tokens[0] ?? '', ...wanted }))
  return { id, tokens, accountId: known.accountId }
}

async function acting(scene: Scene): Promise<Acting> {
  const cast = await asking(scene)
  accepted(await scene.sportello.delegations.grant({ operator: operatorOf(0), reason, id: cast.id }))
  return cast
}

/** The types of all that is in the journal of a record, in the order of its commits. */
function typesOf({ contents }: Pick<Outcome<unknown>, 'contents'>, kind: string, id: string): readonly string[] {
  return contents.journal
    .filter(({ key }) => key.endsWith(`/${kind}/${id}`))
    .sort((one, other) => one.sequence - other.sequence)
    .map(({ type }) => type)
}

/** A few uses come first. */
const isEnder = (n: number): boolean => n % 8 === 4

export const servicesRaces: readonly Race[] = [
  race<Acting>({
    name: 'U6: use/end of a delegation, no use is let through after the end, and each that was is written down once',
    prepare: acting,
    async client({ sportello }, { id, tokens }, n) {
      const token = tokens[n % tokens.length] ?? ''
      if (isEnder(n)) return sportello.delegations.end({ token, id })
      const verdict = await sportello.services.mayUse({ service: 'registry', token, onBehalfOf: id })
      return verdict.may ? { ok: true, value: null } : { ok: false, refusal: { code: verdict.reason.why } }
    },
    async judge(outcome) {
      const { answers, cast, contents, after } = outcome
      const used = acceptedOf(answers.filter((_, n) => !isEnder(n))).length
      // Whoever comes too often at once hears that it is busy, and nothing was done.
      const ended = acceptedOf(answers.filter((_, n) => isEnder(n))).length
      const types = typesOf(outcome, 'delegation', cast.id)
      const end = types.indexOf('DelegationRevoked')
      const late = await after.sportello.services.mayUse({
        ...{ service: 'registry', token: cast.tokens[0] ?? '', onBehalfOf: cast.id },
      })
      const bySessions = contents.journal.filter(({ key, type }) => key.includes('/session/') && type === 'ActedFor').length
      return [
        ...(ended <= 1 ? [] : [`${ended} clients have ended it`]),
        ...expectRefusals(answers, ['delegation-over', 'delegation/over']),
        ...expectCount('ends', types.filter((type) => type === 'DelegationRevoked').length, ended),
        ...expectCount('uses in the journal of the delegation', types.filter((type) => type === 'ActedFor').length, used),
        ...expectCount('uses in the journals of the sessions', bySessions, used),
        ...expectCount('uses after the end', end < 0 ? 0 : types.slice(end).filter((type) => type === 'ActedFor').length, 0),
        ...(late.may === (ended === 0) ? [] : ['it can be used afterwards, or was ended by nobody']),
      ]
    },
  }),
  race<Acting>({
    name: 'U4: grant/reject of a delegation, one operator decides',
    prepare: asking,
    client({ sportello }, { id }, n) {
      const decision = { operator: operatorOf(n), reason, id }
      return n % 2 === 0 ? sportello.delegations.grant(decision) : sportello.delegations.reject(decision)
    },
    judge({ answers, cast, contents }) {
      const status = statusOf(contents, 'delegation', cast.id)
      const granted = acceptedOf(answers.filter((_, n) => n % 2 === 0)).length
      return [
        ...expectOneAccepted(answers),
        ...expectRefusals(answers, ['delegation/not-requested']),
        ...expectCount('status', Number(status === (granted === 1 ? 'granted' : 'rejected')), 1),
        ...expectCount('mails', mailsOf(contents, 'granted-delegate').length + mailsOf(contents, 'rejected').length, 1),
      ]
    },
  }),
  race<{ readonly id: string }>({
    name: 'U2: thirty-two operators revoke one authorisation, one of them has and the person is told once',
    async prepare(scene) {
      await asking(scene)
      const form = { operator: operatorOf(0), reason, codiceFiscale: anna.codiceFiscale, services: ['databases'] }
      const body = { bodyName: 'Comune di Esempio', bodyTaxCode: '00743110157' }
      return accepted(await scene.sportello.authorisations.grant({ ...form, ...body }))
    },
    client: ({ sportello }, { id }, n) =>
      sportello.authorisations.revoke({ operator: operatorOf(n), reason, codiceFiscale: anna.codiceFiscale, id }),
    judge: ({ answers, contents }) => [
      ...expectOneAccepted(answers),
      ...expectRefusals(answers, ['authorisation/over']),
      ...expectCount(
        'mails',
        contents.outbox.filter(({ id }) => id.includes('.authorisation.') && id.endsWith('.revoked')).length,
        1,
      ),
    ],
  }),
]
