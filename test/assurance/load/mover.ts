/** What a subscriber does about his PEC and his private mailbox: in time and late, with receipts of every kind, and what the office adds. */
import type { PecReceipt, Sportello } from 'sportello'
import { day, hour, receiptOf } from '../../support/addresses.ts'
import { type Credentials, chance, item, letterOf, operatorOf, requestKey, type Ways } from './ways.ts'

const nobody = ['session/sign-in-refused']
const ended = ['session/not-active']
const fresh = [...ended, 'session/reauthentication-failed']
const tokenIn = /#token=(\S+)/

// Of what was asked for, when nobody has cancelled or overtaken it.
const refusedOpen = ['pec-change/expired', 'pec-change/too-many-links', 'pec-change/not-found', 'pec-change/void']

// What may have become of a change while nobody looked.
const meanwhile = [
  ...['already-confirmed', 'expired', 'superseded', 'cancelled', 'void', 'undeliverable', 'not-found'].map(
    (code) => `pec-change/${code}`,
  ),
  'pec-claim/taken',
]
const validatedMeanwhile = [
  ...['already-confirmed', 'expired', 'superseded', 'cancelled', 'void', 'not-found'].map((code) => `email-change/${code}`),
  ...['suspended', 'revoked', 'expired', 'not-found'].map((code) => `credential/${code}`),
]

/** A link that has arrived: what the subscriber clicks on, and what the receipts of its mail are about. */
export type Link = { readonly token: string; readonly pec: string; readonly mailId: string }

/** The link in the mail of that number; undefined where it does not arrive. */
export async function linkOf(ways: Ways, change: string, pec: string, number = 1): Promise<Link | undefined> {
  const letter = await letterOf(ways, change, `link-${number}`, tokenIn)
  return letter === undefined ? undefined : { token: letter.found, pec, mailId: letter.id }
}

/** What a provider says of the mail with a link, and what comes of it. */
export async function receive(
  { city, clerk }: Ways,
  { pecChange }: Sportello,
  { mailId, pec }: Link,
  said: Partial<PecReceipt>,
  effects: readonly string[],
): Promise<void> {
  const receipt = receiptOf(`<${mailId}@pec.comune.example.it>`, city.now(), { recipient: pec, ...said })
  const call = async () => {
    const answer = await pecChange.receive(receipt)
    if (!answer.ok) return answer
    const { effect, why } = answer.value
    return effect === 'recorded' ? answer : { ok: false as const, refusal: { code: `receipt/${why ?? effect}` } }
  }
  await clerk.ask('receipt', call, effects)
}

/** A subscriber moves: his PEC, his private mailbox, or both. */
export async function move(ways: Ways, counter: Sportello, own: Credentials): Promise<void> {
  if (chance(ways, 75)) await movePec(ways, counter, own)
  if (chance(ways, 50)) await moveMailbox(ways, counter, own)
}

/** What the office knows of somebody's addresses from its own registers. */
async function enter(ways: Ways, { addresses }: Sportello, { codiceFiscale }: Credentials): Promise<void> {
  const { clerk } = ways
  const about = { operator: operatorOf(ways), codiceFiscale, reason: 'Dal registro.' }
  const pec = newPec(ways, codiceFiscale)
  await clerk.ask('record PEC', () => addresses.setPec({ ...about, pec }), [
    'addresses/not-found',
    'addresses/same-pec',
    'pec-claim/taken',
  ])
  if (chance(ways, 40)) {
    const finding = item(ways, ['usable', 'inactive', 'expired', 'full'] as const)
    await clerk.ask('report PEC', () => addresses.reportPecStatus({ ...about, finding }), [
      'addresses/not-found',
      'addresses/no-pec',
      'addresses/nothing-new',
      'addresses/outdated-finding',
    ])
  }
  if (chance(ways, 40)) await clerk.ask('addresses of somebody', () => addresses.inspectAsOffice(about), ['addresses/not-found'])
}

/** An address of one's own; now and then one that others of the office want too, a mailbox that is full, or one that is gone. */
function newPec(ways: Ways, codiceFiscale: string): string {
  if (chance(ways, 40)) return 'open.shared@pec.example.it'
  const box = item(ways, [...Array.from({ length: 18 }, () => 'open'), 'full', 'gone'])
  return `${box}.${codiceFiscale.toLowerCase()}.${ways.draw(1_000_000)}@pec.example.it`
}

