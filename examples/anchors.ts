/**
 * Anchors of all journals, one file each, named by its instant. Let `keepAnchor` be called once a day and `checkAnchors` as often as an auditor
 * asks. The directory is worth nothing where whoever writes the database can write as well.
 */
import { open, readdir, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { type JournalAnchorFinding, type JournalAnchorReport, type JournalApi, unwrap } from 'sportello'

/** The files of all anchors, oldest first. */
async function anchorsIn(directory: string): Promise<readonly string[]> {
  const names = (await readdir(directory)).filter((name) => name.endsWith('.anchor'))
  return names.sort().map((name) => join(directory, name))
}

/** Writes an anchor that names the newest one before it. A file has its name only once it is whole. */
export async function keepAnchor(journal: JournalApi, directory: string): Promise<string> {
  const newest = (await anchorsIn(directory)).at(-1)
  const { at, lines } = unwrap(await journal.anchor(newest === undefined ? {} : { previous: await lastLine(newest) }))
  const path = join(directory, `${String(at).padStart(16, '0')}.anchor`)
  const file = await open(`${path}.part`, 'w')
  try {
    for await (const line of lines) await file.write(`${line}\n`)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(`${path}.part`, path)
  return path
}

async function lastLine(path: string): Promise<string> {
  let last = ''
  const file = await open(path)
  try {
    for await (const line of file.readLines()) last = line
  } finally {
    await file.close()
  }
  return last
}

/**
 * What the storage of today shows against each anchor, oldest first. Throws for an anchor that was altered, and for one that does not follow
 * the one before it.
 */
export async function checkAnchors(journal: JournalApi, directory: string): Promise<readonly JournalAnchorFinding[]> {
  const found: JournalAnchorFinding[] = []
  let previous: string | null = null
  for (const path of await anchorsIn(directory)) {
    const file = await open(path)
    try {
      const { end, findings }: JournalAnchorReport = unwrap(await journal.verifyAnchor(file.readLines(), { previous }))
      found.push(...findings)
      previous = end
    } finally {
      await file.close()
    }
  }
  return found
}
