/** What the library needs from the world. Types only: an adapter implements one, a kit in `sportello/testing` proves it. */
import type { Instant, Locale } from '../kernel/index.ts'

export type {
  ArrivingProvider,
  Challenge,
  ChallengeVerdict,
  LeavingProvider,
  MailboxCopyName,
  MailboxCopyOrder,
  MailboxCopyState,
  MailboxPart,
  MailboxPasswordOrder,
  MailboxPasswordOutcome,
  MailboxPasswordVerdict,
} from './mailboxes.ts'
export type {
  Commit,
  CommitOutcome,
  EntriesPage,
  EntriesQuery,
  JournalEntry,
  Key,
  LeaseOrder,
  ListQuery,
  Outbox,
  OutboxMessage,
  ParkedQuery,
  PlacedEntry,
  Settlement,
  Storage,
  Stored,
  Write,
} from './storage.ts'
export type {
  Telemetry,
  TelemetryAttributes,
  TelemetryCounter,
  TelemetryMeter,
  TelemetryObserver,
  TelemetryRecorder,
  TelemetrySpan,
  TelemetryTracer,
} from './telemetry.ts'

/** One mail to exactly one address. No field holds CR, LF or NUL except `text` and `html`, which may hold LF. */
export type Mail = {
  /** Idempotency key: a repeat has the same id and the same content. */
  readonly id: string
  /**
   * The left-hand side of the Message-ID, a dot-atom of at most 900 characters (RFC 5322 §3.6.4): the adapter adds `@` and its own
   * domain. Receipts name the mail by it, so a mailer that sends another one gets receipts that match nothing.
   */
  readonly messageIdLeft: string
  readonly to: { readonly name: string; readonly address: string }
  readonly subject: string
  readonly text: string
  readonly html: string
  readonly locale: Locale
  /** `pec`: to a PEC address, by certified mail, so that receipts come; `ordinary`: by whatever way. */
  readonly channel: 'ordinary' | 'pec'
}

/**
 * `sent`: the next hop took it. `retry`: not now, also for a fault of the sender or of the way, which somebody can mend. `rejected`: never,
 * since that mailbox is not there or the mail is unacceptable; what it says is wiped then. The reason is for the office: any text; it is
 * read up to its 1000th character, cut to 300, and loses control characters, mail addresses and the name of the recipient.
 */
export type MailOutcome = 'sent' | 'retry' | 'rejected' | { readonly outcome: 'retry' | 'rejected'; readonly reason: string }

/** A rejected promise counts as `retry`. May be called again with the same mail. */
export interface Mailer {
  send(mail: Mail): Promise<MailOutcome>
}

/** The present instant: a whole number of milliseconds since 1970, UTC. */
export interface Clock {
  now(): Instant
}

/** Cryptographically secure. Returns a fresh array of exactly `length` bytes (1 to 65536). */
export interface Random {
  bytes(length: number): Uint8Array
}

/** Names a stored document: the owner is a record id, the digest is the SHA-256 of the content in lower-case hex. */
export type DocumentRef = {
  readonly office: string
  readonly owner: string
  readonly digest: string
  readonly size: number
}

/** Names a document among those of one office. */
export type DocumentName = Pick<DocumentRef, 'owner' | 'digest'>

/** Which documents of one office. */
export type DocumentQuery = {
  readonly office: string
  /** Only documents after this one, which need not be there any more. */
  readonly after?: DocumentName
  /** 1 to 1000. */
  readonly limit: number
}

/** A document that is there. */
export type StoredDocument = {
  readonly ref: DocumentRef
  /** When it was put last, by the clock of the store. */
  readonly storedAt: Instant
}

/**
 * Content-addressed within its owner. `put` of the same reference twice, and `delete` of an absent one, are no errors. Office and
 * owner have the shape of key parts; a malformed reference or query is rejected with `documents/failed`.
 */
