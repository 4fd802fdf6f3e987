/** The Message-ID that a mail has on its way, and back: receipts name the mail by it. */

/**
 * The left-hand side of the Message-ID of a mail: its id as a dot-atom (RFC 5322 §3.2.3). One id gives one text and no other id the
 * same: `=` begins an escape.
 */
export function messageIdLeft(id: string): string {
  return id.replace(/[^A-Za-z0-9_-]/g, (character, at: number) =>
    character === '.' && at > 0 && at < id.length - 1 && id[at - 1] !== '.' ? '.' : `=${character.charCodeAt(0).toString(16)}`,
  )
}

// Longer than any that `messageIdLeft` makes of an id of the library.
const lengthMax = 1_000

/**
 * The id of the mail that a Message-ID was made of, at whatever domain; null for anything else. With or without its brackets. Total
 * over any value.
 */
export function mailIdIn(messageId: unknown): string | null {
  if (typeof messageId !== 'string' || messageId.length > lengthMax) return null
  const [, local] = /^<?([A-Za-z0-9_.=-]+)@[^@\s<>]+>?$/.exec(messageId.trim()) ?? []
  if (local === undefined) return null
  // Ids are printable ASCII, so each escape has two digits.
  const id = local.replace(/=([2-7][0-9a-f])/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
  return messageIdLeft(id) === local ? id : null
}
