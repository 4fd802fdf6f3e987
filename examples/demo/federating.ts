/** The chapter `federation`: people come in with SPID, CIE and eIDAS, to the accounts that they have; what does not fit is looked at by the office. */
import type { FederationSignedIn } from 'sportello'
import { type FederatedIdentity, readProviderError } from 'sportello/federation'
import { operatorFor } from './counter.ts'
import { DemoError, must } from './ending.ts'
import { byCie, byEidas, bySpid, type Known, knownOf } from './gateways.ts'
import { showJournals } from './looking-back.ts'
import { quietly, stageOf } from './neighbours.ts'
import { deliver, type Stage } from './stage.ts'
import { conclude, from, mustRefuse, type Subscriber, subscribe, tryDoor } from './subscriber.ts'
import { dayText } from './words.ts'

const operatorOf = ({ input }: Stage) => {
  const { name: _, ...operator } = operatorFor(input.codiceFiscale)
  return operator
}

/** What the provider tells, as the page of the counter gets it. */
function showTold({ page, words, locale }: Stage, { provider, level, person, proposals }: FederatedIdentity): void {
  const { told } = words.federation
  page.fields([
    [told.provider, provider],
    [told.level, String(level)],
    [told.code, person.codiceFiscale ?? person.personIdentifier ?? ''],
    [told.name, `${person.surname} ${person.givenName}`],
    [told.birthDate, dayText(person.birthDate ?? '', locale)],
    ...(proposals.email === null ? [] : ([[told.email, proposals.email]] as const)),
  ])
}

/** Comes in, and has to have the account that is said. */
async function enter(
  stage: Stage,
  identity: FederatedIdentity,
  expected: FederationSignedIn['outcome'],
): Promise<FederationSignedIn> {
  const { page, words, locale, sportello } = stage
  const come = () => sportello.federation.signIn(identity)
  const signedIn = must(await page.during(words.federation.wait, come), locale)
  if (signedIn.outcome !== expected) throw new DemoError('demo/outcome', `${signedIn.outcome}, ${expected}`)
  page.done(words.federation.outcome[expected])
  return signedIn
}

/** Two providers, one person, one account; and an address of a mailbox names nobody. */
async function oneAccount(stage: Stage, anna: Subscriber): Promise<void> {
  const { page, words, locale, sportello } = stage
  const { spid, cie, thief } = words.federation
  const known = knownOf(stage)
  page.step('citizen', spid.step)
  const identity = bySpid(stage, known)
  showTold(stage, identity)
  const first = await enter(stage, identity, 'linked')
  await deliver(stage, 'linked')

  page.step('citizen', cie.step)
  const card = byCie(stage, known)
  showTold(stage, card)
  const second = await enter(stage, card, 'linked')
  for (const { accountId } of [first, second]) if (accountId !== anna.accountId) throw new DemoError('demo/account', cie.same)
  const identities = must(await sportello.federation.inspectOwn({ token: second.token }), locale)
  page.done(cie.same)
  page.list(identities.map(({ provider }) => provider ?? ''))

  page.step('thief', thief.step)
  const other: Known = {
    ...{ codiceFiscale: 'LSTGUO79L07L219B', surname: 'Lesti', name: 'Ugo', sex: 'M', birthDate: '1979-07-07' },
    email: stage.input.email,
  }
  const stranger = bySpid(stage, other)
  showTold(stage, stranger)
  const { accountId } = await enter(stage, stranger, 'opened')
  if (accountId === anna.accountId) throw new DemoError('demo/account', thief.own)
  page.done(thief.own)
}

/** Whoever does not come in reads why. */
async function refusals(stage: Stage): Promise<void> {
  const { page, words, sportello } = stage
  page.step('citizen', words.federation.cancelled)
  mustRefuse(stage, { ok: false, refusal: readProviderError('ErrorCode nr25') }, 'federation/cancelled')

  page.step('citizen', words.federation.low)
  const low = bySpid(stage, knownOf(stage), 1)
  mustRefuse(stage, await sportello.federation.signIn(low, { leastLevel: 2 }), 'federation/level-too-low')
}

