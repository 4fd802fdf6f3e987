/** The judge of the load has nothing against a counter in memory, and finds each thing that is changed behind its back. */
import { createHash } from 'node:crypto'
import type { Mail } from 'sportello'
import { recordingMailer } from 'sportello/testing'
import { beforeAll, describe, expect, it } from 'vitest'
import { decisionOn, filed } from '../../procedures/assistance/asking.ts'
import { day, linkTo, messagesTo, minute, newPec, oldPec, receiptOf } from '../../support/addresses.ts'
import { accepted, anna, drafted, openCounter, operator, subscribed } from '../../support/counter.ts'
import { rowsOf } from '../../support/soundness.ts'
import type { Contents } from '../../support/tables.ts'
import { policy } from './city.ts'
import { type Delivery, judge } from './judge.ts'

let contents: Contents
let deliveries: readonly Delivery[]

const newMail = 'anna.nuova@example.org'
const helpedPec = 'anna.aiutata@pec.example.it'
const openPec = 'anna.aperta@pec.example.it'
const answerTo = 'anna.altrove@example.it'

/** A subscriber to whom everything about addresses has happened once, and whose last change of PEC waits for its confirmation. */
beforeAll(async () => {
  const counter = openCounter({ policy })
  const { credentials } = await subscribed(counter)
  const { sportello, mailer, clock } = counter
  const { addresses, pecChange, emailChange, assistance, session } = sportello
  const { codiceFiscale, pin, password } = credentials
  const about = { operator, codiceFiscale, reason: 'From the register.' }
  const post = {
    async mail() {
      await sportello.relay()
      return [...mailer.sent]
    },
  }
  // What happens at one instant may have happened in any order.
  const step = async <V>(
    answer: Promise<{ readonly ok: true; readonly value: V } | { readonly ok: false; readonly refusal: unknown }>,
  ) => {
    const value = accepted(await answer)
    await sportello.relay()
    clock.advance(minute)
    return value
  }
  clock.advance(minute)
  await step(addresses.setPec({ ...about, pec: oldPec }))
  const { token } = await step(session.signIn(credentials))
  const secrets = { token, pin, password }
  await step(pecChange.request({ ...secrets, pec: newPec, confirmation: newPec }))
  const [reference = ''] = await messagesTo(post)
  await step(pecChange.receive(receiptOf(reference, clock.now())))
  await step(pecChange.confirm(await linkTo(post)))
  await step(emailChange.request({ ...secrets, email: newMail, confirmation: newMail }))
  await step(emailChange.confirm(await linkTo(post, newMail)))
  await step(addresses.reportPecStatus({ ...about, finding: 'full' }))
  const { id } = await filed(counter, { pec: helpedPec, confirmation: helpedPec, mail: answerTo })
  clock.advance(minute)
  await step(assistance.approve(await decisionOn(counter, id)))
  const failure = { recipient: helpedPec, kind: 'failed', failure: 'mailbox-full' } as const
  await step(pecChange.receive(receiptOf((await messagesTo(post, helpedPec))[0] ?? '', clock.now(), failure)))
  const other = await filed(counter, { mail: answerTo })
  clock.advance(minute)
  await step(assistance.reject({ ...(await decisionOn(counter, other.id)), reason: 'The copy cannot be read.' }))
  // The assisted approval has ended the session.
  const again = await step(session.signIn(credentials))
  await step(pecChange.request({ ...secrets, token: again.token, pec: openPec, confirmation: openPec }))
  contents = counter.storage.contents()
  deliveries = deliveriesOf(mailer.sent)
})

const deliveriesOf = (mails: readonly Mail[]): readonly Delivery[] =>
  mails.map(({ id, to, ...rest }) => {
    const digest = createHash('sha256').update(JSON.stringify(rest)).digest('hex')
    return { id, address: to.address, digest, outcome: 'sent' }
  })

