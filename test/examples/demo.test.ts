import { createHash } from 'node:crypto'
import { chmod, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import applicant from '../../examples/demo/applicant.json' with { type: 'json' }
import { chapterLines, chapterNames } from '../../examples/demo/chapters.ts'
import { readArguments } from '../../examples/demo/cli.ts'
import { readInput } from '../../examples/demo/input.ts'
import { procedures } from '../../src/api/procedures.ts'
import { demoPage, keptTranscript, masked } from '../support/demo-transcript.ts'
import { bundled, type Ran, type RunOptions, root, runNode, runSource, scratch } from './child.ts'

const place = scratch()
const card = join(root, 'examples/demo/identity-card.pdf')
const control = '\u001B'

const play = bundled('examples/demo/main.ts', 'inside')

let homes = 0
/** Each has a temporary directory of its own, so that none goes on with what another one left. */
async function home(): Promise<string> {
  homes += 1
  const path = join(place.path, `temporary ${homes}`)
  await mkdir(path)
  return path
}

async function demo(args: readonly string[] = [], options: RunOptions = {}): Promise<Ran> {
  return play(args, { ...options, env: { TMPDIR: await home(), ...options.env } })
}

let files = 0
/** Writes a file for a test; an object is written as JSON. */
async function file(content: string | Uint8Array | object, ending = 'json'): Promise<string> {
  files += 1
  const path = join(place.path, `${files}.${ending}`)
  const plain = typeof content === 'string' || content instanceof Uint8Array
  await writeFile(path, plain ? content : JSON.stringify(content))
  return path
}

const linesOf = (text: string): readonly string[] => text.split('\n').filter((line) => line !== '')
const count = (text: string, part: string): number => text.split(part).length - 1
// biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control sequences.
const uncoloured = (text: string): string => text.replace(/\u001B\[\d+m/g, '')

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}

describe.concurrent('the demo plays the whole life of a request', () => {
  it('in Italian when nothing is said, on its own applicant, in plain text when nobody looks', async () => {
    // As `npm run demo` starts it.
    const { code, stdout, stderr } = await runSource('examples/demo/main.ts', [], { env: { TMPDIR: await home() } })
    expect(stderr).toBe('')
    expect(code).toBe(0)
    expect(stdout).not.toMatch(/[^\P{Cc}\n]/u)
    for (const line of linesOf(stdout)) expect([...line].length).toBeLessThanOrEqual(100)
    const steps = linesOf(stdout).filter((line) => /^[ 1]\d {2}[A-Z]/.test(line))
    expect(steps.map((line) => line.slice(4, 15).trim())).toEqual([
      ...['CITTADINO', 'CITTADINO', 'CITTADINO', 'POSTA', 'CITTADINO', 'UFFICIO', 'UFFICIO', 'UFFICIO', 'POSTA'],
      ...['CITTADINO', 'CITTADINO', 'POSTA', 'CITTADINO', 'SPORTELLO', 'SPORTELLO'],
    ])
    // A line of the journal: number, time, who, what, type of the event, digest.
    const entries = linesOf(stdout).flatMap(
      (line) => /^ +\d+ {2}\d\d:\d\d:\d\d {2}.{14} {2}(.{24}) {2}(\w+)/.exec(line)?.slice(1) ?? [],
    )
    expect(entries).toContain('LetterEnded')
    expect(entries.map((cell) => cell.trim())).not.toContain('')
    const folder = join(/Archivio, chiavi, documenti e casella restano in\n +(.+)\n/.exec(stdout)?.[1] ?? '', 'documents')
    expect(stdout).toContain('archivio: SQLite, in un file')
    const [stored] = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile())
    const digest = createHash('sha256')
      .update(await readFile(card))
      .digest('hex')
    const kept = await readFile(join(stored?.parentPath ?? stored?.path ?? '', stored?.name ?? ''))
    expect(createHash('sha256').update(kept).digest('hex')).toBe(digest)
    expect(stdout).toContain(digest)
  })

  it('in English on request, letters included, and keeps everything where it is told', async () => {
    const data = join(place.path, 'data', 'deep')
    const { code, stdout, stderr } = await demo(['--locale', 'en', `--data=${data}`])
    expect(stderr).toBe('')
    expect(code).toBe(0)

    const letters = linesOf(stdout).filter((line) => line.includes('│ Subject'))
    expect(letters.map((line) => line.split('Comune di Prova: ')[1])).toEqual([
      'your request for credentials has arrived',
      'access approved',
      'password changed',
    ])
    expect(count(stdout, '│ From     Comune di Prova <sportello@comune-di-prova.example>')).toBe(3)
    expect(count(stdout, '│ To       Anna Verdi <anna.verdi@example.it>')).toBe(3)
    expect(count(stdout, '1 letter delivered, TLSv1.3')).toBe(3)

    // The halves of the PIN: one in the letter, one on the screen, both in the first sign-in.
    const fromLetter = /PIN, first 4 digits: (\d{4})\n/.exec(stdout)?.[1]
    const fromScreen = /PIN, second half {2}(\d{5})\n/.exec(stdout)?.[1]
    expect(stdout).toContain(`${fromLetter} from the letter, ${fromScreen} from the screen`)
    const [inLetter, atSignIn] = [...stdout.matchAll(/Temporary password:? +(\S+)\n/g)].map(([, password]) => password)
    expect(atSignIn).toBe(inLetter)

    expect(stdout).toContain('✗ Sign-in failed: check codice fiscale, PIN and password.')
    expect(stdout).toMatch(/✗ “verdiaaa” will not do:.*\n(?: +· .+\n){5,}/)
    expect(stdout).toContain('place of birth not compared')
    expect(stdout).toContain('it opens only the change of the password')
    expect(stdout).toContain('✓ Full sign-in')

    expect(count(stdout, '✓ The chain is intact')).toBe(3)
    expect(stdout).toContain('is found out at once: entry 2')
    for (const type of ['RegistrationOpened', 'DossierViewed', 'Approved', 'CredentialIssued', 'PasswordChanged']) {
      expect(stdout).toContain(type)
    }
    expect(stdout).toContain('3 letters sent, 1 to nobody, 0 waiting; sealed envelopes left: 0')
    expect(stdout).toMatch(/looked for in \d+ stored texts: none is there in clear/)
    // Each kind of record has a word for people.
    for (const kind of [...procedures.map(({ name }) => name), 'request'])
      expect(stdout).not.toMatch(new RegExp(`\\b${kind} \\d`))

    expect(stdout).not.toContain('rm -r')
    expect((await readdir(data)).sort()).toEqual(['citizen.json', 'documents', 'keys.json', 'lock', 'mailbox', 'storage.sqlite'])
  })

  it('for an applicant born abroad who speaks for nobody, in colour when colour is asked for', async () => {
    const { body: _, residenceAddress: __, postalCode: ___, ...rest } = applicant
    const john = { surname: 'Smith', name: 'John', codiceFiscale: ' smtjhn85b15z404c ', sex: 'M', birthDate: '1985-02-15' }
    const form = { ...rest, ...john, birthNation: 'us', italianCitizen: false, email: 'John.Smith@EXAMPLE.com' }
    const args = ['--applicant', await file(form), '--document', card, '--data', join(place.path, 'abroad')]
    const { code, stdout, stderr } = await demo(args, { env: { FORCE_COLOR: '1' } })
    expect(stderr).toBe('')
    expect(code).toBe(0)
    expect(stdout).toContain(`${control}[36m`)
    const text = uncoloured(stdout)
    expect(text).not.toContain(control)
    expect(text).toContain('15/02/1985, US')
    expect(text).toContain('John Smith <John.Smith@example.com>')
    expect(text).not.toContain('Per conto di')
    expect(count(text, '✓ Catena intatta')).toBe(3)
    for (const line of linesOf(text)) expect([...line].length).toBeLessThanOrEqual(100)
  })

  it('with another operator where the applicant is the usual one, beside documents that were there before', async () => {
    const data = join(place.path, 'operator')
    await mkdir(join(data, 'documents', '00'), { recursive: true })
    await writeFile(join(data, 'documents', '00', '00'), 'of an earlier day')
    const mario = { surname: 'Rossi', name: 'Mario', codiceFiscale: 'RSSMRA70A01H501S', sex: 'M', birthDate: '1970-01-01' }
    const args = ['--applicant', await file({ ...applicant, ...mario }), '--data', data]
    const { code, stdout } = await demo(args)
    expect(code).toBe(0)
    expect(stdout).toContain('Giulia Bianchi guarda le richieste in attesa')
    expect(stdout).toContain('2 file\n')
  })

  it('with names that try to drive the terminal shown as harmless text', async () => {
    const form = {
      ...applicant,
      body: { ...applicant.body, name: `Prova${control}[31m\u202E\r\nrossa ${'Torino '.repeat(16)}` },
    }
    const { code, stdout } = await demo(['--applicant', await file(form), '--data', join(place.path, 'names')])
    expect(code).toBe(0)
    expect(stdout).not.toMatch(/[^\P{Cc}\n]|\u202E/u)
    for (const line of linesOf(stdout)) expect([...line].length).toBeLessThanOrEqual(100)
  })
})