/** The provider has two digits the wrong way round: the office compares, and lets him in. */
async function mismatch(stage: Stage): Promise<void> {
  const { page, words, locale, sportello } = stage
  const { differ, told } = words.federation
  const paolo = stageOf(stage, 'paolo')
  const identity = bySpid(paolo, { ...knownOf(paolo), birthDate: '1968-06-21' })
  page.step('citizen', differ.step)
  mustRefuse(stage, await sportello.federation.signIn(identity), 'federation/data-differ')

  const operator = operatorOf(paolo)
  page.step('office', differ.office)
  const [waiting] = must(await sportello.federation.pending(), locale)
  const { id, digest, fields } = must(await sportello.federation.dossier({ operator, id: waiting?.id ?? '' }), locale)
  const row = (label: string, cells: readonly (string | null)[], faint: boolean) => {
    const last = cells.length - 1
    page.row([
      { text: label, width: 16 },
      ...cells.map((text, at) => ({ text: text ?? '-', width: at === last ? (text ?? '-').length : 16, faint })),
    ])
  }
  const shown = (field: string, text: string | null) => (field === 'birthDate' && text !== null ? dayText(text, locale) : text)
  row('', [differ.given, differ.stored, differ.byCode], true)
  for (const { field, given, stored, byCode } of fields) {
    row(
      told.fields[field],
      [given, stored, byCode].map((text) => shown(field, text)),
      false,
    )
  }

  page.step('office', differ.approve)
  const decision = { operator, id, dossierDigest: digest, reason: differ.reason }
  must(await page.during(words.approve.wait, () => sportello.federation.approve(decision)), locale)
  page.done(differ.approved)
  await deliver(quietly(paolo), 'linked')

  page.step('citizen', differ.again)
  await enter(paolo, identity, 'known')
}

/** People without credentials of the office, and one whom no Italian code names. */
async function newcomers(stage: Stage): Promise<void> {
  const { page, words, locale, sportello } = stage
  const { fresh, eidas } = words.federation
  const luca = stageOf(stage, 'luca')
  page.step('citizen', fresh.step)
  const { proposals } = await enter(luca, bySpid(luca, knownOf(luca)), 'opened')
  page.say(fresh.proposal(proposals.email ?? ''))

  page.step('citizen', eidas.step)
  const identity = byEidas(stage)
  showTold(stage, identity)
  const { token, accountId } = await enter(stage, identity, 'opened')
  const [own] = must(await sportello.federation.inspectOwn({ token }), locale)

  page.step('office', eidas.office)
  const document = { kind: 'tax-code-certificate', number: 'TS0000001', issuedOn: '2026-01-15' } as const
  const form = {
    operator: operatorOf(stage),
    id: own?.id ?? '',
    codiceFiscale: 'WBRHNS75E04Z112R',
    document,
    reason: eidas.reason,
  }
  const joined = must(await page.during(eidas.wait, () => sportello.federation.join(form)), locale)
  if (joined.accountId !== accountId) throw new DemoError('demo/account', eidas.joined)
  page.done(eidas.joined)
}

/** The credentials of the office end; the account does not. */
async function afterTheEnd(stage: Stage, anna: Subscriber): Promise<void> {
  const { page, words, locale, sportello } = stage
  const { over } = words.federation
  const operator = operatorOf(stage)
  page.step('office', over.office)
  const course = {
    ...{ operator, reason: over.reason, title: over.title, ends: { use: '2026-01-01T00:00' } },
    means: ['spid', 'cie', 'cns'],
  } as const
  must(await sportello.sunset.set(course), locale)
  page.done(over.done)

  page.step('citizen', over.local)
  mustRefuse(stage, await page.during(words.full.wait, () => tryDoor(stage, anna, from.citizen, anna)), 'calendar/ended')

  page.step('citizen', over.spid)
  const { token } = await enter(stage, bySpid(stage, knownOf(stage)), 'known')
  const { pec } = must(await sportello.addresses.inspect({ token }), locale)
  page.fields([['PEC', pec ?? '']])
}

export async function federate(stage: Stage, anna: Subscriber): Promise<void> {
  const { page, words } = stage
  await subscribe(quietly(stageOf(stage, 'paolo')))
  page.past('citizen', words.federation.others)
  await oneAccount(stage, anna)
  await refusals(stage)
  await mismatch(stage)
  await newcomers(stage)
  await afterTheEnd(stage, anna)
  await showJournals(stage, [{ kind: 'credential', id: anna.accountId }])
  conclude(stage, words.federation.shown)
}
