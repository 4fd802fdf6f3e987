/** Letters in the words of the host: tried at the start, and never in the way of a command or of the mail. */
import { createSportello, type LetterChoice, type LetterRendering, letterHtml, type SportelloConfiguration } from 'sportello'
import { describe, expect, it } from 'vitest'
import { letters as exampleLetters } from '../../examples/letters.ts'
import { letters } from '../../src/api/letters.ts'
import { accepted, approve, approved, completed, drafted, openCounter, operator, readSecrets } from '../support/counter.ts'

const { configuration } = openCounter()
const create = (given: unknown) => () => createSportello({ ...configuration, letters: given } as SportelloConfiguration)
const refused = (message: string) =>
  expect.objectContaining({ code: 'config/invalid', message: expect.stringContaining(message) })

/** The mail of a completed request with these letters. */
async function mailed(given: LetterChoice, form?: Parameters<typeof completed>[1]) {
  const counter = openCounter({ letters: given })
  const filed = await completed(counter, form)
  const [mail] = counter.mailer.sent
  if (mail === undefined) throw new Error('no mail')
  return { counter, filed, mail }
}

describe('letters of the configuration', () => {
  it('word a letter anew from typed data, and every other stays as it is', async () => {
    const { counter, filed, mail } = await mailed({
      'registration/completed': ({ data, office, recipient, locale }) => ({
        subject: `${office.name} - nuova richiesta`,
        text: `${recipient} (${locale}):\nPassword temporanea: ${data.password}\nPIN, prime 4 cifre: ${data.pinFirstHalf}\n`,
        body: letterHtml`<p>${recipient}: <b>${data.password}</b> ${data.pinFirstHalf}</p>`,
      }),
    })
    expect(mail.subject).toBe('Comune di Prova - nuova richiesta')
    expect(mail.text).toMatch(/^Anna Verdi \(it\):\nPassword temporanea: \S+\nPIN, prime 4 cifre: \d{4}\n$/)
    expect(mail.html).toContain(`<p>Anna Verdi: <b>${readSecrets(mail.text).password}</b>`)
    expect(mail.html).toContain('<meta name="color-scheme" content="light dark" />')
    await approve(counter, filed.id)
    await counter.sportello.relay()
    expect(counter.mailer.sent.at(-1)?.subject).toBe('Comune di Prova: accesso autorizzato')
  })

  it('as docs/letters.md shows them: one worded anew, and every one with the telephone of the office', async () => {
    const counter = openCounter({ letters: exampleLetters })
    await approved(counter)
    const [first, last] = [counter.mailer.sent[0], counter.mailer.sent.at(-1)]
    expect(first?.text).toMatch(/^Comune di Prova\nRichiesta di credenziali ricevuta[\s\S]*\nURP, tel\. 011 000000\n$/)
    expect(last?.text).toBe('Gentile Anna Verdi,\n\nora può accedere al portale.\n\nURP, tel. 011 000000\n')
    expect(last?.html).toContain('<p>ora può accedere al portale.</p><p>URP, <a href="tel:+39011000000">')
  })

  it('wrap a letter, and then every letter, in a layout of the host', async () => {
    const style = '.office{display:none}'
    const { mail } = await mailed({
      'registration/completed': (_letter, rendering) => ({ ...rendering, text: `Avviso\n\n${rendering.text}` }),
      every: ({ name, office }, { subject, text, body }) => ({
        subject,
        text: `${text}\n-- \n${office.name} ${name}\n`,
        body: letterHtml`<h1>${office.name}</h1>${body}<p>${name}</p>`,
        style,
      }),
    })
    expect(mail.text).toMatch(/^Avviso\n\nComune di Prova\n[\s\S]*-- \nComune di Prova registration\/completed\n$/)
    expect(mail.html).toMatch(/<h1>Comune di Prova<\/h1><p class="office">[\s\S]*<p>registration\/completed<\/p>\n<\/div>/)
    expect(mail.html).toContain(`<style>${style}</style>\n</head>`)
  })

  it('R11: get texts on one line, and nothing that was put in is markup', async () => {
    const counter = openCounter({
      letters: {
        'approval/rejected': ({ data }) => ({
          subject: `Esito\r\nBcc: ${data.reason}`,
          text: `Motivo: ${data.reason}\r\nFine\u0000`,
          body: letterHtml`<p>${data.reason}</p>${'\r\n\u0000\uD800'}`,
        }),
      },
    })
    const { id } = await completed(counter)
    const { digest } = accepted(await counter.sportello.approval.dossier({ operator, id }))
    const reason = '<script>x</script> "\u202E\u2028y'
    accepted(await counter.sportello.approval.reject({ operator, id, dossierDigest: digest, reason }))
    await counter.sportello.relay()
    const mail = counter.mailer.sent.at(-1)
    expect(mail?.subject).toBe('Esito Bcc: <script>x</script> " y')
    expect(mail?.text).toBe('Motivo: <script>x</script> " y\nFine ')
    expect(mail?.html).toContain('<p>&lt;script&gt;x&lt;/script&gt; &quot; y</p>\n \uFFFD')
    // What a mailer refuses would be lost.
    expect(mail?.html).not.toMatch(/[\0\r]|\p{Cs}/u)
  })

  it('INV-16: get no name where the reader may be a stranger', () => {
    const names: string[] = []
    create({
      every: ({ name, recipient }: { name: string; recipient: string }, rendering: LetterRendering) => {
        if (recipient === '') names.push(name)
        return rendering
      },
    })()
    expect([...new Set(names)].sort()).toEqual([
      'email-change/link',
      // Of a mailbox nobody is known by name.
      ...['activated', 'activated-again', 'blocked', 'copied', 'copy-failed', 'copy-started', 'late-allowed', 'live'].map(
        (name) => `mailbox/${name}`,
      ),
      ...['password-refused', 'reminder', 'rolled-back'].map((name) => `mailbox/${name}`),
      'pec-change/link',
      'quota/pass',
    ])
  })

  it('each is tried at the start, in both languages', () => {
    const tried: string[] = []
    create({
      every: ({ name, locale }: { name: string; locale: string }, rendering: LetterRendering) => {
        tried.push(`${name} ${locale}`)
        return rendering
      },
    })()
    expect(tried).toEqual(Object.keys(letters).flatMap((name) => [`${name} it`, `${name} en`]))
  })
})

