import fc from 'fast-check'
import { type RegistrationDocumentForm, refusalText } from 'sportello'
import { encodeName, parseCodiceFiscale } from 'sportello/identity'
import { describe, expect, it } from 'vitest'
import { latin1, minimalPdf, onePage, pdfOf } from '../../../rules/identity/minimal-pdf.ts'
import {
  accepted,
  anna,
  approve,
  approved,
  completed,
  drafted,
  everythingStored,
  freshPdf,
  morning,
  newPassword,
  openCounter,
  operator,
  readSecrets,
  refusedCode,
} from '../../../support/counter.ts'

const day = 24 * 60 * 60_000

async function problemsOf(form: unknown) {
  const { sportello, storage } = openCounter()
  const answer = await sportello.registration.open(form as never)
  if (answer.ok || answer.refusal.code !== 'registration/form') throw new Error(JSON.stringify(answer))
  expect(await storage.list({ office: 'comune-di-prova', kind: 'registration', limit: 10 })).toEqual([])
  return answer.refusal.problems
}

describe('phase 1: the form of seed 001', () => {
  it.each(['codiceFiscale', 'birthDate', 'email'])('tells of an empty name beside an empty %s, both at once', async (other) => {
    for (const name of ['', undefined]) {
      const problems = await problemsOf({ ...anna, name, [other]: '' })
      expect(problems.map(({ field, code }) => `${field} ${code}`)).toEqual(['name required', `${other} required`])
    }
  })

  it.each([
    ['true', true],
    ['false', false],
    ['', null],
  ] as const)('reads %j of a page as citizenship', async (italianCitizen, read) => {
    const { sportello } = openCounter()
    const { id, ticket } = accepted(await sportello.registration.open({ ...anna, italianCitizen }))
    accepted(await sportello.registration.addDocument(ticket, { type: 'identity-card' }, minimalPdf()))
    accepted(await sportello.registration.complete(ticket))
    expect(accepted(await sportello.approval.dossier({ operator, id })).person?.italianCitizen).toBe(read)
    expect(await problemsOf({ ...anna, italianCitizen: 'yes' })).toEqual([{ field: 'italianCitizen', code: 'malformed' }])
  })

  it('tells one thing of an empty field, and lists the fields as the page has them', async () => {
    expect(await problemsOf({ ...anna, body: { name: 'Ente', taxCode: '' } })).toEqual([
      { field: 'body.taxCode', code: 'required' },
    ])
    const wrong = { ...anna, birthProvince: '', birthMunicipality: '', consent: '', name: '', residenceCity: '' }
    expect((await problemsOf(wrong)).map(({ field }) => field)).toEqual([
      'name',
      'birthProvince',
      'birthMunicipality',
      'residenceCity',
      'consent',
    ])
  })

  it('asks for every starred field, all problems at once, and stores nothing', async () => {
    const problems = await problemsOf({})
    expect(problems.map(({ field }) => field).sort()).toEqual(
      [
        'birthDate',
        'birthNation',
        'codiceFiscale',
        'consent',
        'email',
        'name',
        'noticeVersion',
        'residenceCity',
        'residenceProvince',
        'surname',
      ].sort(),
    )
    expect(new Set(problems.map(({ code }) => code))).toEqual(new Set(['required']))
  })

  it('leaves sex, citizenship, address, postal code, telephone and requesting body to choice', async () => {
    const { sex: _1, italianCitizen: _2, residenceAddress: _3, postalCode: _4, telephone: _5, ...starred } = anna
    expect((await openCounter().sportello.registration.open(starred)).ok).toBe(true)
  })

  it('asks people born in Italy for province and municipality, and nobody else', async () => {
    const { birthProvince: _1, birthMunicipality: _2, ...form } = anna
    expect((await problemsOf(form)).map(({ field }) => field)).toEqual(['birthProvince', 'birthMunicipality'])
    expect((await openCounter().sportello.registration.open({ ...form, birthNation: 'FR' })).ok).toBe(true)
  })

  it.each(['', '   ', '\u200B\u200B', '\u2060', null, undefined])('R8: a starred field of %j is missing', async (blank) => {
    for (const field of ['surname', 'name', 'birthDate', 'residenceCity', 'email', 'codiceFiscale', 'noticeVersion'] as const) {
      expect(await problemsOf({ ...anna, [field]: blank })).toEqual([{ field, code: 'required' }])
    }
  })

  it('R8: "non autorizzo" stops the request', async () => {
    expect(await problemsOf({ ...anna, consent: 'not-authorised' })).toEqual([{ field: 'consent', code: 'not-authorised' }])
    expect(await problemsOf({ ...anna, consent: true })).toEqual([{ field: 'consent', code: 'malformed' }])
  })

  it('keeps the version of the notice and the instant with the request', async () => {
    const counter = openCounter()
    const { id } = await drafted(counter.sportello)
    const journal = accepted(await counter.sportello.journal.read({ kind: 'registration', id }))
    expect(journal[0]).toMatchObject({
      at: morning,
      type: 'RegistrationOpened',
      data: { noticeVersion: '2026-01', openedAt: morning },
    })
  })

  it('R9: refuses a wrong check letter and the sample codes of the seed', async () => {
    expect(await problemsOf({ ...anna, codiceFiscale: 'VRDNNA80A41L219M' })).toEqual([
      { field: 'codiceFiscale', code: 'check-letter' },
    ])
    expect(await problemsOf({ ...anna, codiceFiscale: 'ABCDEF12A12A123A' })).toEqual([
      { field: 'codiceFiscale', code: 'check-letter' },
    ])
    expect(await problemsOf({ ...anna, body: { name: 'Comune', taxCode: '12345678901' } })).toEqual([
      { field: 'body.taxCode', code: 'malformed' },
    ])
  })

  it('R9: shows the office what contradicts the codice fiscale, and refuses it where the policy says so', async () => {
    const strange = { ...anna, surname: 'Bianchi', sex: 'M', birthDate: '1980-01-02' }
    const counter = openCounter()
    const { id, ticket } = await drafted(counter.sportello, strange)
    accepted(await counter.sportello.registration.complete(ticket))
    const { findings } = accepted(await counter.sportello.approval.dossier({ operator, id }))
    expect(findings).toEqual(expect.arrayContaining(['surname-mismatch', 'birthDate-mismatch', 'sex-mismatch']))
    expect(findings).not.toContain('name-mismatch')
    const strict = openCounter({ policy: { registration: { contradictions: 'refuse' } } })
    const answer = await strict.sportello.registration.open(strange as never)
    expect(answer.ok ? null : answer.refusal).toMatchObject({
      problems: expect.arrayContaining([
        { field: 'surname', code: 'mismatch' },
        { field: 'birthDate', code: 'mismatch' },
      ]),
    })
  })

  it('refuses a birth date that has not come, counted in days of Rome', async () => {
    const tomorrow = { ...anna, birthDate: '2026-03-11' }
    const { sportello, clock } = openCounter()
    clock.set(Date.UTC(2026, 2, 10, 22, 59))
    expect(refusedCode(await sportello.registration.open(tomorrow))).toBe('registration/form')
    clock.set(Date.UTC(2026, 2, 10, 23, 0))
    expect((await sportello.registration.open(tomorrow)).ok).toBe(true)
  })

  it.each([
    '\uFF36RDNNA80A41L219Z',
    'VRDNNA80A41L219Z\u200B',
    '\u202EVRDNNA80A41L219Z',
    '\u00A0VRDNNA80A41L219Z',
    '\uFEFFVRDNNA80A41L219Z',
    'VRDNNA80A41L219Ζ',
  ])('R10: %j is not a codice fiscale, not even after cleaning', async (codiceFiscale) => {
    expect((await problemsOf({ ...anna, codiceFiscale }))[0]?.field).toBe('codiceFiscale')
  })

  it.each([
    'a@example.it\r\nBcc: b@example.it',
    'a@example.it, b@example.it',
    'a\uFF20example.it',
    'a\uFE6Bexample.it',
    '"a b"@example.it',
    'a@b',
    `${'a'.repeat(65)}@example.it`,
  ])('R11: %j is not exactly one mail address', async (email) =>
    expect(await problemsOf({ ...anna, email })).toMatchObject([
      { field: 'email', code: expect.stringMatching(/^(characters|shape|local-part|domain)$/) },
    ]),
  )

  it.each([
    ['surname', 'INPS Servizi: https://evil.example', 'characters', 13],
    ['name', 'An\u202Ena', 'characters', 3],
    ['name', '\u0410nna', 'script', 1],
    ['surname', 'evil.example', 'shape', 6],
    ['residenceCity', 'Torino\u2800', 'characters', 7],
    ['birthMunicipality', 'Torino @', 'characters', 8],
    ['residenceAddress', 'Via Prova 1: https://evil.example', 'characters', 12],
    ['surname', `a${'\u0301'.repeat(40)}`, 'marks', 4],
  ])('R15: %s of %j is refused, and the place is said', async (field, value, code, position) => {
    const shown = code === 'marks' ? {} : { character: expect.stringMatching(/^U\+[0-9A-F]{4}$/) }
    expect(await problemsOf({ ...anna, [field]: value })).toEqual([{ field, code, position, ...shown }])
  })

  it.each([
    ['surname', 101],
    ['name', 101],
    ['residenceCity', 61],
    ['birthMunicipality', 61],
    ['residenceAddress', 151],
  ])('R15: %s of %d letters is too long', async (field, length) => {
    expect(await problemsOf({ ...anna, [field]: 'a'.repeat(length) })).toEqual([{ field, code: 'too-long' }])
    expect((await openCounter().sportello.registration.open({ ...anna, [field]: 'a'.repeat(length - 1) })).ok).toBe(true)
  })

  it('says in words at which character a name is not taken', async () => {
    const answer = await openCounter().sportello.registration.open({ ...anna, surname: 'Verdi!' })
    if (answer.ok) throw new Error('taken')
    expect(refusalText(answer.refusal, 'it')).toBe('Alcuni campi non sono corretti: Cognome (carattere 6: «!»).')
    expect(refusalText(answer.refusal, 'en')).toBe('Some fields are not right: Surname (character 6: «!»).')
  })

  it('a person without a given name, XXX in the codice fiscale, can fill in the form', async () => {
    const codiceFiscale = 'SNGXXX80A41Z222Q'
    expect(accepted(parseCodiceFiscale(codiceFiscale)).name).toBe(accepted(encodeName('')))
    for (const name of ['', null, ' ']) {
      const counter = openCounter()
      const form = { ...anna, surname: 'Singh', name, codiceFiscale, birthNation: 'IN' }
      const { ticket, id } = await drafted(counter.sportello, form as never)
      accepted(await counter.sportello.registration.complete(ticket))
      await counter.sportello.relay()
      expect(counter.mailer.sent[0]?.to.name).toBe('Singh')
      expect(accepted(await counter.sportello.approval.dossier({ operator, id })).person).toMatchObject({ name: '' })
    }
  })

  it('drops what the form does not know', async () => {
    const counter = openCounter()
    accepted(await counter.sportello.registration.open({ ...anna, role: 'administrator', __proto__: { admin: true } } as never))
    expect((await everythingStored(counter)).join('')).not.toMatch(/administrator|admin/)
  })
})

