import { afterEach, describe, expect, it } from 'vitest'
import { approved, everythingStored, openCounter } from '../support/counter.ts'

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

describe('the same chance and the same clock', () => {
  it('T3, INV-30: leave the same rows, journal and mail, in every time zone of the process', async () => {
    const rome = await traces('Europe/Rome')
    expect(rome.mails[1]?.[2]).toContain('17/03/2026 10:00')
    for (const zone of ['UTC', 'Pacific/Kiritimati', 'America/Nuuk', 'Asia/Kolkata', 'Africa/Cairo', 'Pacific/Apia']) {
      expect(await traces(zone), zone).toEqual(rome)
    }
  })
})