const jpeg = Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46, 0, 1)
const { surname: _, ...nameless } = applicant

/** A file that is no good, and what is said of it after its name, a line each. */
type Bad = { readonly what: string; readonly make: () => Promise<string>; readonly says: readonly string[] }

const pdf = (marks: string): string => `%PDF-1.4\n1 0 obj << /Type /Page ${marks} >> endobj\ntrailer << >>\n%%EOF\n`

const badForms: readonly Bad[] = [
  { what: 'a missing field', make: () => file(nameless), says: ['Cognome (surname): manca'] },
  {
    what: 'a wrong check letter',
    make: () => file({ ...applicant, codiceFiscale: 'VRDNNA80A41L219A' }),
    says: ['Codice fiscale (codiceFiscale): la lettera di controllo (l’ultima) non torna'],
  },
  {
    what: 'several wrong fields',
    make: () =>
      file({ ...applicant, name: '', birthDate: '1980-02-30', email: 'anna', body: { name: 'X', taxCode: '12345678901' } }),
    says: [
      'Nome (name): manca',
      'Data di nascita (birthDate): non è scritto come si deve; per esempio "1980-01-31"',
      'Mail di recapito (email): non è scritto come si deve; per esempio "anna.verdi@example.it"',
      'Gestore, codice fiscale (body.taxCode): non è scritto come si deve; per esempio "12345678903"',
    ],
  },
  {
    what: 'a name with a link, of another script, and an address in a street',
    make: () => file({ ...applicant, surname: 'Verdi https://evil.example', name: '\u0410nna', residenceCity: "'" }),
    says: [
      'Cognome (surname): contiene un carattere che non può esserci (carattere 12)',
      'Nome (name): contiene una lettera di un alfabeto diverso da quello latino (carattere 1)',
      'Città di residenza (residenceCity): non contiene lettere',
    ],
  },
  {
    what: 'a birth in Italy without its place',
    make: () => file({ ...applicant, birthProvince: '', birthMunicipality: null }),
    says: ['Provincia di nascita (birthProvince): manca', 'Comune di nascita (birthMunicipality): manca'],
  },
  {
    what: 'a birth date that has not come yet',
    make: () => file({ ...applicant, birthDate: '2999-01-01' }),
    says: ['Data di nascita (birthDate): è una data futura'],
  },
  {
    what: 'a refused consent',
    make: () => file({ ...applicant, consent: 'not-authorised' }),
    says: ['Consenso (consent): senza l’autorizzazione al trattamento dei dati la richiesta non può essere aperta'],
  },
  { what: 'JSON that breaks off', make: () => file('{\n  "surname": "Verdi",\n  }'), says: ['non è JSON valido (riga 3)'] },
  {
    what: 'JSON of another shape',
    make: () => file('[{ "surname": "Verdi" }]'),
    says: ['serve un oggetto JSON con i campi del modulo, { "surname": … }'],
  },
  { what: 'an empty form', make: () => file('\n'), says: ['è vuoto'] },
  {
    what: 'a BOM',
    make: () => file(`\uFEFF${JSON.stringify(applicant)}`),
    says: ['comincia con un BOM: va salvato in UTF-8 senza BOM'],
  },
  { what: 'another encoding', make: () => file(Buffer.from('{"surname":"Nicolò"}', 'latin1')), says: ['non è testo UTF-8'] },
  {
    what: 'a form of many kilobytes',
    make: () => file({ ...applicant, telephone: '0'.repeat(70_000) }),
    says: ['è troppo grande'],
  },
  { what: 'a directory for a form', make: async () => place.path, says: ['è una cartella, serve un file'] },
  { what: 'a form that is not there', make: async () => join(place.path, 'nowhere.json'), says: ['il file non esiste'] },
]

