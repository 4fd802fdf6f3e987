/** What waits in the queues of the mailboxes, as text: sealed before it is stored, and wiped when it is done. */

/** A password and the messages are ordered. The one place in which the passwords of an owner lie, sealed, until the arriving provider has them. */
export type OrderJob = {
  /** The number of the activation. */
  readonly order: number
  /** The number of the copying; null where the messages are copied already. */
  readonly copying: number | null
  /** What opens the mailbox at the leaving provider. */
  readonly current: string
  /** What opens it at the arriving provider afterwards. */
  readonly chosen: string
}

/** The archive is ordered, once the cut-over is complete. */
export type ArchiveJob = { readonly copying: number; readonly current: string }

/** A copying is followed. */
export type WatchJob = { readonly part: 'messages' | 'archive'; readonly copying: number }

type Fields = { readonly [field: string]: unknown }

function fieldsOf(text: string): Fields {
  const value: unknown = JSON.parse(text)
  return typeof value === 'object' && value !== null ? (value as Fields) : {}
}

const isNumber = (value: unknown): value is number => typeof value === 'number'
const isText = (value: unknown): value is string => typeof value === 'string'

/** The job, or null where the text is none. */
export function readOrder(text: string): OrderJob | null {
  const { order, copying, current, chosen } = fieldsOf(text)
  const isCopying = copying === null || isNumber(copying)
  return isNumber(order) && isCopying && isText(current) && isText(chosen) ? { order, copying, current, chosen } : null
}

/** The job, or null where the text is none. */
export function readArchive(text: string): ArchiveJob | null {
  const { copying, current } = fieldsOf(text)
  return isNumber(copying) && isText(current) ? { copying, current } : null
}

/** The job, or null where the text is none. */
export function readWatch(text: string): WatchJob | null {
  const { part, copying } = fieldsOf(text)
  return (part === 'messages' || part === 'archive') && isNumber(copying) ? { part, copying } : null
}