const like = { subject: 's', text: 't', body: letterHtml`b` }
const thrower = () => {
  throw new Error('a secret')
}
const faults: readonly (readonly [what: string, fault: string, make: (rendering: LetterRendering) => unknown])[] = [
  ['throws', 'threw', thrower],
  ['answers later', 'threw', async () => like],
  ['answers later with a failure', 'threw', () => Promise.reject(new Error('late'))],
  ['gives nothing', 'not-a-rendering', () => undefined],
  ['gives a text', 'not-a-rendering', () => '<p>x</p>'],
  ['gives HTML as a text', 'not-a-rendering', (rendering) => ({ ...rendering, body: '<p>x</p>' })],
  ['gives HTML that came from JSON', 'not-a-rendering', (rendering) => JSON.parse(JSON.stringify(rendering))],
  ['gives an empty text', 'not-a-rendering', (rendering) => ({ ...rendering, text: ' \n' })],
  ['gives an empty subject', 'not-a-rendering', (rendering) => ({ ...rendering, subject: '\u200B' })],
  ['gives a style that ends its sheet', 'not-a-rendering', (rendering) => ({ ...rendering, style: '</style><script>' })],
  [
    'gives a style that loads',
    'not-a-rendering',
    (rendering) => ({ ...rendering, style: 'p{background:url(https://x.example)}' }),
  ],
  ['gives a text that is too large', 'too-large', ({ text, ...rest }) => ({ ...rest, text: text + 'x'.repeat(50_000) })],
  ['gives a style that is too large', 'too-large', (rendering) => ({ ...rendering, style: 'p{}'.repeat(20_000) })],
  ['gives a subject that is too large', 'too-large', (rendering) => ({ ...rendering, subject: 'x'.repeat(501) })],
  [
    'gives a body that is too large',
    'too-large',
    ({ body, ...rest }) => ({ ...rest, body: letterHtml`${body}${'x'.repeat(100_000)}` }),
  ],
  ['leaves the secrets out of the text', 'incomplete', (rendering) => ({ ...rendering, text: 'x' })],
  ['leaves the secrets out of the body', 'incomplete', (rendering) => ({ ...rendering, body: letterHtml`x` })],
  [
    'shows the password in the subject',
    'incomplete',
    (rendering) => ({
      ...rendering,
      subject: rendering.text.slice(0, 0) + (/emporanea: (\S+)|emporary password: (\S+)/.exec(rendering.text) ?? []).join(' '),
    }),
  ],
  ['gives what throws when it is read', 'threw', () => new Proxy({}, { get: thrower })],
]