/** What each letter was about, and where it went, in order. */
const letters = [
  `registration completed ${anna.email}`,
  `approval approved ${anna.email}`,
  `credential password-changed ${anna.email}`,
  `addresses pec-recorded ${anna.email}`,
  `pec-change link-1 ${newPec}`,
  `pec-change requested ${anna.email}`,
  `pec-change requested-pec ${oldPec}`,
  `pec-change confirmed ${anna.email}`,
  `pec-change confirmed-pec ${oldPec}`,
  `email-change link-1 ${newMail}`,
  `email-change requested ${anna.email}`,
  `email-change requested-pec ${newPec}`,
  `email-change confirmed ${anna.email}`,
  `email-change confirmed-pec ${newPec}`,
  `addresses pec-unusable ${newMail}`,
  `assistance filed ${answerTo}`,
  `assistance subscriber-warning ${newMail}`,
  `assistance subscriber-warning-pec ${newPec}`,
  `assistance approved ${answerTo}`,
  `pec-change link-1 ${helpedPec}`,
  `pec-change requested ${newMail}`,
  `pec-change requested-pec ${newPec}`,
  `pec-change undeliverable ${newMail}`,
  `assistance filed ${answerTo}`,
  `assistance rejected ${answerTo}`,
  `pec-change link-1 ${openPec}`,
  `pec-change requested ${newMail}`,
  `pec-change requested-pec ${newPec}`,
]

const about = ({ id, address }: Delivery): string => `${id.split('.')[1]} ${id.split('.').at(-1)} ${address}`

/** All deliveries, of which the nth is another one, or none. */
const where = (at: number, change: Partial<Delivery> | null): readonly Delivery[] =>
  deliveries.flatMap((delivery, i) => (i !== at ? delivery : change === null ? [] : { ...delivery, ...change }))

/** Everybody whom a letter might be sent to by mistake. */
const everybody = [anna.email, oldPec, newPec, newMail, helpedPec, openPec, answerTo]

/** One of the deliveries as it was not. */
const changed = (change: Partial<Delivery>): readonly Delivery[] =>
  deliveries.map((delivery, i) => (i === 0 ? { ...delivery, ...change } : delivery))

