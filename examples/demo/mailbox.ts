/** The mailbox of the citizen: every letter once per Message-ID, however often it comes, on disk before its sender hears that it is. */
import { createHash } from 'node:crypto'
import { mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import PostalMime, { type Address } from 'postal-mime'
import { readJson, writeWhole } from './files.ts'

/** A letter as the citizen's mail program shows it. */
export type ReceivedLetter = {
  /** Its Message-ID. */
  readonly id: string
  readonly from: string
  readonly to: string
  readonly subject: string
  readonly text: string
  /** The same as a page; empty where the letter has none. */
  readonly html: string
  /** When it was sent, as the letter says; empty where it does not. */
  readonly date: string
  /** Protocol of the connection it came over, such as `TLSv1.3`. */
  readonly tls: string
}

/** A letter as it came. */
export type Delivery = { readonly raw: Uint8Array; readonly recipients: readonly string[]; readonly tls: string }

type Item = {
  readonly id: string
  readonly recipients: readonly string[]
  readonly tls: string
  /** As it came each time, oldest first. */
  readonly copies: readonly string[]
}

export type Mailbox = {
  readonly put: (delivery: Delivery) => Promise<void>
  /** How many different letters there are, for whomever. */
  readonly count: () => number
  /** Letters for the address whose Message-ID has this in it. */
  readonly find: (address: string, part: string) => Promise<readonly ReceivedLetter[]>
  /** Every letter, in the order of their dates. */
  readonly all: () => Promise<readonly ReceivedLetter[]>
}

function nameOf({ name = '', address = '' }: Address): string {
  return name === '' ? address : `${name} <${address}>`
}

async function read({ id, copies: [raw = ''], tls }: Item): Promise<ReceivedLetter> {
  const { from, to, subject = '', text = '', html = '', date = '' } = await PostalMime.parse(raw)
  const [sender, recipients] = [from === undefined ? '' : nameOf(from), (to ?? []).map(nameOf).join(', ')]
  return { id, from: sender, to: recipients, subject, text, html, date, tls }
}

const known = new WeakMap<Item, Promise<ReceivedLetter>>()

/** Read once: whoever looks for one letter after the other would read all of them each time. */
function opened(item: Item): Promise<ReceivedLetter> {
  const letter = known.get(item) ?? read(item)
  known.set(item, letter)
  return letter
}

/** With what came before into the directory; without one, letters last as long as the process. */
export async function openMailbox(directory: string | null): Promise<Mailbox> {
  const items = new Map<string, Item>()
  if (directory !== null) {
    await mkdir(directory, { recursive: true, mode: 0o700 })
    for (const name of (await readdir(directory)).filter((file) => file.endsWith('.json'))) {
      // Written by `put`, whole or not at all.
      const item = (await readJson(join(directory, name))) as Item
      items.set(item.id, item)
    }
  }

  return {
    count: () => items.size,
    async put({ raw, recipients, tls }) {
      const { messageId: id = '' } = await PostalMime.parse(raw)
      // A letter on its way has no character that is not ASCII.
      const copies = [...(items.get(id)?.copies ?? []), Buffer.from(raw).toString('latin1')]
      const item: Item = { id, recipients, tls, copies }
      if (directory !== null) {
        const name = createHash('sha256').update(id).digest('hex').slice(0, 32)
        await writeWhole(join(directory, `${name}.json`), `${JSON.stringify(item, null, 2)}\n`)
      }
      items.set(id, item)
    },
    find(address, part) {
      const mine = [...items.values()].filter(
        ({ id, recipients }) => recipients.includes(address.toLowerCase()) && id.includes(part),
      )
      return Promise.all(mine.map(opened))
    },
    async all() {
      const letters = await Promise.all([...items.values()].map(opened))
      return letters.sort((one, other) => one.date.localeCompare(other.date))
    },
  }
}