async function movePec(ways: Ways, counter: Sportello, own: Credentials): Promise<void> {
  const { clerk } = ways
  const { session, pecChange, credential } = counter
  if (chance(ways, 40)) await enter(ways, counter, own)
  const signed = await clerk.ask('sign in', () => session.signIn(own), nobody)
  if (signed === undefined) return
  const { token } = signed
  const { codiceFiscale, ...secrets } = own
  const pec = newPec(ways, codiceFiscale)
  const form = { token, ...secrets, pec, confirmation: pec }
  if (chance(ways, 5))
    await clerk.deny('ask for PEC, two addresses', () => pecChange.request({ ...form, confirmation: 'x@pec.example.it' }), [
      'pec-change/form',
    ])
  if (chance(ways, 8)) await clerk.deny('ask for PEC, wrong PIN', () => pecChange.request({ ...form, pin: '000000000' }), fresh)
  const options = chance(ways, 30) ? { requestKey: requestKey(ways) } : {}
  const request = () =>
    clerk.ask('ask for PEC', () => pecChange.request(form, options), [
      ...fresh,
      'addresses/same-pec',
      'pec-claim/taken',
      'quota/exceeded',
    ])
  const [first, twin] = await Promise.all([request(), chance(ways, 20) ? request() : undefined])
  if ('requestKey' in options && first !== undefined && twin !== undefined && first.id !== twin.id)
    clerk.fault('ask for PEC: a repeat began another change')
  // Of two that are asked for at once, nobody knows which one is the newer.
  const asked = chance(ways, 12) ? await request() : (first ?? twin)
  if (asked === undefined) return
  const isOpen = first === undefined || twin === undefined || first.id === twin.id || asked !== first
  await resendSome(ways, counter, own, token)
  const second = ways.draw(100)
  if (second < 12) await clerk.ask('cancel PEC', () => pecChange.cancel({ token }), [...ended, ...refusedOpen])
  else if (second < 18) {
    const act = { operator: operatorOf(ways), codiceFiscale, reason: 'Su richiesta.' }
    await clerk.ask('cancel PEC of somebody', () => pecChange.cancelAsOffice(act), refusedOpen)
  } else if (second < 25)
    await clerk.ask('end sessions', () => credential.endSessions({ token }), [...ended, 'credential/suspended'])
  const link = await linkOf(ways, asked.id, pec)
  if (link === undefined) return
  const forgets = chance(ways, 60)
  if (!forgets || chance(ways, 40)) await hearOf(ways, counter, link)
  if (chance(ways, 30))
    await clerk.ask('look at link of PEC', () => pecChange.inspectByLink(link.token), ['pec-change/not-found'])
  if (chance(ways, 3)) {
    const forged = `${link.token.slice(0, -3)}${link.token.endsWith('AAA') ? 'BBB' : 'AAA'}`
    await clerk.deny('confirm PEC, forged', () => pecChange.confirm(forged), ['pec-change/not-found'])
  }
  if (forgets) return forget(ways, counter, link, asked.until)
  const expected = meanwhile.filter((code) => code !== 'pec-change/expired' && code !== 'pec-change/not-found')
  const confirm = () => clerk.ask('confirm PEC', () => pecChange.confirm(link.token), expected)
  const [done, double] = await Promise.all([confirm(), chance(ways, 20) ? confirm() : undefined])
  if (done !== undefined && double !== undefined) clerk.fault('confirm PEC: confirmed twice')
  if (chance(ways, 50)) await receive(ways, counter, link, {}, ['receipt/closed', 'receipt/already-known', 'receipt/unmatched'])
  if (isOpen && (done ?? double)?.status === 'confirmed') await expectPec(ways, counter, own, pec)
}

/** One or two mails more, asked for by the subscriber or by the office for him. */
async function resendSome(ways: Ways, { pecChange }: Sportello, { codiceFiscale }: Credentials, token: string): Promise<void> {
  const { clerk } = ways
  if (chance(ways, 30))
    for (let times = 1 + ways.draw(2) * ways.draw(5); times > 0; times -= 1)
      await clerk.ask('resend PEC', () => pecChange.resend({ token }), [...ended, ...refusedOpen])
  if (chance(ways, 10)) {
    const act = { operator: operatorOf(ways), codiceFiscale, reason: 'Ha telefonato.' }
    await clerk.ask('resend PEC of somebody', () => pecChange.resendAsOffice(act), refusedOpen)
  }
}

/** Receipts of the mail with a link: none, one, the same once more, one that contradicts, one that is no good. */
async function hearOf(ways: Ways, counter: Sportello, link: Link): Promise<void> {
  const { city } = ways
  const over = ['receipt/closed', 'receipt/unmatched']
  const known = [...over, 'receipt/already-known']
  const failed = { kind: 'failed', failure: item(ways, ['mailbox-full', 'unknown-mailbox', 'other'] as const) } as const
  if (chance(ways, 30)) await receive(ways, counter, link, { kind: 'accepted', recipient: null }, ['receipt/noted', ...over])
  if (chance(ways, 6)) await receive(ways, counter, link, { trust: 'untrusted' }, ['receipt/not-trusted', ...over])
  if (chance(ways, 6)) await receive(ways, counter, link, { recipient: 'x@pec.example.it' }, ['receipt/other-address', ...over])
  if (chance(ways, 6)) await receive(ways, counter, link, { at: city.now() + 2 * day }, ['receipt/in-the-future', ...over])
  if (chance(ways, 6)) await receive(ways, counter, link, { at: city.now() - 9 * day }, ['receipt/before-dispatch', ...over])
  const kind = ways.draw(100)
  if (kind < 55) {
    const delivered = receiptOf(null, city.now())
    const { id, at } = delivered
    await receive(ways, counter, link, { id, at }, known)
    if (chance(ways, 30)) await receive(ways, counter, link, { id, at }, known)
    if (chance(ways, 10)) await receive(ways, counter, link, failed, known)
  } else if (kind < 75) {
    await receive(ways, counter, link, failed, known)
    if (chance(ways, 30)) await receive(ways, counter, link, failed, known)
  }
}

