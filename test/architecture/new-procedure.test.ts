/**
 * Adding a procedure, on a copy of the sources: its folder and four files, and what would be forgotten does not compile. Whatever must know
 * of all procedures knows of this one then, without a line of its own.
 */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import ts from 'typescript'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accepted, type Counter, newPassword, openCounter, operator, refusedCode, subscribed } from '../support/counter.ts'
import { visitElsewhere, visitFiles } from './visit.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const day = 86_400_000
let copy = ''
/** Files of the copy as an editor has them open, over those on the disk. */
const edited = new Map<string, { readonly version: number; readonly content: string }>()
let service: ts.LanguageService

const at = (file: string): string => join(copy, 'src', file)
const own = (file: string): string => at(`procedures/visit/${file}`)

beforeAll(() => {
  // Within reach of the packages.
  const cache = join(root, 'node_modules/.cache')
  mkdirSync(cache, { recursive: true })
  copy = mkdtempSync(join(cache, 'new-procedure-'))
  cpSync(join(root, 'src'), join(copy, 'src'), { recursive: true })
  mkdirSync(at('procedures/visit'))
  for (const [file, content] of Object.entries(visitFiles)) writeFileSync(own(file), content)
  for (const [file, changes] of Object.entries(visitElsewhere)) {
    let content = readFileSync(at(file), 'utf8')
    for (const [before, after] of changes) {
      expect(content.split(before), `${file} has one ${before}`).toHaveLength(2)
      content = content.replace(before, after)
    }
    writeFileSync(at(file), content)
  }
  writeFileSync(join(copy, 'tsconfig.json'), readFileSync(join(root, 'tsconfig.json')))
  const config = ts.parseJsonConfigFileContent(
    ts.readConfigFile(at('tsconfig.json'), ts.sys.readFile).config,
    ts.sys,
    join(copy, 'src'),
  )
  service = ts.createLanguageService({
    getCompilationSettings: () => config.options,
    getScriptFileNames: () => config.fileNames,
    getScriptVersion: (name) => `${edited.get(name)?.version ?? 0}`,
    getScriptSnapshot: (name) => {
      const content = edited.get(name)?.content ?? ts.sys.readFile(name)
      return content === undefined ? undefined : ts.ScriptSnapshot.fromString(content)
    },
    getCurrentDirectory: () => copy,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    fileExists: ts.sys.fileExists,
    readFile: ts.sys.readFile,
    readDirectory: ts.sys.readDirectory,
  })
})

afterAll(() => rmSync(copy, { recursive: true, force: true }))

/** What the compiler says of a file, in one line each. */
function complaintsOf(file: string): readonly string[] {
  const found = [...service.getSyntacticDiagnostics(file), ...service.getSemanticDiagnostics(file)]
  return found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '))
}

/** The same, while a part of the file is away. */
function withoutPart(file: string, part: RegExp, instead = ''): readonly string[] {
  const content = readFileSync(file, 'utf8')
  expect(content, `${part} is in ${file}`).toMatch(part)
  edited.set(file, { version: (edited.get(file)?.version ?? 0) + 1, content: content.replace(part, instead) })
  try {
    return complaintsOf(file)
  } finally {
    edited.set(file, { version: (edited.get(file)?.version ?? 0) + 1, content })
  }
}

