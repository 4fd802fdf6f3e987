/** Races about the receipts of a link: of one that comes twice, and of one that comes together with a late click. */
import { confirmationDeadline, receiptOf } from '../../support/addresses.ts'
import { eventsByKey } from '../../support/soundness.ts'
import { type Changing, changingPec, confirmed, expectEnding, oldPec, rowOf } from './changes.ts'
import { acceptedOf, expectCount, expectRefusals, tally } from './findings.ts'
import { type Answer, type Outcome, openScene, type Race, race, type Scene } from './race.ts'

const minute = 60_000
const hour = 60 * minute

/** A receipt can come so late that the day after the sending has gone by. */
const patient = { pecChange: { receiptTimeoutMs: 48 * hour } } as const

/** The mail with the link was received in the last hour of the day after its sending. */
const receivedAt = ({ until }: Changing): number => until - hour

/** A counter on which the term is over by what is known, and is not by what is true. */
const late = ({ office, storage }: Scene, { until }: Changing, by = minute): Scene =>
  openScene(office, storage, { policy: patient }, until + by - Date.now())

type Received = { readonly effect: string; readonly why: string | null }

/** What the receipts did: one of them was recorded, and the others were known by then. */
function expectBoundOnce(answers: readonly Answer[], whys: readonly string[]): readonly string[] {
  const received = acceptedOf(answers) as readonly Received[]
  const strange = received.filter(
    ({ effect, why }) => effect !== 'recorded' && !(effect === 'ignored' && whys.includes(why ?? '')),
  )
  return [
    ...expectRefusals(answers, []),
    ...expectCount('receipts recorded', received.filter(({ effect }) => effect === 'recorded').length, 1),
    ...strange.map(({ effect, why }) => `a receipt is ${effect}: ${why}`),
  ]
}

/** What was done before the race. */
const beginnings: ReadonlySet<string> = new Set(['ChangeRequested', 'LinkResent', 'PecLinkDispatched'])

const eventsOf = ({ contents, cast }: Outcome<Changing>) => eventsByKey(contents)(rowOf(contents, 'pec-change', cast.change).key)

export const receiptRaces: readonly Race[] = [
  race<Changing>({
    name: 'receipt/late click, the change is confirmed in either order, and the receipt binds once',
    promised: true,
    policy: patient,
    prepare: (scene) => changingPec(scene),
    client(scene, cast, n) {
      const { pecChange } = late(scene, cast).sportello
      return n % 2 === 0 ? pecChange.confirm(cast.links[0]) : pecChange.receive(receiptOf(cast.reference, receivedAt(cast)))
    },
    async judge(outcome) {
      const { answers, contents, cast, after } = outcome
      const clicks = answers.filter((_, n) => n % 2 === 0)
      const receipts = answers.filter((_, n) => n % 2 === 1)
      const heard = acceptedOf(clicks).map((value) => (value as { readonly status: string }).status)
      const events = eventsOf(outcome)
      const types = events.map(({ type }) => type).filter((type) => !beginnings.has(type))
      const isHeld = types[0] === 'PecConfirmationHeld'
      const orders = ['PecConfirmationHeld PecLinkDelivered ChangeConfirmed', 'PecLinkDelivered ChangeConfirmed']
      const end = events.find(({ type }) => type === 'ChangeConfirmed')
      const since = Number(end?.['confirmedAt']) - cast.until
      return [
        ...expectRefusals(clicks, ['pec-change/already-confirmed']),
        ...expectBoundOnce(receipts, ['already-known', 'closed']),
        ...(orders.includes(types.join(' ')) ? [] : [`${types.join(' ')}: ${tally(answers)}`]),
        // A click that waits has held the change, and then it is the receipt that confirms it.
        ...expectCount('clicks that confirmed', heard.filter((status) => status === 'confirmed').length, isHeld ? 0 : 1),
        ...(heard.includes('waiting') === isHeld ? [] : [`a click was ${heard.join()}: ${types.join(' ')}`]),
        ...(since >= 0 && since < 24 * hour ? [] : [`confirmed ${since} ms after what was known of the term`]),
        ...(await expectEnding({ contents, after: late(after, cast, hour) }, cast, confirmed)),
      ]
    },
  }),
  race<Changing>({
    name: 'receipt/receipt of one delivery, the first one binds and the term is lengthened once',
    promised: true,
    policy: patient,
    prepare: (scene) => changingPec(scene),
    // Each tells of another second, so that it is seen whose word holds.
    client: (scene, cast, n) =>
      late(scene, cast).sportello.pecChange.receive(receiptOf(cast.reference, receivedAt(cast) + n * 1_000)),
    async judge(outcome) {
      const { answers, contents, cast, after } = outcome
      const winner = answers.findIndex(
        (answer) => 'ok' in answer && answer.ok && (answer.value as Received).effect === 'recorded',
      )
      const at = receivedAt(cast) + winner * 1_000
      const bound = eventsOf(outcome).filter(({ type }) => type === 'PecLinkDelivered')
      const links = rowOf(contents, 'pec-change', cast.change).value['links'] as readonly {
        readonly receivedAt: number | null
        readonly until: number
      }[]
      return [
        ...expectBoundOnce(answers, ['already-known']),
        ...expectCount('deliveries', bound.length, 1),
        ...(links[0]?.receivedAt === at ? [] : [`received at ${links[0]?.receivedAt} instead of ${at}`]),
        ...(links[0]?.until === confirmationDeadline(at) ? [] : ['the term is not that of the reception']),
        ...expectCount('other links received', links.slice(1).filter((link) => link.receivedAt !== null).length, 0),
        ...(await expectEnding({ contents, after: late(after, cast, hour) }, cast, {
          status: 'awaiting-confirmation',
          pec: oldPec,
          open: true,
          // By now the link that waits would come when its term is over.
          told: [],
        })),
      ]
    },
  }),
]
