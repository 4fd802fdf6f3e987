/** The transcript of the demo as docs/demo.md has it: that of a real run, compared without what no two runs have alike. */
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** The page that has it. */
export const demoPage = 'docs/demo.md'
/** What the marks of the page call it. */
export const demoMark = 'transcript of the demo'

/** What the demo is played with. */
export const demoArguments = ['--storage', 'memory', '--locale', 'en'] as const

const fenced = (text: string): string => `\`\`\`text\n${text.trimEnd()}\n\`\`\``

/** Plays it, in a folder that is gone afterwards. */
export async function playDemo(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'sportello-docs-'))
  try {
    const args = ['--import', 'tsx', join(root, 'examples/demo/main.ts'), ...demoArguments, '--data', join(folder, 'demo')]
    const { NO_COLOR: _, FORCE_COLOR: __, ...env } = process.env
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root, env })
    return fenced(stdout)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

// Times, durations, and what chance has drawn: ids, secrets, digests, a port, a folder.
const masks: readonly (readonly [pattern: RegExp, mask: string])[] = [
  [/ · \d+ ms$/gm, ' · … ms'],
  [/\b20\d\d-\d\d-\d\d( \d\d:\d\d)?/g, 'DAY'],
  [/\b\d\d:\d\d:\d\d\b/g, 'TIME'],
  [/\b[0-9A-HJKMNP-TV-Z]{26}\b/g, 'ID'],
  [/k1~[\w-]{5}$/gm, 'DIGEST'],
  [/#token=\S+(\n +│ +[\w~-]+(?=\n))*/g, '#token=TOKEN'],
  [/(PIN, second half +)\d{5}/g, '$1HALF'],
  [/(PIN, first 4 digits: )\d{4}/g, '$1HALF'],
  [/\d{4} from the letter, \d{5} from the screen/g, 'HALVES'],
  [/(Temporary password:? +)\S+/g, '$1PASSWORD'],
  [/127\.0\.0\.1:\d+/g, 'PORT'],
  [/in \d+ stored texts/g, 'in … stored texts'],
  [/(The documents stay in\n).*/g, '$1 FOLDER'],
]

/** The transcript without what differs from run to run. */
export function masked(transcript: string): string {
  return masks.reduce((text, [pattern, mask]) => text.replace(pattern, mask), transcript)
}

/** The transcript that stands in the page. */
export function keptTranscript(page: string): string {
  const [, kept = ''] = /<!-- generated: transcript of the demo -->\n([\s\S]*?)\n<!-- end -->/.exec(page) ?? []
  return kept
}

/** The one that the page has, as long as a new one says the same. */
export async function transcriptFor(page: string): Promise<string> {
  const [kept, played] = [keptTranscript(page), await playDemo()]
  return masked(kept) === masked(played) ? kept : played
}
