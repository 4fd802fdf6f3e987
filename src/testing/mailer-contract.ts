/** The promises of the mailer port as checks, for every adapter the same. */
import type { Mail } from '../ports/index.ts'
import { type Check, expectEqual, expectThat, hostile } from './fakes/check.ts'
import {
  addressed,
  arrived,
  expectArrival,
  expectRejection,
  injections,
  type MailerCheck,
  type MailerHarness,
  mailOf,
  named,
  receivedAs,
} from './mailer/samples.ts'

export type { MailerHarness, ReceivedMail } from './mailer/samples.ts'

const checks: readonly MailerCheck[] = [
  {
    name: 'a mail arrives once, at its one address, with subject, both bodies and its id',
    run: (harness) => expectArrival(harness, [mailOf()], 'as it was given'),
  },
  {
    name: 'every character arrives as it was written',
    run: (harness) => {
      const text = 'Città, perché, più — «già» 日本語 🏛 \u202Dfine\u202C €\n'
      const mail = mailOf({ to: named('Zoë D’Àrco 🏛'), subject: text.trim(), text, html: `<p>${text}</p>\n` })
      return expectArrival(harness, [mail], 'in subject, text and HTML')
    },
  },
  {
    name: 'no line of a text has a meaning on its way',
    run: (harness) => {
      const lines = [
        '.',
        '..',
        '.fine',
        'From ada',
        'QUIT',
        '--',
        '=3D',
        '=',
        '  rientro',
        'Subject: x',
        `${'x'.repeat(3000)} fine`,
        '',
        'Bcc: eve@example.org',
      ]
      return expectArrival(harness, [mailOf({ text: `${lines.join('\n')}\n` })], 'line by line')
    },
  },
  {
    name: 'long subjects and bodies arrive whole',
    run: (harness) => {
      const long = mailOf({
        subject: 'parola '.repeat(70).trim(),
        text: `${'riga di testo\n'.repeat(20_000)}`,
        html: `<p>${'è'.repeat(200_000)}</p>`,
      })
      return expectArrival(harness, [long], 'to the last character')
    },
  },
  {
    name: 'a name never makes another recipient, whatever is in it',
    run: (harness) => {
      const names = [
        '',
        'Rossi, Ada',
        'Ada <eve@example.org>',
        '"Ada" eve@example.org,',
        'a;b:c',
        'eve@example.org',
        '=?utf-8?q?x?=',
        '\\"',
      ]
      const mails = names.map((name, i) => mailOf({ id: `office-${i}`, to: named(name) }))
      return expectArrival(harness, mails, 'one mail to one address each')
    },
  },
  {
    name: 'a header with CR, LF or NUL is rejected',
    run: (harness) => {
      const mails = injections.flatMap((text) => [
        mailOf({ subject: text }),
        mailOf({ id: text }),
        mailOf({ to: named(text) }),
        mailOf({ to: addressed(`ada@example.org${text}`) }),
        mailOf({ to: addressed(`${text}ada@example.org`) }),
      ])
      return expectRejection(harness, mails)
    },
  },
  {
    name: 'CR or NUL in a body is rejected',
    run: (harness) =>
      expectRejection(
        harness,
        ['a\r\nb', 'a\rb', 'a\0b'].flatMap((text) => [mailOf({ text }), mailOf({ html: text })]),
      ),
  },
  {
    name: 'more or less than one address is rejected',
    run: (harness) => {
      const addresses = [
        '',
        'ada',
        '@example.org',
        'ada@',
        'ada@example.org,eve@example.org',
        'ada@example.org, eve@example.org',
        'ada@example.org;eve@example.org',
        'ada@example.org eve@example.org',
        'Ada <ada@example.org>',
        '<ada@example.org>',
        'group:ada@example.org;',
        'a@b@example.org',
        '"ada, eve"@example.org',
        'ada@example.org\t',
        `${'a'.repeat(1_048_576)}@example.org`,
      ]
      return expectRejection(
        harness,
        addresses.map((address) => mailOf({ to: addressed(address) })),
      )
    },
  },
  {
    name: 'what is no mail at all is rejected, and never an exception',
    run: async (harness) => {
      const trap = new Proxy(
        {},
        {
          get: () => {
            throw new Error('trap')
          },
        },
      )
      const fields = ['id', 'messageIdLeft', 'to', 'subject', 'text', 'html', 'locale'] as const
      const wrong = fields.flatMap((field) =>
        [undefined, null, 1, {}, ['x'], Symbol.iterator, '\uD800'].map((value) => ({ ...mailOf(), [field]: value })),
      )
      const more = [
        { ...mailOf(), to: { name: 1, address: 'ada@example.org' } },
        { ...mailOf(), locale: 'it\r\nBcc: eve@example.org' },
      ]
      await expectRejection(
        harness,
        [undefined, null, 1, 'mail', {}, [], trap, ...wrong, ...more].map((value) => hostile<Mail>(value)),
      )
    },
  },
  {
    name: 'a mail that is sent again has the same id and the same content',
    run: async (harness) => {
      const mail = mailOf()
      for (let i = 0; i < 2; i += 1) expectEqual(await harness.mailer.send(mail), 'sent', 'a repeat is no error')
      const mails = await arrived(harness)
      expectThat(mails.length === 1 || mails.length === 2, 'a repeat may arrive again or be dropped')
      for (const received of mails) expectEqual(received, receivedAs(mail), 'it is recognisable as the same')
    },
  },
  {
    name: 'each mail has the Message-ID that it carries, and different ones stay different',
    run: async (harness) => {
      const lefts = ['a', 'A', 'a.b', 'a=2eb', '=2ea', 'a=40b', 'a=3d40b', 'a_b', 'a-b', '__proto__', 'x'.repeat(255)]
      for (const messageIdLeft of lefts) {
        const mail = mailOf({ id: `office-${lefts.indexOf(messageIdLeft)}`, messageIdLeft })
        expectEqual(await harness.mailer.send(mail), 'sent', 'every left-hand side of the port is accepted')
      }
      const ids = (await arrived(harness)).map(({ id }) => id)
      expectEqual(ids.sort(), lefts.sort(), 'no two mails have one Message-ID')
    },
  },
  {
    name: 'mails sent at once each arrive with their own content',
    run: async (harness) => {
      const mails = Array.from({ length: 20 }, (_, i) =>
        mailOf({
          id: `office-${10 + i}`,
          to: addressed(`n${i}@example.org`),
          subject: `Numero ${i}`,
          text: `${i}\n`,
          html: `<p>${i}</p>\n`,
        }),
      )
      expectEqual(
        await Promise.all(mails.map((mail) => harness.mailer.send(mail))),
        mails.map(() => 'sent'),
        'all are sent',
      )
      expectEqual(await arrived(harness), mails.map(receivedAs), 'nothing is mixed up')
    },
  },
  {
    name: 'a mail is not changed by sending it',
    run: async (harness) => {
      const mail = mailOf()
      await harness.mailer.send(mail)
      expectEqual(mail, mailOf(), 'it is the caller’s')
    },
  },
]

/**
 * Checks that a mailer keeps the promises of the port. Each check gets a harness of its own from `create`: the mailer, and the
 * other end of the line, where nothing has arrived yet and every recipient is accepted.
 *
 * @example
 * const inbox = recordingMailer() // your mailer, and what its mailbox has received
 * const received = async () => inbox.sent.map(({ id, to, subject, text, html }) => ({ id, to: to.address, subject, text, html }))
 * for (const { name, run } of mailerContract(() => ({ mailer: inbox, received }))) test(name, run)
 */
export function mailerContract(create: () => MailerHarness | Promise<MailerHarness>): readonly Check[] {
  return checks.map(({ name, run }) => ({ name, run: async () => run(await create()) }))
}