const badDocuments: readonly Bad[] = [
  { what: 'a JPEG named .pdf', make: () => file(jpeg, 'pdf'), says: ['non è un PDF, qualunque sia il suo nome'] },
  { what: 'an empty document', make: () => file('', 'pdf'), says: ['è vuoto'] },
  {
    what: 'a document of 11 MiB',
    make: () => file(Buffer.alloc(11 * 1_048_576, '%PDF-1.4\n'), 'pdf'),
    says: ['supera il limite di 10 MiB'],
  },
  { what: 'a document cut off', make: () => file('%PDF-1.4\n1 0 obj', 'pdf'), says: ['è un PDF incompleto'] },
  {
    what: 'a document with a script',
    make: () => file(pdf('/JavaScript'), 'pdf'),
    says: ['è un PDF con contenuti attivi o estranei (pdf/javascript)'],
  },
  { what: 'a device for a document', make: async () => '/dev/null', says: ['non è un file vero e proprio'] },
  { what: 'a document that is not there', make: async () => join(place.path, 'nowhere.pdf'), says: ['il file non esiste'] },
]

const good: Bad = { what: 'a good document', make: async () => card, says: [] }
// A process for each would take long: every bad document goes with a bad form, and both must be told.
const bad = badForms.map((form, at) => ({ form, document: badDocuments[at] ?? good }))