/** Comes back about the end of the term, when a click may be in time, over, or waiting for a receipt of the second day. */
function forget(ways: Ways, counter: Sportello, link: Link, until: number): void {
  const { city, clerk } = ways
  ways.later(until - 2 * hour + ways.draw(5 * hour), async () => {
    const confirm = () => clerk.ask('confirm PEC, late', () => counter.pecChange.confirm(link.token), meanwhile)
    const confirmed = await confirm()
    await clerk.ask('look at link of PEC', () => counter.pecChange.inspectByLink(link.token), ['pec-change/not-found'])
    if (confirmed?.status === 'waiting') clerk.count('confirm PEC, late', 'waiting')
    if (chance(ways, 80)) {
      const at = Math.min(city.now(), until - 12 * hour)
      await receive(ways, counter, link, { at }, ['receipt/closed', 'receipt/already-known', 'receipt/unmatched'])
    }
    if (confirmed?.status === 'waiting') await confirm()
  })
}

/** The subscriber sees the PEC that was just confirmed. */
async function expectPec({ clerk }: Ways, { session, addresses }: Sportello, own: Credentials, pec: string): Promise<void> {
  const signed = await clerk.ask('sign in', () => session.signIn(own), nobody)
  if (signed === undefined) return
  const seen = await clerk.ask('own addresses', () => addresses.inspect({ token: signed.token }), ended)
  if (seen !== undefined && seen.pec !== pec) clerk.fault('own addresses: what was confirmed is not in force')
}

async function moveMailbox(ways: Ways, { session, emailChange, credential }: Sportello, own: Credentials): Promise<void> {
  const { clerk, later, draw } = ways
  const signed = await clerk.ask('sign in', () => session.signIn(own), nobody)
  if (signed === undefined) return
  const { token } = signed
  const { codiceFiscale, ...secrets } = own
  const box = chance(ways, 5) ? 'gone' : 'open'
  const mail = `${box}.moved.${codiceFiscale.toLowerCase()}.${draw(1_000_000)}@example.it`
  const form = { token, ...secrets, email: mail, confirmation: mail }
  if (chance(ways, 5))
    await clerk.deny('ask for mailbox, none', () => emailChange.request({ ...form, email: 'nobody' }), ['email-change/form'])
  const options = chance(ways, 30) ? { requestKey: requestKey(ways) } : {}
  const request = () => clerk.ask('ask for mailbox', () => emailChange.request(form, options), [...fresh, 'quota/exceeded'])
  const first = await request()
  const asked = chance(ways, 12) ? await request() : first
  if (asked === undefined) return
  const refused = ['expired', 'too-many-links', 'not-found', 'void'].map((code) => `email-change/${code}`)
  if (chance(ways, 30))
    for (let times = 1 + draw(2) * draw(5); times > 0; times -= 1)
      await clerk.ask('resend mailbox', () => emailChange.resend({ token }), [...ended, ...refused])
  if (chance(ways, 12)) await clerk.ask('cancel mailbox', () => emailChange.cancel({ token }), [...ended, ...refused])
  else if (chance(ways, 8))
    await clerk.ask('end sessions', () => credential.endSessions({ token }), [...ended, 'credential/suspended'])
  const link = await letterOf(ways, asked.id, 'link-1', tokenIn)
  if (link === undefined) return
  const look = () => clerk.ask('look at link of mailbox', () => emailChange.inspectByLink(link.found), ['email-change/not-found'])
  if (chance(ways, 30)) await look()
  if (chance(ways, 40)) {
    later(asked.until - hour + draw(2 * hour), async () => {
      await clerk.ask('confirm mailbox, late', () => emailChange.confirm(link.found), validatedMeanwhile)
      await look()
    })
    return
  }
  const expected = ['already-confirmed', 'cancelled', 'superseded', 'void'].map((code) => `email-change/${code}`)
  const confirm = () => clerk.ask('confirm mailbox', () => emailChange.confirm(link.found), expected)
  const [done, double] = await Promise.all([confirm(), chance(ways, 20) ? confirm() : undefined])
  if (done !== undefined && double !== undefined) clerk.fault('confirm mailbox: confirmed twice')
  if ((done ?? double) !== undefined && chance(ways, 20))
    await clerk.deny('ask for mailbox, the same', () => emailChange.request(form), [
      ...fresh,
      'email-change/same-address',
      'quota/exceeded',
    ])
}