describe('the judge of the load', () => {
  it('lets a sound counter pass, whose letters arrived', () => {
    expect(deliveries.map(about).sort()).toEqual([...letters].sort())
    expect(judge(contents, deliveries)).toEqual([])
  })

  it('lets the secrets of a request pass that its applicant withdrew before they could be sent', async () => {
    const mailer = recordingMailer(['retry'])
    const counter = { ...openCounter({ policy, mailer }), mailer }
    const { sportello, storage, clock } = counter
    const { ticket, id } = await drafted(sportello)
    accepted(await sportello.registration.complete(ticket))
    await sportello.relay()
    clock.advance(1)
    const { digest } = accepted(await sportello.approval.dossier({ operator, id }))
    accepted(
      await sportello.approval.requestCorrection({ operator, id, dossierDigest: digest, reason: 'The copy cannot be read.' }),
    )
    await sportello.relay()
    const [, again = ''] = /#ticket=(\S+)/.exec(mailer.sent.at(-1)?.text ?? '') ?? []
    clock.advance(minute)
    accepted(await sportello.registration.withdraw(again))
    clock.advance(day)
    await sportello.relay()
    const handed = deliveriesOf(mailer.sent)
    expect(handed.map(about)).toEqual([`approval awaiting-correction ${anna.email}`])
    const left = storage.contents()
    expect(left.outbox.filter(({ id: mail }) => mail.endsWith('.completed'))).toMatchObject([{ sealed: '' }])
    expect(judge(left, handed)).toEqual([])
  })

  it('INV-17: finds a mail that never left, one that left twice, and one that still waits', () => {
    expect(judge(contents, deliveries.slice(1))).toEqual([expect.stringMatching(/completed: lost$/)])
    expect(judge(contents, [...deliveries, ...deliveries.slice(0, 1)])).toEqual([expect.stringMatching(/2 times sent/)])
    const outbox = contents.outbox.map((mail, i) => (i === 0 ? { ...mail, sealed: 'k1.x' } : mail))
    expect(judge({ ...contents, outbox }, deliveries)).toEqual([expect.stringMatching(/still waiting$/)])
  })

  it('finds a mail that was only tried, and one that was rejected without a word in the journal', () => {
    expect(judge(contents, changed({ outcome: 'retry' }))).toEqual([expect.stringMatching(/lost$/)])
    expect(judge(contents, changed({ outcome: 'rejected' }))).toEqual([expect.stringMatching(/does not say so$/)])
  })

  it('finds a repeat with other bytes, and a mail that nobody queued', () => {
    const [first] = deliveries
    const repeat = first === undefined ? [] : [{ ...first, outcome: 'retry', digest: 'other' }]
    expect(judge(contents, [...repeat, ...deliveries])).toEqual([expect.stringMatching(/other bytes$/)])
    const stray = first === undefined ? [] : [{ ...first, id: `${first.id}x` }]
    expect(judge(contents, [...deliveries, ...stray])).toEqual([expect.stringMatching(/nobody queued$/)])
  })

  it.each(['somebody@example.it', 'a@example.it, b@example.it'])('INV-19: finds a mail to %s', (address) => {
    expect(judge(contents, changed({ address }))).not.toEqual([])
  })

  it('finds a record whose journal does not lead to it, and a mail whose record is gone', () => {
    const journal = contents.journal.slice(1)
    expect(judge({ ...contents, journal }, deliveries)).not.toEqual([])
    const records = contents.records.filter(({ key }) => !key.includes('/registration/'))
    expect(judge({ ...contents, records }, deliveries)).toContainEqual(expect.stringMatching(/without its record$/))
  })

  it('INV-01, INV-02: finds a credential without its approval', () => {
    const records = contents.records.filter(({ key }) => !key.includes('/approval/'))
    expect(judge({ ...contents, records }, deliveries)).toContainEqual(expect.stringMatching(/approved otherwise$/))
  })

  it('INV-17: finds each letter that never left, unless what it was about has ended before', () => {
    const found = deliveries.flatMap((delivery, i) => (judge(contents, where(i, null)).length > 0 ? about(delivery) : []))
    const over = [...letters.slice(4, 7), ...letters.slice(9, 12), ...letters.slice(19, 22)]
    expect([...found, ...over].sort()).toEqual([...letters].sort())
    for (const [i] of deliveries.entries())
      expect(judge(contents, [...deliveries, ...deliveries.slice(i, i + 1)])).toHaveLength(1)
  })

  it('finds a link that was let lapse without a word in the journal, and lets it pass where that says so', () => {
    const at = deliveries.findIndex((delivery) => about(delivery) === `pec-change link-1 ${openPec}`)
    const { id = '' } = deliveries[at] ?? {}
    expect(judge(contents, where(at, null))).toEqual([expect.stringMatching(/link-1: lost$/)])
    const entry = contents.journal.find(({ key }) => key.endsWith(`/pec-change/${id.split('.')[2]}`))
    const journal = entry === undefined ? [] : [{ ...entry, type: 'MailOverdue', data: JSON.stringify({ mail: id }) }]
    const said = judge({ ...contents, journal: [...contents.journal, ...journal] }, where(at, null))
    // What was written into the journal behind its back is found.
    expect(said).toEqual([expect.stringMatching(/does not verify/)])
  })

  it('INV-16, INV-19: finds each letter at each address but its own', () => {
    for (const [i, { address }] of deliveries.entries()) {
      for (const other of everybody.filter((one) => one !== address)) {
        expect(judge(contents, where(i, { address: other }))).toEqual([expect.stringMatching(/went to another mailbox$/)])
      }
    }
  })

  it('INV-03: finds a state that is not what its events make, of each kind', () => {
    for (const { key, kind } of rowsOf(contents)) {
      if (kind === 'session' || kind === 'quota' || kind === 'request') continue
      const journal = contents.journal.filter((entry) => entry.key !== key)
      expect(judge({ ...contents, journal }, deliveries).join(), kind).toMatch(new RegExp(key))
    }
  })

  it('INV-14: finds two changes of PEC that are open at once, and a PEC that is claimed by a subscriber who has another one', () => {
    const changed = (kind: string, change: (value: object) => object) =>
      contents.records.map((row) =>
        row.key.includes(`/${kind}/`) ? { ...row, state: JSON.stringify(change(JSON.parse(row.state))) } : row,
      )
    const open = changed('pec-change', (value) => ({ ...value, status: 'awaiting-receipt' }))
    expect(judge({ ...contents, records: open }, deliveries)).toContainEqual(expect.stringMatching(/open at once$/))
    const moved = changed('addresses', (value) => ({ ...value, pecId: 'other' }))
    expect(judge({ ...contents, records: moved }, deliveries)).toContainEqual(expect.stringMatching(/who has another PEC$/))
  })
})