describe('the PIN', () => {
  it('is shown by its last five digits at the end of phase 1 and mailed by its first four at completion', async () => {
    const counter = openCounter()
    const opened = await drafted(counter.sportello)
    expect(opened.pinSecondHalf).toMatch(/^[0-9]{5}$/)
    await counter.sportello.relay()
    expect(counter.mailer.sent).toEqual([])
    accepted(await counter.sportello.registration.complete(opened.ticket))
    await counter.sportello.relay()
    expect(readSecrets(counter.mailer.sent[0]?.text ?? '').firstHalf).toMatch(/^[0-9]{4}$/)
  })

  it('R5: whose digits were lost is drawn anew as a whole, and the half that was to be mailed changes with it', async () => {
    const counter = openCounter()
    const opened = await drafted(counter.sportello)
    const { pinSecondHalf } = accepted(await counter.sportello.registration.renewPin(opened.ticket))
    accepted(await counter.sportello.registration.complete(opened.ticket))
    await counter.sportello.relay()
    const { firstHalf, password } = readSecrets(counter.mailer.sent[0]?.text ?? '')
    await approve(counter, opened.id)
    const { codiceFiscale } = anna
    const { signIn } = counter.sportello.session
    expect(refusedCode(await signIn({ codiceFiscale, password, pin: firstHalf + opened.pinSecondHalf }))).toBe(
      'session/sign-in-refused',
    )
    accepted(await signIn({ codiceFiscale, password, pin: firstHalf + pinSecondHalf }))
    expect(refusedCode(await counter.sportello.registration.renewPin(opened.ticket))).toBe('registration/already-completed')
  })

  it('R14: of two requests on one codice fiscale each has its own PIN, sent to its own mailbox', async () => {
    const counter = openCounter()
    const first = await completed(counter, anna)
    const second = await completed(counter, { ...anna, email: 'other@example.it' })
    expect(counter.mailer.sent.map(({ to }) => to.address)).toEqual(['anna.verdi@example.it', 'other@example.it'])
    await approve(counter, second.id)
    const { signIn } = counter.sportello.session
    expect(refusedCode(await signIn(first.credentials))).toBe('session/sign-in-refused')
    accepted(await signIn(second.credentials))
  })

  it('R12: what the mail carries never suffices to sign in', async () => {
    const counter = openCounter()
    const { credentials } = await approved(counter)
    const { pin, ...rest } = credentials
    const { signIn } = counter.sportello.session
    for (const guess of [pin.slice(0, 4), pin.slice(4), `${pin.slice(4)}${pin.slice(0, 4)}`, `${pin.slice(0, 4)}00000`]) {
      expect(refusedCode(await signIn({ ...rest, pin: guess }))).toBe('session/sign-in-refused')
    }
    // Whatever mail has gone out so far: the half that was shown is nowhere in it.
    expect(counter.mailer.sent).not.toEqual([])
    expect(JSON.stringify(counter.mailer.sent)).not.toContain(pin.slice(4))
  })
})

