/** Mail as a command leaves it: rendered and sealed when it commits, so that every sending has the same bytes. */
import { type Instant, type Locale, oneLine } from '../kernel/index.ts'
import type { Commit, Key, Mail } from '../ports/index.ts'
import { mailOf } from './host-letters.ts'
import type { Letter } from './letter.ts'
import { keyOf } from './record.ts'
import type { Runtime } from './runtime.ts'

export type Outgoing = {
  /** The record whose procedure the mail serves; the mail's id is made of it, its new version and the purpose. */
  readonly topic: { readonly kind: string; readonly id: string }
  /** Names the mail within its command, such as `completed`. */
  readonly purpose: string
  /** Null: to nobody. It is rendered, sealed and queued like any other, so that time and rows do not tell whether somebody is told, and never sent. */
  readonly to: { readonly name: string; readonly address: string } | null
  readonly locale: Locale
  readonly letter: Letter
  /** Left out: by ordinary mail. */
  readonly channel?: Mail['channel']
  /** From this instant on it would say what is no longer so, and is not sent any more; left out: never. */
  readonly until?: Instant
}

/** What is sealed: the mail, to somebody or to nobody, and until when it may go out. */
export type SealedMail = Omit<Mail, 'messageIdLeft' | 'to'> & { readonly to: Mail['to'] | null; readonly until?: Instant }

/** The id of a mail: made of the record that it serves, the version that its commit writes, and its purpose, so that it exists once. */
export function mailIdOf(office: string, { topic, purpose }: Pick<Outgoing, 'topic' | 'purpose'>, versionBefore: number): string {
  return `${office}.${topic.kind}.${topic.id}.${versionBefore + 1}.${purpose}`
}

/** The messages of a commit. `versionOf` gives the stored version of a topic before the commit. */
export function sealLetters(
  runtime: Runtime,
  letters: readonly Outgoing[],
  at: Instant,
  versionOf: (key: Key) => number,
): Promise<Commit['outbox']> {
  return Promise.all(
    letters.map(async ({ topic, purpose, to, letter, locale, channel = 'ordinary', until }) => {
      const key = keyOf(runtime.office.id, topic.kind, topic.id)
      const id = mailIdOf(runtime.office.id, { topic, purpose }, versionOf(key))
      const mail: SealedMail = {
        id,
        to: to === null ? null : { name: oneLine(to.name), address: to.address },
        ...mailOf(runtime, letter, locale, to?.name ?? ''),
        locale,
        channel,
        ...(until === undefined ? {} : { until }),
      }
      return { id, topic: key, at, sealed: await runtime.sealer.seal('seal', id, JSON.stringify(mail)) }
    }),
  )
}
