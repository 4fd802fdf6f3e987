/** Known faults in handing mail to a mail server. */
import type { AddressInfo } from 'node:net'
import { createTransport } from 'nodemailer'
import { SMTPServer } from 'smtp-server'
import { smtpMailer } from 'sportello/smtp'
import { accepted, drafted, openCounter } from '../support/counter.ts'
import { expectedFailure } from './expected-failure.ts'

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

expectedFailure('a letter that is refused for a fault of the sender is delivered once that is put right', {
  async see() {
    const hop = await startStrictHop()
    const transport = createTransport({ host: '127.0.0.1', port: hop.port, ignoreTLS: true })
    const from = { name: 'Comune di Prova', address: 'ufficio@comune.example.it' }
    const { sportello, clock } = openCounter({ mailer: smtpMailer(transport, { from }) })
    try {
      const { ticket } = await drafted(sportello)
      accepted(await sportello.registration.complete(ticket))
      const { rejected } = await sportello.relay()
      hop.putRight()
      clock.advance(2 * hour)
      await sportello.relay()
      const parked = accepted(await sportello.outbox.parked())
      return { rejectedForGood: rejected.length, parked: parked.length, delivered: hop.taken() }
    } finally {
      transport.close()
      await hop.close()
    }
  },
  today: { rejectedForGood: 1, parked: 0, delivered: 0 },
  isRight: ({ delivered }) => delivered === 1,
})