describe('phase 2: the documents', () => {
  const forms: readonly RegistrationDocumentForm[] = [
    { type: 'identity-card' },
    { type: 'driving-licence' },
    { type: 'residence-permit' },
    { type: 'other', description: 'Passaporto' },
  ]

  it('are of four types, are listed under a number, and can be removed until completion', async () => {
    const { sportello } = openCounter()
    const { ticket } = accepted(await sportello.registration.open(anna))
    for (const [i, form] of forms.entries()) {
      expect(accepted(await sportello.registration.addDocument(ticket, form, freshPdf()))).toEqual({ id: i + 1 })
    }
    accepted(await sportello.registration.removeDocument(ticket, 2))
    const { documents } = accepted(await sportello.registration.inspect(ticket))
    expect(documents.map(({ id, type, description }) => [id, type, description])).toEqual([
      [1, 'identity-card', ''],
      [3, 'residence-permit', ''],
      [4, 'other', 'Passaporto'],
    ])
    accepted(await sportello.registration.complete(ticket))
    expect(refusedCode(await sportello.registration.removeDocument(ticket, 1))).toBe('registration/already-completed')
    expect(refusedCode(await sportello.registration.addDocument(ticket, { type: 'identity-card' }, freshPdf()))).toBe(
      'registration/already-completed',
    )
  })

  it('of the type "other" carry a description, and no other type exists', async () => {
    const { sportello } = openCounter()
    const { ticket } = accepted(await sportello.registration.open(anna))
    const add = async (form: RegistrationDocumentForm) => {
      const answer = await sportello.registration.addDocument(ticket, form, freshPdf())
      return answer.ok ? null : answer.refusal
    }
    expect(await add({ type: 'other' })).toEqual({
      code: 'registration/form',
      problems: [{ field: 'description', code: 'required' }],
      problemCount: 1,
    })
    expect(await add({ type: 'passport' })).toEqual({
      code: 'registration/form',
      problems: [{ field: 'type', code: 'malformed' }],
      problemCount: 1,
    })
  })

  it('D1: are judged by content: another file named .pdf is refused and leaves nothing', async () => {
    const { sportello, documents } = openCounter()
    const { ticket, id } = accepted(await sportello.registration.open(anna))
    const jpeg = Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 74, 70, 73, 70])
    for (const content of [jpeg, new Uint8Array(0), Uint8Array.from([37, 80, 68, 70]), minimalPdf().slice(0, -40)]) {
      const answer = await sportello.registration.addDocument(ticket, { type: 'identity-card', name: 'card.pdf' }, content)
      expect(refusedCode(answer)).toBe('registration/document-refused')
    }
    expect(accepted(await sportello.registration.inspect(ticket)).documents).toEqual([])
    expect(await documents.get({ office: 'comune-di-prova', owner: id, digest: '0'.repeat(64), size: 1 })).toBeNull()
  })

  it('D3: a file that could not be looked through in full is taken, and the office is told to have it scanned', async () => {
    const counter = openCounter()
    const opened = await drafted(counter.sportello)
    const packed = latin1(pdfOf(onePage('Card', '', ['<< /Type /ObjStm /N 1 /First 5 /Length 0 >>'])))
    const { id } = opened
    accepted(await counter.sportello.registration.addDocument(opened.ticket, { type: 'residence-permit', name: 'b.pdf' }, packed))
    accepted(await counter.sportello.registration.complete(opened.ticket))
    const { documents } = accepted(await counter.sportello.approval.dossier({ operator, id }))
    expect(documents.map(({ findings }) => findings)).toEqual([[], ['pdf/not-fully-inspected']])
  })

  it('D3: with active content are refused, or shown to the office where the policy says so', async () => {
    const plain = new TextDecoder('latin1').decode(minimalPdf())
    const active = latin1(plain.replace('/Type /Catalog', '/Type /Catalog /OpenAction << /S /JavaScript /JS (app.alert) >>'))
    const { sportello } = openCounter()
    const { ticket } = accepted(await sportello.registration.open(anna))
    const answer = await sportello.registration.addDocument(ticket, { type: 'identity-card' }, active)
    expect(answer.ok ? null : answer.refusal).toMatchObject({ code: 'registration/document-refused', reason: 'suspicious' })
    const lenient = openCounter({ policy: { registration: { suspicious: 'flag' } } })
    const opened = accepted(await lenient.sportello.registration.open(anna))
    accepted(await lenient.sportello.registration.addDocument(opened.ticket, { type: 'identity-card' }, active))
    accepted(await lenient.sportello.registration.complete(opened.ticket))
    const { documents } = accepted(await lenient.sportello.approval.dossier({ operator, id: opened.id }))
    expect(documents[0]?.findings.length).toBeGreaterThan(0)
  })

  it('tells a page in which no file was chosen from a file that is empty', async () => {
    const { sportello } = openCounter()
    const { ticket } = accepted(await sportello.registration.open(anna))
    const reasonOf = async (name: string, content: Uint8Array | undefined) => {
      const answer = await sportello.registration.addDocument(ticket, { type: 'identity-card', name }, content as never)
      return answer.ok ? null : answer.refusal
    }
    expect(await reasonOf('', new Uint8Array(0))).toMatchObject({ reason: 'not-chosen' })
    expect(await reasonOf('', undefined)).toMatchObject({ reason: 'not-chosen' })
    expect(await reasonOf('card.pdf', new Uint8Array(0))).toMatchObject({ reason: 'empty' })
    const refusal = await reasonOf('', new Uint8Array(0))
    expect(refusal && refusalText(refusal, 'it')).toBe('Non è stato scelto alcun file.')
  })

  it('D4: stops reading a stream one chunk after the limit, and limits number and total size', async () => {
    const counter = openCounter({ policy: { registration: { bytesMax: 1000, documentsMax: 2, documentsBytesMax: 1300 } } })
    const { sportello } = counter
    const { ticket } = accepted(await sportello.registration.open(anna))
    let served = 0
    async function* endless() {
      for (;;) {
        served += 100
        yield new Uint8Array(100)
      }
    }
    const answer = await sportello.registration.addDocument(ticket, { type: 'identity-card' }, endless())
    expect(answer.ok ? null : answer.refusal).toMatchObject({ reason: 'too-large' })
    expect(served).toBe(1100)
    accepted(await sportello.registration.addDocument(ticket, { type: 'identity-card' }, freshPdf()))
    accepted(await sportello.registration.addDocument(ticket, { type: 'identity-card' }, freshPdf()))
    const third = await sportello.registration.addDocument(ticket, { type: 'identity-card' }, freshPdf())
    expect(refusedCode(third)).toBe('registration/too-many-documents')
    accepted(await sportello.registration.removeDocument(ticket, 1))
    const large = await sportello.registration.addDocument(ticket, { type: 'identity-card' }, minimalPdf('x'.repeat(380)))
    expect(refusedCode(large)).toBe('registration/documents-too-large')
  })

  it('D5: names are cleaned for showing and never used for storing', async () => {
    const { sportello } = openCounter()
    const { ticket } = accepted(await sportello.registration.open(anna))
    const names = ['../../etc/passwd.pdf', 'a.pdf.exe', '\u202Efdp.exe', 'a\u0000b.pdf', 'x'.repeat(300)]
    for (const name of names)
      accepted(await sportello.registration.addDocument(ticket, { type: 'identity-card', name }, freshPdf()))
    const { documents } = accepted(await sportello.registration.inspect(ticket))
    for (const { name } of documents) {
      expect(name).toMatch(/\.pdf$/)
      expect(name).toMatch(/^[^/\\\p{C}]+$/u)
      expect(name).not.toMatch(/\.exe$/)
      expect(name.length).toBeLessThanOrEqual(120)
    }
  })

  it('D6: of somebody else cannot be seen or removed, and the attempt is journalled', async () => {
    const { sportello } = openCounter()
    const mine = await drafted(sportello)
    const other = await drafted(sportello, { ...anna, email: 'other@example.it' })
    const [keyId, , secret] = other.ticket.split('~')
    const forged = [keyId, mine.id, secret].join('~')
    for (const ticket of [forged, '', 'x', `${mine.ticket}x`, null, 42, {}, mine.id]) {
      // Whatever a host may pass on.
      const given = ticket as string
      expect(refusedCode(await sportello.registration.inspect(given))).toBe('registration/not-found')
      expect(refusedCode(await sportello.registration.removeDocument(given, 1))).toBe('registration/not-found')
    }
    const journal = accepted(await sportello.journal.read({ kind: 'registration', id: mine.id }))
    expect(journal.filter(({ type }) => type === 'Refused').map(({ data }) => data)).toEqual([
      { type: 'Refused', command: 'registration/remove-document', code: 'registration/not-found' },
    ])
  })

  it('D7: nothing is decided on a file that is gone', async () => {
    const counter = openCounter()
    const { id } = await completed(counter)
    const { digest, documents } = accepted(await counter.sportello.approval.dossier({ operator, id }))
    const [document] = documents
    await counter.documents.delete({
      office: 'comune-di-prova',
      owner: id,
      digest: document?.digest ?? '',
      size: document?.size ?? 0,
    })
    expect(refusedCode(await counter.sportello.approval.approve({ operator, id, dossierDigest: digest }))).toBe(
      'approval/document-missing',
    )
    expect(accepted(await counter.sportello.approval.pending()).map((row) => row.id)).toEqual([id])
  })

  it('filed twice are refused as the same file', async () => {
    const { sportello, documents } = openCounter()
    const { ticket, id } = accepted(await sportello.registration.open(anna))
    const file = freshPdf()
    accepted(await sportello.registration.addDocument(ticket, { type: 'identity-card' }, file))
    const twice = await sportello.registration.addDocument(ticket, { type: 'other', description: 'Copy' }, file)
    expect(twice.ok ? null : twice.refusal).toEqual({ code: 'registration/duplicate-document', id: 1 })
    accepted(await sportello.registration.complete(ticket))
    const dossier = accepted(await sportello.approval.dossier({ operator, id }))
    const [{ digest, size } = { digest: '', size: 0 }] = dossier.documents
    expect(await documents.get({ office: 'comune-di-prova', owner: id, digest, size })).not.toBeNull()
  })
})

