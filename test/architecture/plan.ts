/** The plan that the sources are held to: the order of the folders, the homes of packages and globals, the rooms of a procedure. */
import { descending, type SideDoor, type Uses } from './arrows.ts'
import type { Homes } from './homes.ts'
import type { Rooms } from './rooms.ts'

const core = ['api', 'procedures', 'runtime', 'rules', 'crypto', 'ports', 'kernel']

/** The layers: the folders of `src`, and the files of `src` itself as `doors`. Types count as much as what is loaded. */
export const layers: Uses = {
  ...descending(core.map((layer) => [layer])),
  // The core has no adapter: the host hands them in, and the doors hold the defaults.
  doors: [...core, 'adapters'],
  // A door that is a folder: it stands on what the other doors have for every host.
  express: [...core, 'adapters', 'doors'],
  // Beside the runtime.
  adapters: ['rules', 'crypto', 'ports', 'kernel'],
  // Beside the procedures: proves adapters without the core. Nobody ships with it.
  testing: ['adapters', 'ports', 'kernel'],
}

/** The wings: the folders of the procedures. */
export const wings: Uses = {
  ...descending([
    ['office'],
    ['assistance', 'federation', 'import', 'lifecycle', 'mailbox-migration', 'services'],
    ['addresses'],
    ['enrolment'],
    ['account'],
    ['assignment', 'binding', 'calendar', 'quota'],
  ]),
  // It ends, exports and erases whatever records there are: the api hands it the list of the procedures.
  lifecycle: [],
}

/** The folders of the rules. */
export const ruleFolders: Uses = descending([
  ['federation', 'pec'],
  ['civil', 'identity', 'password', 'pin'],
])

/** The entry points of the package, and the packages that each loads. */
export const entries: { readonly [path: string]: readonly string[] } = {
  // The zone package only once an operator plans a window.
  'src/index.ts': ['@noble/hashes', 'date-fns-tz', 'ulid', 'zod'],
  'src/machines.ts': [],
  'src/civil.ts': ['date-fns', 'date-fns-tz'],
  'src/fragment.ts': [],
  'src/express/index.ts': ['@noble/hashes', 'node:', 'zod'],
  'src/rules/password/index.ts': [],
  'src/rules/identity/index.ts': [],
  'src/rules/pec/index.ts': ['saxes'],
  'src/rules/federation/index.ts': [],
  'src/adapters/memory.ts': ['@noble/hashes'],
  'src/adapters/files.ts': ['@noble/hashes', 'node:'],
  'src/adapters/sql/index.ts': ['@noble/hashes', 'kysely'],
  'src/adapters/sqlite/index.ts': ['@noble/hashes', 'kysely', 'node:'],
  'src/adapters/storage.ts': [],
  'src/adapters/smtp.ts': [],
  'src/adapters/node.ts': ['@noble/hashes', 'node:'],
  'src/testing/index.ts': [],
}

/** nodemailer and @node-rs/argon2 are in nobody's home: the host hands them in. */
export const packageHomes: Homes = {
  zod: ['src/procedures/**/{schema,form-schema}.ts', 'src/runtime/{schema,document-field,holdable,page-fields,whole-form}.ts'],
  '@noble/hashes': ['src/crypto/'],
  'date-fns': ['src/rules/civil/'],
  'date-fns-tz': ['src/rules/civil/'],
  ulid: ['src/api/'],
  kysely: ['src/adapters/sql/', 'src/adapters/sqlite/'],
  saxes: ['src/rules/pec/'],
  'node:': ['src/adapters/'],
}

/** Globals of the platform. Chance has no home: it comes from the port Random. */
export const globalHomes: Homes = {
  // The system clock, and the age of files and documents.
  'Date.now': ['src/adapters/'],
  // The platform's random bytes; its SHA-256 and AES-GCM; its text encoder, which no library of types declares here.
  // The window of a page that a mailed link opens, or that asks for a new password.
  // The platform's inflater, for the object streams of a PDF.
  globalThis: [
    'src/adapters/',
    'src/crypto/',
    'src/rules/identity/inflate.ts',
    'src/rules/identity/pdf-password.ts',
    'src/fragment-script.ts',
    'src/checklist-script.ts',
  ],
  // Windows cannot open a directory to sync it.
  process: ['src/adapters/'],
  // The zone data of Europe/Rome; the names of states.
  Intl: ['src/rules/civil/', 'src/person-rows.ts'],
}

