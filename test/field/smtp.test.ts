/** Handing mail to a mail server, as people have met it. */
import type { AddressInfo } from 'node:net'
import { createTransport } from 'nodemailer'
import { SMTPServer } from 'smtp-server'
import { smtpMailer } from 'sportello/smtp'
import { expect, it } from 'vitest'
import { accepted, drafted, openCounter, operator } from '../support/counter.ts'

const hour = 60 * 60_000

type Hop = {
  readonly port: number
  readonly putRight: () => void
  readonly taken: () => number
  readonly close: () => Promise<void>
}

/** A mail server that refuses the sender for a reason of policy (RFC 3463 §3.8) until the sender is put right. */
async function startStrictHop(): Promise<Hop> {
  let isSenderRight = false
  let taken = 0
  const refusal = Object.assign(new Error('5.7.26 the sender is not authenticated, its DMARC policy rejects it'), {
    responseCode: 550,
  })
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    disableReverseLookup: true,
    onData(stream, _, callback) {
      stream.resume()
      stream.on('end', () => {
        if (!isSenderRight) return callback(refusal)
        taken += 1
        callback(null)
      })
    },
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.server.address() as AddressInfo).port,
    putRight: () => {
      isSenderRight = true
    },
    taken: () => taken,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

it('a letter that is refused for a fault of the sender is delivered once that is put right', async () => {
  const hop = await startStrictHop()
  const transport = createTransport({ host: '127.0.0.1', port: hop.port, ignoreTLS: true })
  const from = { name: 'Comune di Prova', address: 'ufficio@comune.example.it' }
  const { sportello, clock } = openCounter({ mailer: smtpMailer(transport, { from }) })
  try {
    const { ticket } = await drafted(sportello)
    accepted(await sportello.registration.complete(ticket))
    const first = await sportello.relay()
    expect([first.rejected, first.retried.length, hop.taken()]).toEqual([[], 1, 0])
    expect(first.reasons[0]?.reason).toBe('550 5.7.26 the sender is not authenticated, its DMARC policy rejects it')
    hop.putRight()
    clock.advance(2 * hour)
    await sportello.relay()
    expect([accepted(await sportello.outbox.parked()).length, hop.taken()]).toEqual([0, 1])
  } finally {
    transport.close()
    await hop.close()
  }
})

it('a letter whose sender is put right too late is parked with its reason, and delivered when the office requeues it', async () => {
  const hop = await startStrictHop()
  const transport = createTransport({ host: '127.0.0.1', port: hop.port, ignoreTLS: true })
  const from = { name: 'Comune di Prova', address: 'ufficio@comune.example.it' }
  const { sportello, clock } = openCounter({ mailer: smtpMailer(transport, { from }) })
  try {
    const { ticket } = await drafted(sportello)
    accepted(await sportello.registration.complete(ticket))
    for (let attempt = 1; attempt <= 16; attempt += 1) {
      await sportello.relay()
      clock.advance(6 * hour)
    }
    const [waiting] = accepted(await sportello.outbox.parked())
    expect(waiting).toMatchObject({ attempts: 16, reason: expect.stringMatching(/^550 5\.7\.26 /) })
    hop.putRight()
    accepted(await sportello.outbox.requeue({ operator, id: waiting?.id ?? '' }))
    expect([(await sportello.relay()).sent, hop.taken()]).toEqual([[waiting?.id], 1])
  } finally {
    transport.close()
    await hop.close()
  }
})
