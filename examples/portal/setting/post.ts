/** The post of a portal for trying out: whatever it sends is caught on this machine by a real SMTP server, and can be read at `/posta`. */

import { createTransport } from 'nodemailer'
import type { Mailer, Office } from 'sportello'
import { pooledTls, smtpMailer } from 'sportello/smtp'
import { type Mailbox, openMailbox, type ReceivedLetter } from '../../demo/mailbox.ts'
import { openPostOffice } from '../../demo/post-office.ts'

export type Post = {
  readonly mailer: Mailer
  /** Newest first. */
  readonly letters: () => Promise<readonly ReceivedLetter[]>
  readonly letter: (id: string) => Promise<ReceivedLetter | null>
  readonly close: () => Promise<void>
}

/** Letters are kept in the folder; without one, as long as the process. */
export async function openPost(office: Pick<Office, 'name'>, directory: string | null): Promise<Post> {
  const mailbox: Mailbox = await openMailbox(directory)
  const server = await openPostOffice(mailbox)
  const { host, port, user, pass, ca } = server
  const transport = createTransport(pooledTls({ host, port, user, pass, ca }))
  const mailer = smtpMailer(transport, { from: { name: office.name, address: 'sportello@comune-di-prova.example' } })
  const letters = async () => [...(await mailbox.all())].reverse()
  return {
    mailer,
    letters,
    letter: async (id) => (await mailbox.all()).find((one) => one.id === id) ?? null,
    async close() {
      transport.close()
      await server.close()
    },
  }
}
