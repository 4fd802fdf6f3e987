/** Races about a change of PEC: two clicks, a click and a second thought, a click at midnight, two people with one address. */
import { newPassword } from '../../support/counter.ts'
import { eventsByKey } from '../../support/soundness.ts'
import type { Contents } from '../../support/tables.ts'
import {
  addressesOf,
  bianchi,
  bianchiPec,
  type Changing,
  cancelled,
  changingPec,
  confirm,
  confirmed,
  confirmedNotices,
  expectEnding,
  newPec,
  oldPec,
  rowOf,
  toldOf,
  untouched,
} from './changes.ts'
import { acceptedOf, even, eventsCount, expectCount, expectOneAccepted, expectRefusals, mailsOf, odd } from './findings.ts'
import { type Answer, openScene, type Race, race, type Scene } from './race.ts'
import { operatorOf, sessions } from './subjects.ts'

const minute = 60_000
const laterPec = 'anna.altra@pec.example.com'

/** Whose clock is how far from the end of the term: well before, on it, so short before that it passes it, and after. */
const offsets = [-minute, 0, -15, minute] as const

/** The clock of a client who reads it at that distance from the end of the term. */
const at = ({ office, storage }: Scene, until: number, offset: number): Scene =>
  openScene(office, storage, { policy: firm }, until + offset - Date.now())

const firm = { pecChange: { receipts: 'none' } } as const

/** What the journal of a record says that was done, and refused with which code. */
function storyOf({ journal }: Contents, key: string): readonly string[] {
  return journal
    .filter((entry) => entry.key === key)
    .map(({ type, data }) => (type === 'Refused' ? String((JSON.parse(data) as { readonly code?: unknown }).code) : type))
}

/** Requests that were made in the race, with the PEC that was in force at each. */
function asked(contents: Contents, { accountId }: Changing): readonly { readonly id: string; readonly pec: string }[] {
  const found: { id: string; pec: string }[] = []
  let pec = ''
  for (const event of eventsByKey(contents)(rowOf(contents, 'addresses', accountId).key)) {
    if (event.type === 'PecAdopted') pec = (event['personal'] as { readonly pec: string }).pec
    if (event.type === 'ChangeBegun') found.push({ id: String(event['id']), pec })
  }
  return found.slice(1)
}

/** The status of the page behind the link, as whoever has changed the password finds it at once. */
const seenBy = (answer: Answer): unknown => ('ok' in answer && answer.ok ? (answer.value as { readonly seen: unknown }).seen : '')

