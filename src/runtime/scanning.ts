/** The host's scanner behind its guard. */
import type { Scanner, ScanVerdict } from '../ports/index.ts'

/**
 * What the scanner says of the bytes. It gets a copy: what is filed is what was inspected. One that fails, or says anything else, has said
 * `unknown`. Null where the host has none.
 */
export async function scanBytes(scanner: Scanner | null, bytes: Uint8Array): Promise<ScanVerdict | null> {
  if (scanner === null) return null
  try {
    const verdict: unknown = await scanner.scan(bytes.slice())
    return verdict === 'clean' || verdict === 'infected' ? verdict : 'unknown'
  } catch {
    // What it throws may quote the content.
    return 'unknown'
  }
}