describe.concurrent('bad input is told in a line each, with exit code 1, and nothing is stored', () => {
  it.each(bad)('$form.what, $document.what', async ({ form, document }) => {
    const data = join(place.path, `untouched ${form.what}`)
    const [formPath, documentPath] = [await form.make(), await document.make()]
    const { code, stdout, stderr } = await demo(['--applicant', formPath, '--document', documentPath, '--data', data])
    expect(linesOf(stderr)).toEqual([
      ...form.says.map((line) => `${formPath}: ${line}`),
      ...document.says.map((line) => `${documentPath}: ${line}`),
    ])
    expect(stdout).toBe('')
    expect(code).toBe(1)
    expect(await exists(data)).toBe(false)
  })

  it('a good form does not make a bad document good', async () => {
    const data = join(place.path, 'untouched')
    const { code, stdout, stderr } = await demo(['--document', await file(jpeg, 'pdf'), '--data', data])
    expect(linesOf(stderr)).toHaveLength(1)
    expect(stdout).toBe('')
    expect(code).toBe(1)
    expect(await exists(data)).toBe(false)
  })

  it('a bad form, a bad document and a bad place at once, in English', async () => {
    const [form, document, data] = [await file(nameless), await file(jpeg, 'pdf'), await file('no directory', 'txt')]
    const { code, stdout, stderr } = await demo(['--applicant', form, '--document', document, '--data', data, '--locale', 'en'])
    expect(linesOf(stderr)).toEqual([
      `${form}: Surname (surname): it is missing`,
      `${document}: it is not a PDF, whatever its name`,
      `${data}: it is not a directory`,
    ])
    expect(stdout).toBe('')
    expect(code).toBe(1)
  })

  it.each([
    { args: ['--colour'], line: 'opzione sconosciuta: --colour (npm run demo -- --help le elenca)' },
    { args: ['form.json', '--locale=en'], line: 'unknown option: form.json (npm run demo -- --help lists them)' },
    { args: ['--data'], line: '--data: manca il valore' },
    { args: ['--applicant', '--document', card], line: '--applicant: manca il valore' },
    { args: ['--data='], line: '--data: manca il valore' },
    { args: ['--locale', 'fr'], line: '--locale: è it oppure en, non fr' },
    { args: ['--fresh=1'], line: '--fresh non prende un valore' },
    { args: ['--storage'], line: '--storage: manca il valore' },
    { args: ['--storage', 'mongo'], line: '--storage: è memory, embedded o postgres://…, non mongo' },
    { args: ['--storage=', '--locale=en'], line: '--storage: its value is missing' },
    { args: ['--storage=Memory', '--locale=en'], line: '--storage: it is memory, embedded or postgres://…, not Memory' },
    {
      args: ['--storage', 'postgres:anna:secret@host'],
      line: '--storage: l’indirizzo non è scritto come postgres://utente:password@host:porta/database',
    },
    {
      args: ['--storage', 'postgresql://anna:secret@host:port', '--locale', 'en'],
      line: '--storage: the address is not written like postgres://user:password@host:port/database',
    },
  ])('the command line $args', async ({ args, line }) => {
    const { code, stdout, stderr } = await demo(args)
    expect(stderr).toBe(`${line}\n`)
    expect(stdout).toBe('')
    expect(code).toBe(1)
  })

  it('a path that is meant from where npm was called', async () => {
    const env = { npm_lifecycle_event: 'demo', INIT_CWD: place.path }
    const { stderr } = await demo(['--applicant', 'far/away.json'], { env })
    expect(stderr).toBe(`${join(place.path, 'far/away.json')}: il file non esiste\n`)
  })

  it('while --help is an answer and no mistake', async () => {
    const { code, stdout, stderr } = await demo(['--help', '--locale', 'en'])
    for (const option of [
      '--applicant',
      '--document',
      '--locale',
      '--data',
      '--storage',
      '--fresh',
      '--chapter',
      '--list',
      '--mailboxes',
    ])
      expect(stdout).toContain(option)
    expect(stderr).toBe('')
    expect(code).toBe(0)
  })
})

