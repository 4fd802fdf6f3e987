import { describe, expect, it } from 'vitest'
import type { Mail, Mailer, MailOutcome } from '../../src/ports/index.ts'
import { type MailerHarness, mailerContract, type ReceivedMail, recordingMailer } from '../../src/testing/index.ts'

function harnessOf(mailer: Mailer, mails: () => readonly Mail[]): MailerHarness {
  return {
    mailer,
    received: async () =>
      mails().map(({ id: _, messageIdLeft: id, to, subject, text, html }) => ({ id, to: to.address, subject, text, html })),
  }
}

function sound(): MailerHarness {
  const mailer = recordingMailer()
  return harnessOf(mailer, () => mailer.sent)
}

async function brokenBy(spoil: (harness: MailerHarness) => Partial<MailerHarness>): Promise<readonly string[]> {
  const broken: string[] = []
  const create = () => {
    const harness = sound()
    return { ...harness, ...spoil(harness) }
  }
  for (const { name, run } of mailerContract(create)) await run().catch(() => broken.push(name))
  return broken
}

type Spoilt = readonly [what: string, caughtBy: string, spoil: (harness: MailerHarness) => Partial<MailerHarness>]

const sending = ({ mailer }: MailerHarness, change: (mail: Mail) => Mail): Partial<MailerHarness> => ({
  mailer: { send: (mail) => mailer.send(typeof mail === 'object' && mail !== null && 'to' in mail ? change(mail) : mail) },
})
const receiving = (harness: MailerHarness, change: (mail: ReceivedMail) => ReceivedMail | readonly ReceivedMail[]) => ({
  received: async () => (await harness.received()).flatMap(change),
})

const wrong: readonly Spoilt[] = [
  ['sends nothing', 'a mail arrives once', () => ({ received: async () => [] })],
  [
    'sends a copy to the office',
    'a mail arrives once',
    (harness) => receiving(harness, (mail) => [mail, { ...mail, to: 'office@example.org' }]),
  ],
  [
    'drops what is not ASCII',
    'every character arrives',
    (harness) => receiving(harness, (mail) => ({ ...mail, subject: mail.subject.replace(/[^ -~]/g, '?') })),
  ],
  [
    'swallows leading dots',
    'no line of a text has a meaning',
    (harness) => receiving(harness, (mail) => ({ ...mail, text: mail.text.replace(/^\./gm, '') })),
  ],
  [
    'cuts long subjects',
    'long subjects and bodies arrive whole',
    (harness) => receiving(harness, (mail) => ({ ...mail, subject: mail.subject.slice(0, 255) })),
  ],
  [
    'reads addresses in names',
    'a name never makes another recipient',
    (harness) => {
      const names = new Map<string, string>()
      return {
        ...sending(harness, (mail) => {
          names.set(mail.id, mail.to?.name)
          return mail
        }),
        ...receiving(harness, (mail) =>
          String(names.get(mail.id)).includes('<eve@') ? [mail, { ...mail, to: 'eve@example.org' }] : mail,
        ),
      }
    },
  ],
  [
    'cuts a header at the first line break',
    'a header with CR, LF or NUL is rejected',
    (harness) => sending(harness, (mail) => ({ ...mail, subject: String(mail.subject).split('\n', 1)[0] ?? '' })),
  ],
  [
    'takes the first of many addresses',
    'more or less than one address',
    (harness) =>
      sending(harness, (mail) => ({ ...mail, to: { ...mail.to, address: String(mail.to?.address).split(',', 1)[0] ?? '' } })),
  ],
  [
    'cleans bodies',
    'CR or NUL in a body',
    (harness) => sending(harness, (mail) => ({ ...mail, text: String(mail.text).replaceAll('\0', '') })),
  ],
  [
    'throws',
    'what is no mail at all is rejected',
    ({ mailer }) => ({
      mailer: {
        async send(mail): Promise<MailOutcome> {
          const outcome = await mailer.send(mail)
          if (outcome === 'rejected') throw new Error('rejected')
          return outcome
        },
      },
    }),
  ],
  [
    'gives a mail that must never be sent up only later',
    'what is no mail at all is rejected',
    ({ mailer }) => ({
      mailer: {
        async send(mail): Promise<MailOutcome> {
          const outcome = await mailer.send(mail)
          return outcome === 'rejected' ? { outcome: 'retry', reason: 'later' } : outcome
        },
      },
    }),
  ],
  [
    'draws a new id each time',
    'a mail that is sent again has the same id',
    (harness) => {
      let drawn = 0
      return receiving(harness, (mail) => ({ ...mail, id: `${mail.id}${drawn++}` }))
    },
  ],
  [
    'folds the case of Message-IDs',
    'each mail has the Message-ID',
    (harness) => receiving(harness, (mail) => ({ ...mail, id: mail.id.toLowerCase() })),
  ],
  [
    'mixes up mails that are sent at once',
    'mails sent at once',
    (harness) => {
      let last = ''
      return {
        ...sending(harness, (mail) => {
          last = mail.subject
          return mail
        }),
        ...receiving(harness, (mail) => ({ ...mail, subject: last })),
      }
    },
  ],
  [
    'writes into the mail',
    'a mail is not changed by sending it',
    (harness) => sending(harness, (mail) => Object.assign(mail, { locale: 'en' })),
  ],
]

describe('mailerContract', () => {
  for (const { name, run } of mailerContract(sound)) it(`recordingMailer: ${name}`, run)

  it('has at least 6 checks, each with a name of its own', () => {
    const names = mailerContract(sound).map(({ name }) => name)
    expect(names.length).toBeGreaterThanOrEqual(6)
    expect(new Set(names).size).toBe(names.length)
  })

  for (const [what, caughtBy, spoil] of wrong) {
    it(`catches a mailer that ${what}`, async () => {
      const broken = await brokenBy(spoil)
      expect(broken.filter((name) => name.startsWith(caughtBy))).not.toEqual([])
    })
  }
})
