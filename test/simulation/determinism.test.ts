import { afterEach, describe, expect, it } from 'vitest'
import { decisionOn, filed } from '../procedures/assistance/asking.ts'
import { receiptOf } from '../support/addresses.ts'
import { accepted, approved, everythingStored, openCounter, subscribed } from '../support/counter.ts'
import { filed as file } from '../support/interleaving.ts'
import { playLife } from './address-lives.ts'
import { about, newMail, newPec, oldPec } from './address-scenes.ts'

const processZone = process.env['TZ']

afterEach(() => {
  if (processZone === undefined) delete process.env['TZ']
  else process.env['TZ'] = processZone
})

/** What a life leaves behind. */
async function traces(zone: string) {
  process.env['TZ'] = zone
  const counter = openCounter()
  await approved(counter)
  const mails = counter.mailer.sent.map(({ id, subject, text }) => [id, subject, text])
  return { mails, stored: await everythingStored(counter) }
}

/** What changes of addresses leave behind: about midnight, where days of Rome are not those of other zones. */
async function tracesOfAddresses(zone: string) {
  process.env['TZ'] = zone
  const counter = openCounter()
  const { sportello, clock, mailer } = counter
  const { credentials } = await subscribed(counter)
  accepted(await sportello.addresses.setPec({ ...about, pec: oldPec }))
  clock.set(Date.UTC(2026, 2, 28, 22, 30))
  const { token } = accepted(await sportello.session.signIn(credentials))
  const { pin, password } = credentials
  const secrets = { token, pin, password }
  const { until } = accepted(await sportello.pecChange.request({ ...secrets, pec: newPec, confirmation: newPec }))
  accepted(await sportello.emailChange.request({ ...secrets, email: newMail, confirmation: newMail }))
  await sportello.relay()
  const link = mailer.sent.find(({ to }) => to.address === newPec)
  clock.set(until - 1)
  const receipt = { ...receiptOf(`<${link?.id}@pec.example.it>`, Date.UTC(2026, 2, 28, 23)), id: 'opec1@pec.example.org' }
  accepted(await sportello.pecChange.receive(receipt))
  const view = accepted(await sportello.pecChange.inspectByLink(/#token=(\S+)/.exec(link?.text ?? '')?.[1] ?? ''))
  const { id } = await filed(counter, { pec: 'anna.terza@pec.example.org', confirmation: 'anna.terza@pec.example.org' }, file)
  accepted(await sportello.assistance.approve(await decisionOn(counter, id)))
  await sportello.relay()
  const mails = mailer.sent.map((mail) => [mail.id, mail.to.address, mail.subject, mail.text]).sort()
  return { mails, until, view, stored: await everythingStored(counter) }
}

describe('the same chance and the same clock', () => {
  it('T3, INV-30: leave the same rows, journal and mail, in every time zone of the process', async () => {
    const rome = await traces('Europe/Rome')
    expect(rome.mails[1]?.[2]).toContain('17/03/2026 10:00')
    for (const zone of ['UTC', 'Pacific/Kiritimati', 'America/Nuuk', 'Asia/Kolkata', 'Africa/Cairo', 'Pacific/Apia']) {
      expect(await traces(zone), zone).toEqual(rome)
    }
  })

  it('T3, INV-30: the same of changes of addresses, their terms and what their pages show', async () => {
    const rome = await tracesOfAddresses('Europe/Rome')
    // Sent on the 28th of March, received on the 29th, the day that has 23 hours.
    expect(rome.until).toBe(Date.UTC(2026, 2, 29, 22))
    expect(rome.view.until).toBe(Date.UTC(2026, 2, 30, 22))
    expect(rome.view.untilText?.it).toBe('ore 24 del 30/03/2026')
    for (const zone of ['UTC', 'Pacific/Kiritimati', 'America/Nuuk', 'Asia/Kolkata', 'Pacific/Apia']) {
      expect(await tracesOfAddresses(zone), zone).toEqual(rome)
    }
  })

  it('G13, INV-30: random lives with the same seed end in the same rows', async () => {
    for (let seed = 1; seed <= 5; seed += 1) {
      process.env['TZ'] = 'Pacific/Kiritimati'
      const { stored } = await playLife(seed, 60)
      process.env['TZ'] = 'America/Nuuk'
      expect((await playLife(seed, 60)).stored, `seed ${seed}`).toEqual(stored)
    }
  })
})