describe.concurrent('the chapters', () => {
  const linesInOrder = (text: string, wanted: readonly string[]): void => {
    let at = 0
    for (const part of wanted) {
      const found = text.indexOf(part, at)
      expect(found, part).toBeGreaterThanOrEqual(0)
      at = found + part.length
    }
  }

  it.each(['it', 'en'] as const)('are listed with a line each: --list --locale %s', async (locale) => {
    const { code, stdout, stderr } = await demo(['--list', '--locale', locale])
    expect([code, stderr]).toEqual([0, ''])
    expect(linesOf(stdout)).toEqual(chapterNames.map((name) => `  ${name.padEnd(12)}  ${chapterLines[locale][name]}`))
    for (const line of linesOf(stdout)) expect([...line].length).toBeLessThanOrEqual(110)
  })

  it('recovery: the mailbox alone replaces nothing; each secret is replaced with the other, and told at both addresses', async () => {
    const TMPDIR = await home()
    const { code, stdout, stderr } = await demo(['--chapter', 'recovery', '--locale', 'en'], { env: { TMPDIR } })
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).not.toMatch(/[^\P{Cc}\n]/u)
    for (const line of linesOf(stdout)) expect([...line].length).toBeLessThanOrEqual(100)
    linesInOrder(stdout, [
      'The password forgotten, then the PIN lost',
      'CITIZEN  Has forgotten the password',
      '│ Subject  Comune di Prova: recovery of your password',
      'THIEF    Asks the same for another codice fiscale',
      '✓ The answer is the same, and no letter goes out',
      'THIEF    Reads the citizen’s mail: opens the link and makes up a PIN',
      '✗ The PIN is not right',
      '✓ The new password is in force',
      '│ Subject  Comune di Prova: password replaced after a recovery',
      '✓ The same message has reached the PEC anna.verdi@pec.example.it too',
      '✗ The link was used before',
      '✗ Sign-in failed',
      '✓ Full sign-in',
      'CITIZEN  Has lost the PIN',
      '│ Subject  Comune di Prova: a new PIN to confirm',
      'THIEF    Asks for a new PIN too, with a made-up password',
      '✗ The PIN was not changed',
      '✓ The new PIN is in force',
      '│ Subject  Comune di Prova: PIN changed',
      '✓ The same message has reached the PEC anna.verdi@pec.example.it too',
      '✗ Sign-in failed',
      '✓ Full sign-in',
      'PasswordRecovered',
      'PinRenewed',
      '✓ The chain is intact',
      'COUNTER  What was shown',
      '✓ Whoever reads the mailbox alone replaces nothing',
    ])
    const fromLetter = /PIN, first 4 digits: (\d{4})\n/.exec(stdout)?.[1]
    const fromScreen = /new PIN, second half {2}(\d{5})\n/.exec(stdout)?.[1]
    expect(stdout).toContain(`${fromLetter} from the letter, ${fromScreen} from the screen`)
    expect(await readdir(TMPDIR)).toEqual([])
  })

  it('suspension: the link suspends and nothing else, the office reactivates, a revocation is final', async () => {
    const { code, stdout, stderr } = await demo(['--chapter=suspension', '--locale=en'])
    expect([code, stderr]).toEqual([0, ''])
    for (const line of linesOf(stdout)) expect([...line].length).toBeLessThanOrEqual(100)
    linesInOrder(stdout, [
      'Suspend, reactivate, revoke',
      '✓ Opening it has changed nothing: the session is still open',
      '✓ Access is suspended',
      '✓ The session that was open has ended',
      '│ Subject  Comune di Prova: credentials suspended',
      '✗ Sign-in failed',
      'Cause   theft suspected',
      'By      the link of a notice',
      '✓ Access is reactivated',
      '│ Subject  Comune di Prova: credentials reactivated',
      '✓ Full sign-in',
      '✗ The link is none, or does nothing any more.',
      '✓ Revoked',
      '│ Subject  Comune di Prova: credentials revoked',
      '✗ Sign-in failed',
      '✗ The credential is not suspended.',
      'CredentialRevoked',
      'COUNTER  What was shown',
      '✓ A revocation is final',
    ])
    expect(count(stdout, '✓ The same message has reached the PEC')).toBe(3)
  })

  it('registration: slips are told, a second form reserves nothing, and the correction that was asked for is all that can be made', async () => {
    const { code, stdout, stderr } = await demo(['--chapter', 'registration', '--locale', 'en'])
    expect([code, stderr]).toEqual([0, ''])
    for (const line of linesOf(stdout)) expect([...line].length).toBeLessThanOrEqual(100)
    linesInOrder(stdout, [
      'Registering, with the slips that people make',
      '✗ Codice fiscale: ',
      '✗ Consent to the processing of personal data',
      '✗ The file is not accepted: it is not a PDF.',
      '✗ The same file',
      'THIEF    Completes a request with the same codice fiscale',
      '✓ Other requests on the same codice fiscale: 1.',
      '│   To correct: ',
      '✗ The office has not asked',
      '✓ The residence is corrected',
      '✓ The other request has become void',
      'THIEF    Tries to sign in with the PIN and the password of his own form',
      '✗ Sign-in failed',
      '✓ Full sign-in',
      'RegistrationCorrected',
      'COUNTER  What was shown',
    ])
  })

  it('pec: the new PEC is in force once it is confirmed, and the receipt of the provider makes a late click one in time', async () => {
    const { code, stdout, stderr } = await demo(['--chapter', 'pec', '--locale', 'en'])
    expect([code, stderr]).toEqual([0, ''])
    for (const line of linesOf(stdout)) expect([...line].length).toBeLessThanOrEqual(100)
    linesInOrder(stdout, [
      'A change of PEC',
      'THIEF    Finds the page left open',
      '✗ ',
      '│ Subject  Comune di Prova: request to change your PEC',
      '│ Subject  Comune di Prova: confirm the new PEC address',
      'PEC in force  anna.verdi@pec.example.it',
      '✓ The click is noted',
      'PEC in force  anna.verdi@pec.example.it',
      '✓ The term counts from the delivery',
      'PEC in force  anna.verdi@nuova-pec.example.org',
      '✗ The link was used before',
      'COUNTER  What was shown',
    ])
    expect(count(stdout, 'pec-change#token=')).toBe(1)
  })

  it('maintenance: seed 000, from the notice to the reopening', async () => {
    const { code, stdout, stderr } = await demo(['--chapter', 'maintenance', '--locale', 'en'])
    expect([code, stderr]).toEqual([0, ''])
    for (const line of linesOf(stdout)) expect([...line].length).toBeLessThanOrEqual(100)
    linesInOrder(stdout, [
      'A maintenance window',
      '· changes of the private e-mail: 1 with identification in person',
      '│ Not available to citizens:',
      'COUNTER  The window begins by itself',
      '· waiting, with the term standing still: 1',
      'POST     Delivers 3 letters',
      '✗ Registration: not available until the work is done',
      '✓ The sign-in is open',
      'CITIZEN  Tries to confirm the new PIN',
      '✗ Renewal of the PIN: not available',
      '✓ The page gives both the same answer',
      'Recovery of the credential: not available',
      '✓ The new password is in force',
      '✗ Sign-in failed',
      '✓ Sara’s access is suspended',
      'OFFICE   The work is late: prolongs by two days',
      '✓ Everything is open again, at once',
      '│ Subject  Comune di Prova: the procedure can go on',
      '✓ The new PIN is in force',
      '✗ The request is closed',
      '✓ The request is complete',
      '✗ The request no longer stands',
      '✓ He is enabled again',
      'COUNTER  What was shown',
    ])
    const ends = [...stdout.matchAll(/not available until 24:00 on \w+ (\d+) /g)].map(([, day]) => day)
    expect(new Set(ends).size).toBe(2)
  })

  it('sunset: seed 002, from the notice to the day after the last use', async () => {
    const { code, stdout, stderr } = await demo(['--chapter', 'sunset', '--locale', 'en'])
    expect([code, stderr]).toEqual([0, ''])
    for (const line of linesOf(stdout)) expect([...line].length).toBeLessThanOrEqual(100)
    linesInOrder(stdout, [
      'The end of the credentials of the office',
      'OFFICE   2020-12-01 10:00 · Mario Rossi counts whom it would hit',
      '· credentials in use: 3',
      '· of people under age, who go on: 1',
      'OFFICE   2020-12-01 10:00 · Sets the end of the credentials',
      'New credentials         2021-02-28 00:00',
      'Sign-in                 2021-10-01 00:00',
      'New credentials are issued until 24:00 on Saturday 27 February 2021',
      'were issued work until 24:00 on Thursday 30 September 2021',
      'CITIZEN  2021-02-28 00:00 · Somebody who comes by wants to register',
      '✗ No new credentials are issued any more since Sunday 28 February 2021',
      'OFFICE   2021-02-28 00:00 · Wants to approve Giulia’s request',
      'The dossier warns: an approval would come too late.',
      '✗ No new credentials are issued any more',
      '✓ Can only reject it, with the reason',
      'Sara opens yesterday’s link',
      '✗ A forgotten password is not replaced any more',
      '│ Your procedure (recovery of the password) was ended',
      '✓ The password is changed: nothing lost was replaced',
      'For you the credentials of the office go on working (under age, up to and including 2022-02-28).',
      '✓ The new password is in force',
      'CITIZEN  2021-06-15 10:00 · Paolo has not signed in',
      '✗ Sign-in failed',
      '✗ Expired credentials are not restored any more',
      'COUNTER  2021-09-01 00:00 · The periodic job reminds',
      '· reminded: 1',
      '│ Subject  Comune di Prova: end of the credentials of the office',
      'CITIZEN  2021-09-30 23:59 · Signs in',
      '✓ The sign-in is open',
      'CITIZEN  2021-10-01 00:00 · Opens another page',
      '✗ The credentials of the office open nothing any more since Friday 1 October 2021',
      'THIEF    2021-10-01 00:00',
      '✗ The credentials of the office open nothing any more',
      'Sofia signs in as before',
      '✓ The sign-in is open',
      '✗ What ended at 2021-10-01 00:00',
      'PEC  anna.verdi@pec.example.it',
      '✓ The chain is intact',
      'COUNTER  What was shown',
    ])
  })

  it('federation: one account for a person, whoever vouches; what does not fit is for the office', async () => {
    const { code, stdout, stderr } = await demo(['--chapter', 'federation', '--locale', 'en'])
    expect([code, stderr]).toEqual([0, ''])
    for (const line of linesOf(stdout)) expect([...line].length).toBeLessThanOrEqual(100)
    linesInOrder(stdout, [
      'Signing in with SPID, CIE and eIDAS',
      'CITIZEN  Chooses “Sign in with SPID”',
      'Identifier           VRDNNA80A41L219Z',
      '✓ Signed in: the identity is linked to the account',
      '│ Subject  Comune di Prova: new digital identity for access',
      'CITIZEN  Another time signs in with CIE',
      'Surname and name  VERDI ANNA',
      '✓ Two identities, the same account:',
      '· https://cie.gestore.example',
      'THIEF    Signs in with his own SPID',
      'Mail, not validated  anna.verdi@example.it',
      '✓ Signed in: there is an account now',
      '✓ Has his own account and no more',
      '✗ Signing in was cancelled on the site of the provider',
      '✗ A higher level of assurance is needed',
      '✗ What the provider tells does not agree with the data on record',
      'OFFICE   Opens the case, and compares the data',
      'Birth             1968-06-21        1968-06-12        1968-06-12',
      '✓ The identity opens his account, and he is told by mail',
      'Paolo signs in again',
      '✓ Signed in: the identity opens the account already',
      '✓ Signed in: there is an account now',
      'Identifier        DE/IT/7FE1A2B3C4',
      '✓ The codice fiscale leads to his account',
      '✗ The credentials of the office open nothing any more',
      'CITIZEN  Signs in with SPID',
      '✓ Signed in: the identity opens the account already',
      'PEC  anna.verdi@pec.example.it',
      'FederatedSignedIn',
      '✓ The chain is intact',
      'COUNTER  What was shown',
    ])
  })

  // The migration is another play, with a test file of its own.
  it.each(chapterNames.filter((name) => name !== 'life' && name !== 'migration'))(
    '%s is played in Italian when nothing is said, with a word for every event',
    async (name) => {
      const { code, stdout, stderr } = await demo(['--chapter', name])
      expect([code, stderr]).toEqual([0, ''])
      for (const line of linesOf(stdout)) expect([...line].length).toBeLessThanOrEqual(100)
      if (name !== 'maintenance') expect(stdout).toContain('LADRO')
      expect(stdout).toContain('SPORTELLO  Che cosa si è visto')
      expect(stdout).not.toMatch(/^ +\d+ {2}[\d:]{8} {2}\S+ {20,}[A-Z]/m)
    },
  )

  it.each([
    {
      args: ['--chapter', 'revenge'],
      line: /^--chapter: è life, registration, pec, recovery, suspension, maintenance, sunset, federation, migration, non revenge \(/,
    },
    {
      args: ['--chapter', 'toString', '--locale', 'en'],
      line: /^--chapter: it is life, registration, pec, recovery, suspension, maintenance, sunset, federation, migration, not toString \(/,
    },
    {
      args: ['--chapter'],
      line: /^--chapter: manca il nome, che è life, registration, pec, recovery, suspension, maintenance, sunset, federation, migration \(/,
    },
    {
      args: ['--chapter=', '--locale=en'],
      line: /^--chapter: its name is missing, which is life, registration, pec, recovery, suspension, maintenance, sunset, federation, migration \(/,
    },
    { args: ['--chapter', '--locale', 'en'], line: /^--chapter: its name is missing/ },
    { args: ['--list=all'], line: /^--list non prende un valore$/ },
    { args: ['--chapter', 'recovery', '--storage', 'embedded'], line: /^--storage non va con --chapter/ },
    { args: ['--chapter', 'recovery', '--data', 'here'], line: /^--data non va con --chapter/ },
    { args: ['--fresh', '--chapter', 'recovery', '--locale', 'en'], line: /^--fresh does not go with --chapter/ },
    {
      args: ['--chapter', 'migration', '--storage', 'memory', '--locale', 'en'],
      line: /^--storage: the mailboxes of migration are moved/,
    },
    { args: ['--chapter', 'migration', '--mailboxes', '9'], line: /^--mailboxes: è un numero da 10 a 100000, non 9$/ },
    { args: ['--chapter', 'migration', '--mailboxes', '1e3'], line: /^--mailboxes: è un numero/ },
    {
      args: ['--chapter', 'pec', '--mailboxes', '100', '--locale', 'en'],
      line: /^--mailboxes goes with --chapter migration alone$/,
    },
  ])('the command line $args', async ({ args, line }) => {
    const { code, stdout, stderr } = await demo(args)
    expect(linesOf(stderr)).toHaveLength(1)
    expect(linesOf(stderr)[0]).toMatch(line)
    expect(stdout).toBe('')
    expect(code).toBe(1)
  })

  it('life is what is played when no chapter is named', () => {
    expect(readArguments(['--chapter', 'life', '--fresh'], null)).toEqual(readArguments(['--fresh'], null))
  })
})

describe('what goes wrong on the way', () => {
  it('a file without read permission is told like any other problem', async () => {
    const form = await file(applicant)
    await chmod(form, 0o000)
    // Root may read everything, so it steps down for a moment.
    const isRoot = process.getuid?.() === 0
    if (isRoot) process.seteuid?.(65_534)
    const read = await readInput({
      applicant: form,
      document: card,
      locale: 'it',
      storage: { kind: 'memory' },
      data: null,
      fresh: false,
    }).finally(() => {
      if (isRoot) process.seteuid?.(0)
    })
    expect(read).toEqual({ ok: false, refusal: [`${form}: manca il permesso di leggerlo`] })
  })

  it('an unexpected failure is one line with its code and one with the way on, and the stack only for debugging', async () => {
    const data = join(place.path, 'occupied')
    await mkdir(data)
    await writeFile(join(data, 'documents'), 'a file where a directory should be')
    const { code, stdout, stderr } = await demo(['--data', data])
    expect(linesOf(stderr)).toHaveLength(2)
    expect(stderr).toContain('La demo si è fermata: documents/failed: ')
    expect(stderr).toContain('\nnpm run demo riprende da qui; npm run demo -- --fresh comincia da capo.\n')
    expect(stdout).toContain('CITTADINO')
    expect(code).toBe(1)
    const debugged = await demo(['--data', data], { env: { DEBUG: '1' } })
    expect(debugged.stderr).toMatch(/\n +at /)
    expect(debugged.code).toBe(1)
  })

  it('an interruption of a play in memory closes the servers, leaves no temporary directory and ends with 130', async () => {
    // Without the native argon2 module, which makes the counter slow enough to be interrupted.
    const refuse = 'if (name === "@node-rs/argon2") throw new Error("absent")'
    const hook = `export async function resolve(name, context, next) { ${refuse}; return next(name, context) }`
    const code = `data:text/javascript,${encodeURIComponent(hook)}`
    const loader = `import { register } from 'node:module'; register(${JSON.stringify(code)})`
    const TMPDIR = join(place.path, 'temporary')
    await mkdir(TMPDIR)
    const args = ['--import', 'tsx', '--import', `data:text/javascript,${encodeURIComponent(loader)}`]
    let interrupted = false
    const ended = await runNode([...args, join(root, 'examples/demo/main.ts'), '--storage', 'memory'], {
      env: { TMPDIR },
      onOutput(child) {
        if (!interrupted) child.kill('SIGINT')
        interrupted = true
      },
    })
    expect(ended.stdout).toContain('password e PIN: scrypt di Node')
    expect(ended.stderr).toBe('\nInterrotto.\n')
    expect(ended.code).toBe(130)
    expect((await readdir(TMPDIR)).filter((name) => name.startsWith('sportello'))).toEqual([])
  })

  it('a reader who stops reading is no failure', async () => {
    const ended = await demo(['--data', join(place.path, 'unread')], { onOutput: (child) => child.stdout?.destroy() })
    expect(ended.stderr).toBe('')
    expect(ended.code).toBe(0)
  })
})

describe('the demo with its records in memory', () => {
  it('plays as on disk, and leaves the documents', async () => {
    const data = join(place.path, 'memory')
    const { code, stdout, stderr } = await demo(['--storage', 'memory', '--data', data, '--locale', 'en'])
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toContain('storage: in memory, ends with the demo')
    expect(stdout).toContain('3 letters sent, 1 to nobody, 0 waiting')
    expect(stdout).toContain('The rest lives in memory, and ends with the demo.')
    expect(await readdir(data)).toEqual(['documents'])
    // What the documents show is what is played, but for times, ids and secrets.
    const page = await readFile(join(root, demoPage), 'utf8')
    expect(masked(keptTranscript(page))).toBe(masked(`\`\`\`text\n${stdout.trimEnd()}\n\`\`\``))
  })
})