export const pecRaces: readonly Race[] = [
  race<Changing>({
    name: 'INV-11: confirm/confirm by two links of one change, the PEC is changed once and told once',
    listed: true,
    prepare: (scene) => changingPec(scene),
    client: confirm,
    judge: async (outcome) => [
      ...expectOneAccepted(outcome.answers),
      ...expectRefusals(outcome.answers, ['pec-change/already-confirmed']),
      ...(await expectEnding(outcome, outcome.cast, confirmed)),
    ],
  }),
  race<Changing>({
    name: 'INV-14: confirm/new request, the change is confirmed and the next one asked for from the new PEC, or superseded',
    listed: true,
    prepare: (scene) => changingPec(scene),
    async client(scene, cast, n) {
      const { token, credentials, links } = cast
      if (n % 2 === 0) {
        // The page is looked at before its button is pressed, which gives a request time to come first.
        if (n % 4 === 0) await scene.sportello.pecChange.inspectByLink(links[0])
        return confirm(scene, cast, n)
      }
      const { pin, password } = credentials
      const pec = `${n}.${laterPec}`
      return scene.sportello.pecChange.request({ token, pin, password, pec, confirmation: pec })
    },
    async judge({ answers, contents, cast, after }) {
      const clicks = even(answers)
      const requests = acceptedOf(odd(answers)).map((value) => (value as { readonly id: string }).id)
      const won = acceptedOf(clicks).length
      const later = asked(contents, cast)
      const last = later.at(-1)
      const status = String(rowOf(contents, 'pec-change', cast.change).value['status'])
      const inForce = won === 1 ? newPec : oldPec
      const due = won === 1 ? 'confirmed' : requests.length > 0 ? 'superseded' : 'awaiting-receipt'
      const told = await toldOf(after, last?.id ?? cast.change)
      const before = last === undefined ? [] : await toldOf(after, cast.change)
      return [
        ...expectRefusals(clicks, ['pec-change/already-confirmed', 'pec-change/superseded']),
        ...expectRefusals(odd(answers), ['quota/exceeded']),
        ...(won <= 1 ? [] : [`${won} confirmations`]),
        ...(status === due ? [] : [`the change is ${status} after ${won} confirmations and ${requests.length} requests`]),
        ...(addressesOf(contents, cast).pec === inForce ? [] : [`${won} confirmations: ${addressesOf(contents, cast).pec}`]),
        ...(later
          .map(({ id }) => id)
          .sort()
          .join() === [...requests].sort().join()
          ? []
          : ['another request than was answered']),
        ...later.flatMap(({ id }) => {
          const found = rowOf(contents, 'pec-change', id).value['status']
          return found === (id === last?.id ? 'awaiting-receipt' : 'superseded') ? [] : [`a later request is ${found}`]
        }),
        // What was asked for after the confirmation is told at the PEC that was confirmed.
        ...(last === undefined || told.includes(`requested-pec ${last.pec}`) ? [] : [`the last request: ${told.join()}`]),
        ...expectCount(
          'mails of the first change',
          before.length,
          last === undefined || won === 0 ? 0 : confirmedNotices().length,
        ),
      ]
    },
  }),
  race<Changing>({
    name: 'confirm/cancel by subscriber and office, one of them stands: state, PEC in force, mail and journal agree',
    promised: true,
    prepare: (scene) => changingPec(scene),
    async client(scene, cast, n) {
      if (n % 2 === 0) return confirm(scene, cast, n)
      const { addresses, pecChange } = scene.sportello
      const { token, credentials } = cast
      // Whoever takes it back has looked at it before.
      await addresses.inspect({ token })
      if (n % 4 === 1) return pecChange.cancel({ token })
      const { codiceFiscale } = credentials
      return pecChange.cancelAsOffice({ operator: operatorOf(n), codiceFiscale, reason: 'By telephone.' })
    },
    async judge(outcome) {
      const { answers, contents, cast } = outcome
      const won = acceptedOf(even(answers)).length
      return [
        ...expectOneAccepted(answers),
        ...expectRefusals(even(answers), ['pec-change/already-confirmed', 'pec-change/cancelled']),
        ...expectRefusals(odd(answers), ['pec-change/not-found', 'pec-change/already-confirmed', 'pec-change/cancelled']),
        ...expectCount('cancellations', eventsCount(contents, 'pec-change', 'ChangeCancelled'), 1 - won),
        ...(await expectEnding(outcome, cast, won === 1 ? confirmed : cancelled)),
      ]
    },
  }),
  race<Changing>({
    name: 'INV-12: confirm/expiry on clocks about midnight, a click in time confirms, and after a recorded refusal nobody does',
    listed: true,
    policy: firm,
    prepare: (scene) => changingPec(scene),
    async client(scene, { links: [link], until }, n) {
      const { pecChange } = at(scene, until, offsets[n % 4] ?? 0).sportello
      // Looking at the page changes nothing, and gives a click in time a chance to come first.
      if (n % 2 === 1) await pecChange.inspectByLink(link)
      return pecChange.confirm(link)
    },
    async judge(outcome) {
      const { answers, contents, cast, after } = outcome
      const late = answers.filter((_, n) => n % 2 === 1)
      const won = acceptedOf(answers).length
      const row = rowOf(contents, 'pec-change', cast.change)
      const story = storyOf(contents, row.key)
      const expiries = story.filter((told) => told === 'pec-change/expired').length
      const again = await at(after, cast.until, -minute).sportello.pecChange.confirm(cast.links[0])
      const code = again.ok ? 'ok' : again.refusal.code
      const confirmedAt = Number(row.value['confirmedAt'] ?? 0)
      return [
        ...expectCount('late confirmations', acceptedOf(late).length, 0),
        ...expectRefusals(answers, ['pec-change/expired', 'pec-change/already-confirmed']),
        ...(won <= 1 ? [] : [`${won} confirmations`]),
        ...(confirmedAt < cast.until ? [] : ['confirmed after the end of the term']),
        // Either is for ever, so that they are never found together.
        ...(won === 1 ? expectCount('expiries beside a confirmation', expiries, 0) : []),
        ...(won === 1 || expiries > 0 ? [] : ['neither confirmed nor expired']),
        ...(code === (won === 1 ? 'pec-change/already-confirmed' : 'pec-change/expired') ? [] : [`afterwards: ${code}`]),
        // A link whose term is over is not sent any more.
        ...(await expectEnding(
          { contents, after: at(after, cast.until, 2 * minute) },
          cast,
          won === 1 ? confirmed : { ...untouched, told: [] },
        )),
      ]
    },
  }),
  race<{ readonly one: Changing; readonly other: Changing }>({
    name: 'two subscribers confirm one PEC, one of them gets it and nothing of the other change is done',
    promised: true,
    prepare: async (scene) => ({ one: await changingPec(scene), other: await changingPec(scene, bianchi, bianchiPec) }),
    client: (scene, { one, other }, n) => confirm(scene, n % 2 === 0 ? one : other, n),
    async judge(outcome) {
      const { answers, cast } = outcome
      const isOne = acceptedOf(even(answers)).length === 1
      const [winner, loser] = isOne ? [even(answers), odd(answers)] : [odd(answers), even(answers)]
      const notices = isOne ? confirmedNotices() : confirmedNotices(bianchi.email, bianchiPec)
      return [
        ...expectOneAccepted(answers),
        ...expectRefusals(winner, ['pec-change/already-confirmed']),
        ...expectRefusals(loser, ['pec-claim/taken']),
        ...(await expectEnding(outcome, isOne ? cast.one : cast.other, { ...confirmed, told: notices })),
        // The mail that waited of the first change was sent before the second one was asked for.
        ...(await (isOne
          ? expectEnding(outcome, cast.other, { ...untouched, pec: bianchiPec })
          : expectEnding(outcome, cast.one, { ...untouched, told: [] }))),
      ]
    },
  }),
  race<Changing & { readonly tokens: readonly string[] }>({
    name: 'INV-35: confirm/password change, no link works any more once the password is changed',
    promised: true,
    async prepare(scene) {
      const known = await changingPec(scene)
      return { ...known, tokens: await sessions(scene, known, 4) }
    },
    async client(scene, cast, n) {
      if (n % 2 === 0) return confirm(scene, cast, n)
      const { pecChange, credential } = scene.sportello
      const next = `${newPassword}${n}x`
      const token = cast.tokens[n % 4] ?? ''
      const changed = await credential.changePassword({
        token,
        current: cast.credentials.password,
        next,
        confirmation: next,
      })
      if (!changed.ok) return changed
      const seen = await pecChange.inspectByLink(cast.links[0])
      return { ok: true, value: { seen: seen.ok ? seen.value.status : seen.refusal.code } }
    },
    async judge(outcome) {
      const { answers, contents, cast, after } = outcome
      const won = acceptedOf(even(answers)).length
      const seen = odd(answers)
        .map(seenBy)
        .filter((status) => status !== '')
      const status = String(rowOf(contents, 'pec-change', cast.change).value['status'])
      const again = await after.sportello.pecChange.confirm(cast.links[1])
      const code = again.ok ? 'ok' : again.refusal.code
      return [
        ...expectRefusals(even(answers), ['pec-change/already-confirmed', 'pec-change/void']),
        ...expectRefusals(odd(answers), ['session/not-active']),
        ...expectCount('password changes', seen.length, 1),
        ...expectCount('mails of it', mailsOf(contents, 'password-changed').length, 2),
        ...(won <= 1 ? [] : [`${won} confirmations`]),
        // Whoever has changed the password sees at once what the link has come to, and nothing else ever comes of it.
        ...(seen[0] === (won === 1 ? 'confirmed' : 'void') ? [] : [`${won} confirmations, and then seen as ${seen}`]),
        ...(code === (won === 1 ? 'pec-change/already-confirmed' : 'pec-change/void') ? [] : [`afterwards: ${code}`]),
        ...(await expectEnding(outcome, cast, won === 1 ? confirmed : { status, pec: oldPec, open: true, told: [] })),
        ...(won === 1 || status === 'void' || status === 'awaiting-receipt' ? [] : [`the change is ${status}`]),
      ]
    },
  }),
]