describe('a procedure that somebody adds', () => {
  it('is a folder of its own and five files outside', () => {
    expect(Object.keys(visitElsewhere)).toHaveLength(5)
  })

  it('compiles, and so does whatever reads the list of procedures', () => {
    const readers = ['procedures.ts', 'policy.ts', 'sportello.ts', 'create-sportello.ts'].map((file) => at(`api/${file}`))
    const files = [...Object.keys(visitFiles).map(own), ...Object.keys(visitElsewhere).map(at), ...readers]
    expect(files.flatMap((file) => complaintsOf(file).map((said) => `${file}: ${said}`))).toEqual([])
  })

  it.each([
    ['how long its records are kept', 'retention', 'procedure.ts', /^ +retention: .*\n/m],
    ['whose they are', 'subject', 'procedure.ts', /^ +subject: \{[\s\S]*?\n {6}\},\n/m],
    ['what a security event does to them', 'securityEvent', 'procedure.ts', /^ +securityEvent: \{[\s\S]*?\n {6}\},\n/m],
    ['what the feed tells of its events', 'feed', 'procedure.ts', /^ +feed: \{[\s\S]*?\n {6}\},\n/m],
    ['a type of event that the feed tells or leaves out', 'VisitVoided', 'procedure.ts', /^ +VisitVoided: .*\n/m],
    ['what the calendar can close of it', 'features', 'procedure.ts', /^ +features: \{[\s\S]*?\n {2}\},\n/m],
    ['what may be under way', 'underWay', 'procedure.ts', /^ +underWay: null,\n/m],
    ['which files they name', 'files', 'procedure.ts', /^ +files: null,\n/m],
    ['the limits of a figure of its policy', 'keptMs', 'procedure.ts', /^ +keptMs: .*\n/m],
    ['the words of a refusal', 'visit/none', 'messages.ts', /^ +'visit\/none'.*\n/m],
    ['a language of them', 'en', 'messages.ts', /, en: [^\n]*'There is no visit.'/],
  ])('does not compile without %s', (_, name, file, part) => {
    const said = withoutPart(own(file), part).filter((complaint) => /missing/.test(complaint))
    expect(said.join()).toMatch(new RegExp(`['"]?${name}['"]?`))
    expect(complaintsOf(own(file))).toEqual([])
  })

  it.each([
    ['a type of event that there is not', 'VisitVoided', /VisitVoided: /, 'VisitVoid: '],
    ['a field that there is not', 'bookedOn', /'bookedAt'\], personal/, "'bookedOn'], personal"],
    ['a personal field among the others', 'why', /'bookedAt'\], personal/, "'bookedAt', 'why'], personal"],
    ['the account, which stands on each event', 'accountId', /'bookedAt'\], personal/, "'accountId'], personal"],
  ])('does not compile where the feed tells %s', (_, name, part, instead) => {
    expect(withoutPart(own('procedure.ts'), part, instead).join()).toContain(name)
    expect(complaintsOf(own('procedure.ts'))).toEqual([])
  })

  it('does not compile where the feed tells a secret, a digest, or what holds others within', () => {
    const model = readFileSync(own('model.ts'), 'utf8')
    const texts = ['ticket', 'pin', 'digest', 'device', 'dossier', 'pecId', 'room'].map((name) => `readonly ${name}: string; `)
    const wider = `${texts.join('')}readonly link: { readonly number: number }; readonly path: readonly string[]; `
    const booked = "'VisitBooked'; "
    expect(model.split(booked)).toHaveLength(2)
    const edit = (content: string) => {
      edited.set(own('model.ts'), { version: (edited.get(own('model.ts'))?.version ?? 0) + 1, content })
    }
    const telling = (field: string) => withoutPart(own('procedure.ts'), /'bookedAt'\], personal/, `'${field}'], personal`)
    edit(model.replace(booked, booked + wider))
    try {
      for (const field of ['ticket', 'pin', 'digest', 'device', 'dossier', 'pecId', 'link', 'path']) {
        expect(telling(field).join(), field).toContain(`"${field}"`)
      }
      expect(telling('room')).toEqual([])
    } finally {
      edit(model)
    }
  })

  it('does not compile where the list of procedures has it and the policy has not', () => {
    expect(withoutPart(at('api/procedures.ts'), / {2}readonly visit: VisitPolicy\n/)).not.toEqual([])
  })
})