describe('a function that fails', () => {
  it.each(faults)('%s: it is refused at the start', (_what, fault, make) => {
    const own = { 'registration/completed': (_letter: unknown, rendering: LetterRendering) => make(rendering) }
    expect(create(own)).toThrow(refused(`letters: registration/completed: ${fault} on a sample in it`))
    expect(create(own)).not.toThrow(expect.objectContaining({ message: expect.stringContaining('a secret') }))
  })

  it.each(faults)(
    '%s later: the letter goes out as it was before, the command is done, and the host hears of it',
    async (...given) => {
      const [, fault, make] = given
      let isStarted = false
      const failures: unknown[] = []
      const start = openCounter({
        letters: {
          'registration/completed': (_letter, rendering) => (isStarted ? make(rendering) : rendering) as LetterRendering,
          failed: (failure) => void failures.push(failure),
        },
      })
      isStarted = true
      const { credentials } = await completed(start)
      expect(failures).toEqual([{ letter: 'registration/completed', fault }])
      const plain = openCounter()
      await completed(plain)
      expect(start.mailer.sent).toEqual(plain.mailer.sent)
      expect(start.mailer.sent[0]?.text).toContain(credentials.password)
    },
  )

  it('in its own function only: what wraps every letter is still put around it', async () => {
    let isStarted = false
    const counter = openCounter({
      letters: {
        'approval/approved': (_letter, rendering) => (isStarted ? thrower() : rendering),
        every: (_letter, rendering) => ({ ...rendering, text: `Nostro\n${rendering.text}` }),
      },
    })
    isStarted = true
    await approved(counter)
    expect(counter.mailer.sent.at(-1)?.text).toMatch(/^Nostro\nComune di Prova\nAccesso autorizzato/)
  })

  it('and whose failure is heard by one that fails too, stands in nobody’s way', async () => {
    for (const failed of [thrower, () => Promise.reject(new Error('late')) as never]) {
      let isStarted = false
      const counter = openCounter({ letters: { every: (_letter, rendering) => (isStarted ? thrower() : rendering), failed } })
      isStarted = true
      const { ticket } = await drafted(counter.sportello)
      accepted(await counter.sportello.registration.complete(ticket))
      expect((await counter.sportello.relay()).sent).toHaveLength(1)
    }
  })
})

describe('createSportello', () => {
  it.each([
    ['a name that is none', { 'registration/complete': () => like }, 'there is no "registration/complete"'],
    ['a name of every object', { toString: () => like }, 'there is no "toString"'],
    ['a text', { 'approval/approved': 'Approvato' }, 'approval/approved is not a function'],
    ['nothing for a name', { every: undefined }, 'every is not a function'],
    ['a list', [() => like], 'an object with its parts by name'],
    ['a function', () => like, 'an object with its parts by name'],
  ])('refuses letters with %s', (_what, given, message) => {
    expect(create(given)).toThrow(refused(message))
  })

  it('takes no letters at all', () => {
    for (const given of [undefined, null, {}]) expect(create(given)).not.toThrow()
  })
})