export interface Documents {
  /** Durable when the promise resolves. Rejects when content and reference disagree. Once more, it makes the document new. */
  put(content: Uint8Array, ref: DocumentRef): Promise<void>
  /** The bytes, or null when absent. Rejects when the stored bytes no longer match the digest. */
  get(ref: DocumentRef): Promise<Uint8Array | null>
  delete(ref: DocumentRef): Promise<void>
  /**
   * In ascending byte order of the owner, then of the digest, so that pages after one another have each document once that is there
   * all the while. Shorter than `limit` only at the end.
   */
  list(query: DocumentQuery): Promise<readonly StoredDocument[]>
}

/** `clean`: nothing was found. `infected`: malware was. `unknown`: the scanner cannot say, or not now. */
export type ScanVerdict = 'clean' | 'infected' | 'unknown'

/**
 * Looks for malware in a file of 1 byte to the `bytesMax` of the policy. Called once for each upload that was inspected, before anything
 * is stored. Infected files are refused. The bytes are the scanner's own. `unknown`, a rejected promise and any other answer
 * let the file in, with the finding `scanner/unknown` in the dossier. Give it a deadline: the upload waits for it.
 */
export interface Scanner {
  scan(bytes: Uint8Array): Promise<ScanVerdict>
}

/**
 * Slow hashing of a secret into a PHC string. The secret is ASCII, at most 64 characters: the library peppers and encodes before.
 * `verify` is false for a wrong secret and rejects with `password-hash/unacceptable` for a verifier that is malformed, unknown,
 * or above the implementation's cost ceiling. Both reject with `busy` when the queue is full, and with `password-hash/failed` for a
 * secret of another shape. `outdated` is true for what it cannot read.
 */
export interface PasswordHash {
  hash(secret: string): Promise<string>
  verify(secret: string, phc: string): Promise<boolean>
  /** True when the verifier was made with other parameters than `hash` uses now. */
  outdated(phc: string): boolean
}

/**
 * The passwords of another system, known by its verifiers alone. Handed in while there are imported accounts whose password was never given
 * here: each is compared once by `compute`, then kept by `PasswordHash`. Every sign-in costs one `compute`, so that time does not tell who
 * was imported: leave the port out again when nobody is left.
 */
export interface LegacyVerifier {
  /**
   * The verifier in two parts: how it was computed (scheme, salt, cost), and the result. Null for a text that is none of that system. Both
   * are texts of 1 to 4096 characters; the parameters are stored, the result is not.
   */
  read(verifier: string): { readonly parameters: string; readonly result: string } | null
  /** What the other system computes of a password under such parameters. Slow ones must not hold up the event loop. */
  compute(password: string, parameters: string): Promise<string>
  /** Parameters of nobody, computed for everybody who was not imported: as dear as the dearest in use. */
  readonly example: string
}

/**
 * A register that knows who there is (Agenzia delle Entrate, ANPR). `valid`: there is such a person under the codice fiscale; `not-valid`:
 * there is not, or with other data; `unknown`: it does not say; `unavailable`: it could not be asked. A rejected promise is `unavailable`.
 */
export interface Registry {
  check(person: RegistryPerson): Promise<RegistryVerdict>
}

/** Whom a register is asked about. Personal data: log none of it. */
export type RegistryPerson = {
  readonly codiceFiscale: string
  readonly surname: string
  /** Empty for a person without a given name. */
  readonly name: string
  /** `F` or `M`, or null where it was not said. */
  readonly sex: 'F' | 'M' | null
  /** Civil day, `YYYY-MM-DD`. */
  readonly birthDate: string
}

/** What a register says of a person. */
export type RegistryVerdict = 'valid' | 'not-valid' | 'unknown' | 'unavailable'

/** Places of birth. All answers may be `null` or empty: an unknown place is a finding, never a refusal. */
export interface Places {
  /** Belfiore codes that a municipality has or had, e.g. `['L219']` for Torino, TO. */
  municipality(name: string, province: string): readonly string[] | null
  /** Codes (Z###) of a foreign state by ISO 3166-1 alpha-2 code. */
  nation(code: string): readonly string[] | null
  /** What a Belfiore code stands for. */
  describe(code: string): { readonly name: string; readonly province: string | null } | null
}