describe('"Completa"', () => {
  it('R4: needs a document, works once, and never before phase 1', async () => {
    const counter = openCounter()
    const { sportello, mailer } = counter
    const { ticket } = accepted(await sportello.registration.open(anna))
    expect(refusedCode(await sportello.registration.complete(ticket))).toBe('registration/no-document')
    accepted(await sportello.registration.addDocument(ticket, { type: 'identity-card' }, freshPdf()))
    accepted(await sportello.registration.complete(ticket))
    expect(refusedCode(await sportello.registration.complete(ticket))).toBe('registration/already-completed')
    expect(refusedCode(await sportello.registration.complete(`k1~01ARZ3NDEKTSV4RRFFQ69G5FAV~${'A'.repeat(43)}`))).toBe(
      'registration/not-found',
    )
    await sportello.relay()
    expect(mailer.sent).toHaveLength(1)
  })

  it.each(['it', 'en'] as const)(
    'mails office, person, user name, temporary password and first PIN half in %s',
    async (locale) => {
      const counter = openCounter()
      const opened = await drafted(counter.sportello, {
        ...anna,
        locale,
        body: { name: 'Gestore Acque', taxCode: '00743110157' },
      })
      accepted(await counter.sportello.registration.complete(opened.ticket))
      await counter.sportello.relay()
      const [mail] = counter.mailer.sent
      expect(mail?.to).toEqual({ name: 'Anna Verdi', address: 'anna.verdi@example.it' })
      expect(mail?.locale).toBe(locale)
      for (const fact of ['Comune di Prova', '00743110157', 'Verdi', 'Anna', 'VRDNNA80A41L219Z']) {
        expect(mail?.text).toContain(fact)
        expect(mail?.html).toContain(fact)
      }
      expect(mail?.text).toMatch(locale === 'it' ? /Nome utente: VRDNNA80A41L219Z/ : /User name: VRDNNA80A41L219Z/)
      expect(mail?.text).toMatch(locale === 'it' ? /solo dopo l'autorizzazione/ : /only after the office has approved/)
      expect(mail?.text).not.toContain(opened.pinSecondHalf)
      expect(JSON.stringify(mail)).not.toContain('Gestore Acque')
    },
  )

  it('escapes every value of the mail', async () => {
    const counter = openCounter()
    const form = { ...anna, surname: "Verdi' Neri" }
    const opened = await drafted(counter.sportello, form)
    accepted(await counter.sportello.registration.complete(opened.ticket))
    await counter.sportello.relay()
    const [mail] = counter.mailer.sent
    expect(mail?.html).toContain('<dd>Verdi&#39; Neri</dd>')
    expect(mail?.text).toContain("Verdi' Neri")
  })

  it('an abandoned request mails nothing, and lapses at its term', async () => {
    const { sportello, clock, mailer } = openCounter()
    const { ticket, lapsesAt } = await drafted(sportello)
    expect(lapsesAt).toBe(morning + 7 * day)
    clock.set(lapsesAt - 1)
    expect(accepted(await sportello.registration.inspect(ticket)).actions).toContain('CompleteRegistration')
    clock.set(lapsesAt)
    expect(accepted(await sportello.registration.inspect(ticket))).toMatchObject({ status: 'lapsed', actions: [] })
    expect(refusedCode(await sportello.registration.complete(ticket))).toBe('registration/lapsed')
    await sportello.relay()
    expect(mailer.sent).toEqual([])
  })

  it('a withdrawn request is closed for good and its files are gone', async () => {
    const counter = openCounter()
    const { ticket, id } = await drafted(counter.sportello)
    const journal = accepted(await counter.sportello.journal.read({ kind: 'registration', id }))
    const filed = journal[1]?.data as { readonly document: { readonly digest: string; readonly size: number } }
    const ref = { office: 'comune-di-prova', owner: id, digest: filed.document.digest, size: filed.document.size }
    expect(await counter.documents.get(ref)).not.toBeNull()
    accepted(await counter.sportello.registration.withdraw(ticket))
    expect(await counter.documents.get(ref)).toBeNull()
    expect(refusedCode(await counter.sportello.registration.complete(ticket))).toBe('registration/closed')
  })
})

describe('the name of a file', () => {
  it.each([5, true, null, {}, [], ['a.pdf'], Symbol('a'), () => 'a.pdf'])(
    'that is %o is refused like every other field',
    async (name) => {
      const { sportello } = openCounter()
      const { ticket } = await drafted(sportello)
      const form = { type: 'identity-card', name } as unknown as RegistrationDocumentForm
      const answer = await sportello.registration.addDocument(ticket, form, freshPdf())
      expect(answer).toMatchObject({
        ok: false,
        refusal: { code: 'registration/form', problems: [{ field: 'name', code: 'type' }] },
      })
      expect(accepted(await sportello.registration.inspect(ticket)).documents).toHaveLength(1)
    },
  )

  it('may be left out', async () => {
    const { sportello } = openCounter()
    const { ticket } = await drafted(sportello)
    accepted(await sportello.registration.addDocument(ticket, { type: 'identity-card' }, freshPdf()))
  })
})

describe('many requests', () => {
  it('R1: a request reserves no codice fiscale; approving one voids the others with their unsent mail', async () => {
    const counter = openCounter()
    const { sportello, mailer } = counter
    const squatter = await drafted(sportello, { ...anna, email: 'squatter@example.it' })
    const owner = await completed(counter)
    accepted(await sportello.registration.complete(squatter.ticket))
    expect(accepted(await sportello.approval.dossier({ operator, id: owner.id })).competitors).toEqual([squatter.id])
    await approve(counter, owner.id)
    await sportello.relay()
    const told = mailer.sent.filter(({ to }) => to.address === 'squatter@example.it')
    expect(told.map(({ subject }) => subject)).toEqual(['Comune di Prova: richiesta chiusa'])
    // Whoever reads it may be a stranger: it says nothing of the other request.
    const theirs = [owner.id, anna.email, 'autorizzat', 'approvat', "un'altra richiesta"]
    for (const word of theirs) expect(`${told[0]?.text}${told[0]?.html}`).not.toContain(word)
    for (const kind of ['approval', 'registration']) {
      const lines = accepted(await sportello.journal.read({ kind, id: squatter.id }))
      const type = kind === 'approval' ? 'ApprovalVoided' : 'RegistrationVoided'
      expect(lines.filter((line) => line.type === type)).toMatchObject([{ data: { approved: owner.id } }])
    }
    const seen = accepted(await sportello.approval.dossier({ operator, id: squatter.id }))
    expect(seen.status).toBe('void')
    expect(refusedCode(await sportello.approval.approve({ operator, id: squatter.id, dossierDigest: seen.digest }))).toBe(
      'approval/void',
    )
    expect(accepted(await sportello.registration.inspect(squatter.ticket)).status).toBe('void')
  })

  it('R2: one mailbox, or one requester, opens so many in a window; never counted by codice fiscale', async () => {
    const { sportello, clock } = openCounter({ policy: { quota: { usesMax: 3, windowMs: day } } })
    for (let i = 0; i < 3; i += 1) accepted(await sportello.registration.open(anna))
    const answer = await sportello.registration.open({ ...anna, email: 'ANNA.verdi@example.it' })
    expect(answer.ok ? null : answer.refusal).toEqual({ code: 'quota/exceeded', retryAt: morning + day })
    accepted(await sportello.registration.open({ ...anna, email: 'second@example.it' }))
    for (const i of [1, 2, 3])
      accepted(await sportello.registration.open({ ...anna, email: `r${i}@example.it` }, { requester: '192.0.2.1' }))
    const fourth = await sportello.registration.open({ ...anna, email: 'r4@example.it' }, { requester: '192.0.2.1' })
    expect(refusedCode(fourth)).toBe('quota/exceeded')
    clock.advance(day)
    accepted(await sportello.registration.open(anna))
  })

  it('R2: one mailbox has so many of all requesters together', async () => {
    const { sportello } = openCounter({ policy: { quota: { usesMax: 2, mailboxMax: 3, windowMs: day } } })
    const openFrom = (requester: string) => sportello.registration.open(anna, { requester })
    for (const requester of ['192.0.2.1', '192.0.2.2', '192.0.2.3']) accepted(await openFrom(requester))
    const fourth = await openFrom('192.0.2.4')
    expect(fourth.ok ? null : fourth.refusal).toEqual({ code: 'quota/exceeded', retryAt: morning + day })
  })

  it('R3: on the codice fiscale of a subscriber looks like any other; the subscriber is told and keeps what he has', async () => {
    const counter = openCounter()
    const { credentials } = await approved(counter)
    const { sportello, mailer } = counter
    const before = mailer.sent.length
    const again = await drafted(sportello, { ...anna, email: 'other@example.it' })
    expect(accepted(await sportello.registration.complete(again.ticket))).toEqual({ id: again.id, status: 'awaiting-approval' })
    await sportello.relay()
    expect(mailer.sent.slice(before).map(({ to, subject }) => [to.address, /nuova richiesta/.test(subject)])).toEqual(
      expect.arrayContaining([
        ['other@example.it', false],
        ['anna.verdi@example.it', true],
      ]),
    )
    accepted(await sportello.session.signIn(credentials))
    const { digest, holdsCredential } = accepted(await sportello.approval.dossier({ operator, id: again.id }))
    expect(holdsCredential).toBe(true)
    expect(refusedCode(await sportello.approval.approve({ operator, id: again.id, dossierDigest: digest }))).toBe(
      'credential/already-issued',
    )
  })

  it('R3: two hundred requests on one code from mailboxes of all kinds bring its subscriber one warning a day', async () => {
    const counter = openCounter()
    await approved(counter)
    const warned = async () => {
      await counter.sportello.relay({ limit: 1000 })
      return counter.mailer.sent.filter(({ subject }) => /nuova richiesta/.test(subject)).length
    }
    const asks = async (from: number, to: number) => {
      for (let n = from; n < to; n += 1) {
        const { ticket } = await drafted(counter.sportello, { ...anna, email: `m${n}@example.it` })
        accepted(await counter.sportello.registration.complete(ticket))
      }
    }
    await asks(0, 199)
    expect(await warned()).toBe(1)
    counter.clock.advance(24 * 60 * 60_000)
    await asks(199, 200)
    expect(await warned()).toBe(2)
  })

  it('R5: one mailbox is one, whatever stands after its plus sign', async () => {
    const counter = openCounter({ policy: { quota: { usesMax: 3 } } })
    const open = async (email: string) => counter.sportello.registration.open({ ...anna, email })
    for (const email of ['anna@example.it', 'anna+1@example.it', 'Anna+Due+Tre@example.it']) accepted(await open(email))
    expect(refusedCode(await open('anna+4@example.it'))).toBe('quota/exceeded')
    for (const email of ['+anna@example.it', 'anna@example.org', 'anna.plus@example.it']) accepted(await open(email))
  })

  it('R13: repeated with one request key is one request, one PIN, one answer', async () => {
    const counter = openCounter()
    const { sportello } = counter
    const requestKey = 'form-7f3a9c21e5d84b60'
    const answers = await Promise.all(Array.from({ length: 4 }, () => sportello.registration.open(anna, { requestKey })))
    const later = await sportello.registration.open(anna, { requestKey })
    expect(new Set([...answers, later].map((answer) => JSON.stringify(accepted(answer)))).size).toBe(1)
    const rows = await counter.storage.list({ office: 'comune-di-prova', kind: 'registration', limit: 10 })
    expect(rows).toHaveLength(1)
    expect(refusedCode(await sportello.registration.open({ ...anna, name: 'Anita' }, { requestKey }))).toBe('request/key-reused')
  })
})

describe('E1: secrets', () => {
  it('are in no row, journal, answer to others or error, except sealed', async () => {
    const counter = openCounter()
    const person = await approved(counter)
    const { token } = accepted(await counter.sportello.session.signIn(person.credentials))
    const { password } = person.credentials
    accepted(
      await counter.sportello.credential.changePassword({
        token,
        current: password,
        next: newPassword,
        confirmation: newPassword,
      }),
    )
    const stored = (await everythingStored(counter)).join('\n')
    const { pin } = person.credentials
    const secrets = [pin, password, newPassword, token.split('~')[2] ?? '', person.ticket.split('~')[2] ?? '']
    for (const secret of secrets) {
      const spellings = [
        secret,
        Buffer.from(secret).toString('base64'),
        Buffer.from(secret).toString('hex'),
        encodeURIComponent(secret),
      ]
      for (const spelling of spellings) expect(stored).not.toContain(spelling)
    }
    expect(stored).not.toMatch(new RegExp(`\\b${pin.slice(4)}\\b`))
  })
})

describe('J: hostile input', () => {
  it('J2: opening is total over any value', async () => {
    const { sportello } = openCounter()
    await fc.assert(
      fc.asyncProperty(
        fc.anything({ withBigInt: true, withDate: true, withNullPrototype: true, withSparseArray: true }),
        async (value) => {
          expect(refusedCode(await sportello.registration.open(value as never))).toBe('registration/form')
        },
      ),
      { numRuns: 300 },
    )
  })

  it('J1, J2: a getter that throws, a proxy and a prototype are problems, not exceptions', async () => {
    const { sportello } = openCounter()
    const thrower = Object.defineProperty({ ...anna }, 'surname', {
      get: () => {
        throw new Error('no')
      },
      enumerable: true,
    })
    const proxy = new Proxy(
      {},
      {
        get: () => {
          throw new Error('no')
        },
        has: () => {
          throw new Error('no')
        },
      },
    )
    for (const value of [thrower, proxy, JSON.parse('{"__proto__":{"surname":"x"}}')]) {
      expect(refusedCode(await sportello.registration.open(value))).toBe('registration/form')
    }
    expect(Object.keys(Object.prototype)).toEqual([])
  })

  it('J3: a mebibyte in any field is refused at once', async () => {
    const { sportello } = openCounter()
    const huge = 'a'.repeat(1 << 20)
    for (const field of Object.keys(anna)) {
      expect(refusedCode(await sportello.registration.open({ ...anna, [field]: huge }))).toBe('registration/form')
    }
  })

  it('INV-36: what is validated is what is stored, also when a getter changes its mind', async () => {
    const counter = openCounter()
    let reads = 0
    const form = Object.defineProperty({ ...anna }, 'email', {
      get: () => (reads++ === 0 ? anna.email : 'evil@example.it\r\nBcc: x'),
      enumerable: true,
    })
    const answer = await counter.sportello.registration.open(form)
    const stored = (await everythingStored(counter)).join('')
    expect(stored).not.toContain('evil')
    if (answer.ok) expect(stored).toContain(anna.email)
  })
})