describe('once it is said', () => {
  type Visited = Counter['sportello'] & {
    readonly visit: { book(input: { readonly token: string }): ReturnType<Counter['sportello']['session']['end']> }
  }
  let create: (configuration: Counter['configuration']) => Visited
  let refusalText: (refusal: { readonly code: string }, locale: 'it' | 'en') => string | undefined

  beforeAll(async () => {
    const outfile = join(copy, 'sportello.mjs')
    await build({ entryPoints: [at('index.ts')], outfile, bundle: true, format: 'esm', packages: 'external', logLevel: 'error' })
    const built = await import(pathToFileURL(outfile).href)
    create = built.createSportello
    refusalText = built.refusalText
  })

  /** A subscriber with a visit, at a counter that knows of visits. */
  async function visitor() {
    const { configuration, ...known } = openCounter()
    const counter = { ...known, configuration, sportello: create(configuration) }
    const { credentials } = await subscribed(counter)
    const { token } = accepted(await counter.sportello.session.signIn(credentials))
    accepted(await counter.sportello.visit.book({ token }))
    const statusNow = () => {
      const row = counter.storage.contents().records.find(({ machine }) => machine === 'visit')
      return row === undefined ? null : { status: JSON.parse(row.state).status as string, personal: row.personal }
    }
    return { ...counter, credentials, token, statusNow }
  }

  it('its refusals have words, and its policy limits', async () => {
    const { sportello, token, configuration } = await visitor()
    const again = await sportello.visit.book({ token })
    expect(refusedCode(again)).toBe('visit/already-booked')
    expect(refusalText({ code: 'visit/already-booked' }, 'it')).toBe('Una visita è già prenotata.')
    expect(() => create({ ...configuration, policy: { visit: { keptMs: 0 } } as never })).toThrow('visit.keptMs')
  })

  it('the sweep lets go of what is over', async () => {
    const { sportello, clock, statusNow } = await visitor()
    clock.advance(30 * day - 1)
    await sportello.retention.sweep()
    expect(statusNow()?.personal).toBe('{"why":"A card."}')
    clock.advance(1)
    await sportello.retention.sweep()
    expect(statusNow()).toEqual({ status: 'booked', personal: null })
  })

  it('the export hands it out, and nothing of it that was not named', async () => {
    const { sportello, credentials, clock } = await visitor()
    const { codiceFiscale } = credentials
    const { items } = accepted(await sportello.subject.export({ operator, codiceFiscale }))
    const found: unknown[] = []
    for await (const item of items) found.push(item)
    const told = JSON.stringify(found)
    expect(told).toContain('"why":"A card."')
    expect(told).toContain(`"bookedAt":${clock.now()}`)
  })

  it('the feed tells its events, with the account and the fields that were named', async () => {
    const { sportello, credentials, token, clock } = await visitor()
    const next = `${newPassword}.8`
    const bookedAt = clock.now()
    accepted(await sportello.credential.changePassword({ token, current: credentials.password, next, confirmation: next }))
    const { events } = accepted(await sportello.feed.read())
    const [booked, voided] = events.filter(({ kind }) => kind === 'visit')
    expect(booked).toMatchObject({
      type: 'VisitBooked',
      accountId: booked?.record.id,
      data: { bookedAt },
      personal: { why: 'A card.' },
    })
    expect(voided).toMatchObject({ type: 'VisitVoided', data: { cause: 'PasswordChanged', endedAt: bookedAt }, personal: null })
  })

  it('a security event voids it in the same commit', async () => {
    const { sportello, credentials, token, statusNow } = await visitor()
    const next = `${newPassword}.8`
    const change = { token, current: credentials.password, next, confirmation: next }
    accepted(await sportello.credential.changePassword(change))
    expect(statusNow()?.status).toBe('void')
  })

  it('the erasure takes it along', async () => {
    const { sportello, credentials, statusNow } = await visitor()
    const act = { operator, codiceFiscale: credentials.codiceFiscale, reason: 'Asked for.' }
    accepted(await sportello.credential.revoke(act))
    accepted(await sportello.subject.erase(act))
    expect(statusNow()).toEqual({ status: 'void', personal: null })
  })
})
