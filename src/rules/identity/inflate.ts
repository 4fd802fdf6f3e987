/** Inflating compressed bytes through the platform, which does it off the event loop, up to a limit. */

type Read = { readonly done: boolean; readonly value?: Uint8Array }
type Readable = {
  pipeThrough(transform: object): Readable
  getReader(): { read(): Promise<Read>; cancel(): Promise<void> }
}
type Feed = { enqueue(part: Uint8Array): void; close(): void }

/** What is used of the platform. No library of types declares it here. */
type Platform = {
  readonly DecompressionStream: new (format: 'deflate') => object
  readonly ReadableStream: new (source: { pull(feed: Feed): void }) => Readable
}

// Some platforms inflate a part as a whole before any of it is read: at most 1032 bytes a byte (RFC 1951), so 1 MiB of these.
const partBytes = 1_024

/**
 * Inflates zlib data (RFC 1950) and hands what comes out to `take`, part by part, at most `bytesMax` bytes in all. True when the data
 * ended there and is whole. False when it is corrupt, cut off or larger, and on a platform without `DecompressionStream`. Never rejects.
 */
export async function inflate(compressed: Uint8Array, bytesMax: number, take: (part: Uint8Array) => void): Promise<boolean> {
  let left = bytesMax
  try {
    const platform: object = globalThis
    const { DecompressionStream, ReadableStream } = platform as Platform
    let at = 0
    const source = new ReadableStream({
      pull(feed) {
        if (at >= compressed.length) return feed.close()
        // A copy: the platform may take the bytes away.
        feed.enqueue(compressed.slice(at, at + partBytes))
        at += partBytes
      },
    })
    const reader = source.pipeThrough(new DecompressionStream('deflate')).getReader()
    for (;;) {
      const { done, value } = await reader.read()
      if (done || value === undefined) return done
      take(value.subarray(0, left))
      if (value.length > left) {
        // Nothing is read any more, so how the stream ends does not matter.
        reader.cancel().catch(() => undefined)
        return false
      }
      left -= value.length
    }
  } catch {
    return false
  }
}
