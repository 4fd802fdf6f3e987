/** Folders for what a test leaves on disk while it runs. */
import { statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname } from 'node:path'

function isOpen(folder: string): boolean {
  const status = statSync(folder, { throwIfNoEntry: false })
  if (status === undefined || (status.mode & 0o001) === 0) return false
  const above = dirname(folder)
  return above === folder || isOpen(above)
}

/** The system's folder for temporary files; for root, who runs servers as somebody else, one that everybody can reach. */
export function openFolder(): string {
  if (process.getuid?.() !== 0) return tmpdir()
  return [tmpdir(), '/tmp', '/var/tmp'].find(isOpen) ?? tmpdir()
}