/** Ways into a folder past its door. */
export const sideDoors: readonly SideDoor[] = [
  // The password entry weighs a kilobyte because it takes single files of the kernel.
  { from: 'src/rules/password/', to: 'src/kernel/*.ts' },
  // The adapters implement slow hashing and random bytes with parts that the core does not see.
  { from: 'src/adapters/', to: 'src/crypto/*.ts' },
  // Parts that hosts have no use for.
  { from: 'src/rules/pec/', to: 'src/crypto/encoding.ts' },
  { from: 'src/{procedures,rules}/', to: 'src/rules/identity/untrusted.ts' },
  { from: 'src/{procedures,rules}/', to: 'src/rules/identity/calendar-day.ts' },
  // Whatever loads a package of dates has a file of its own: through the door every entry would load it.
  { from: 'src/civil.ts', to: 'src/rules/civil/{rome-instant,term-text}.ts' },
  // Loaded when an operator writes a time of Rome, and at no other.
  { from: 'src/procedures/calendar/', to: 'src/rules/civil/rome-instant.ts' },
]

/** The files of a procedure that have a fixed name. Any other file is named for what it holds. */
export const roomNames: readonly string[] = [
  ...['model.ts', 'machine.ts', 'schema.ts', 'messages.ts', 'letters.ts', 'use-cases.ts', 'context.ts'],
  ...['api.ts'],
  ...['procedure.ts', 'retention.ts'],
]

/** The rooms of every procedure that keeps records. */
export const roomsDue: readonly string[] = ['machine.ts', 'messages.ts', 'model.ts', 'procedure.ts', 'schema.ts']

/** Folders of a wing that are no procedure: what several of its procedures have alike, room by room. They keep no records. */
export const patterns: readonly string[] = ['linked-change']

/** Wings whose procedures keep no records of their own. */
export const wingsWithoutRecords: readonly string[] = ['lifecycle', 'office']

/** Rooms that only compute: of the same input always the same output. So does what messages and letters load of the runtime. */
export const pureRooms: readonly string[] = [
  'src/procedures/**/{model,machine,messages,letters}.ts',
  'src/runtime/{messages,problem-words,field-words,field-hints,mailbox-field-words,upload-faults,letter,letter-words}.ts',
]

/** A room of the patterns of the wing. */
const patternRoom = (room: string) => patterns.map((pattern) => `../${pattern}/${room}`)

/** Rooms that load little, and what that is. A room may load the same room of a pattern of its wing. */
export const rooms: Rooms = {
  'model.ts': { loads: [], types: ['kernel/index.ts', 'leaf', ...patternRoom('model.ts')] },
  // A term is reckoned in days of Rome.
  'machine.ts': {
    loads: ['kernel/index.ts', 'rules/civil/index.ts', 'leaf', ...patternRoom('machine.ts')],
    types: ['./model.ts'],
  },
  leaf: { loads: ['kernel/index.ts', 'rules/civil/index.ts', 'leaf', ...patternRoom('machine.ts')], types: ['./model.ts'] },
  // What several procedures say alike, they load from the runtime.
  'messages.ts': {
    loads: ['rules/{civil,password}/index.ts', 'runtime/{messages,upload-faults}.ts', ...patternRoom('messages.ts')],
    types: ['kernel/index.ts', 'runtime/*.ts', './*.ts', '../*.ts'],
  },
  // Letters say days and times as people of Rome read them, and what several say alike, they load from the runtime.
  'letters.ts': {
    loads: [
      ...['kernel/index.ts', 'rules/civil/index.ts', 'runtime/{letter,letter-words}.ts'],
      // The wordings of many letters are a file of their own.
      ...['./*-words.ts', 'leaf', ...patternRoom('letters.ts')],
    ],
    types: ['./model.ts', './*-words.ts', 'runtime/*.ts'],
  },
  'schema.ts': {
    loads: [
      'kernel/index.ts',
      'rules/*/*.ts',
      'runtime/{schema,document-field,holdable,page-fields,page-values,whole-form}.ts',
      './machine.ts',
      './model.ts',
      'leaf',
      ...patternRoom('schema.ts'),
      // When its terms stand still.
      ...patternRoom('terms.ts'),
    ],
    types: ['runtime/{in-flight,record,search-tags}.ts'],
  },
}

/** Whoever may import a `procedure.ts`: what it says reaches everybody else through the list of the api. */
export const procedureReaders: readonly string[] = ['src/api/', 'src/*.ts']
