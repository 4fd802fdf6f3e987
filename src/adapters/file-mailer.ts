/** A mailer for trying out: every letter is a file that a person can read. */
import { createHash } from 'node:crypto'
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { SportelloError } from '../kernel/index.ts'
import type { Mailer } from '../ports/index.ts'
import { readMail } from './mail-rules.ts'

/** Where the letters go. */
export type FileMailerOptions = {
  /** Where the letters lie, one file each; made when it is missing, readable for its owner only. */
  readonly directory: string
}

/**
 * Writes each letter as a text file into `directory` instead of sending it: for trying out, since the letters hold PINs, passwords and links, unsealed. The names
 * begin with the instant, so that the newest is the last; a mail that is sent again is no second file.
 *
 * @example
 * const mailer = fileMailer({ directory: 'data/mail' }) // a text file a letter, for trying out
 */
export function fileMailer(options: FileMailerOptions): Mailer {
  const given: unknown = options?.directory
  if (typeof given !== 'string' || given === '' || given.includes('\0')) {
    throw new SportelloError('config/invalid', 'files: directory is the path of a directory')
  }
  const folder = resolve(given)
  return {
    async send(mail) {
      const read = readMail(mail)
      if (read === null) return 'rejected'
      const { id, to, subject, text, channel } = read
      const ending = `-${createHash('sha256').update(id).digest('hex').slice(0, 16)}.txt`
      await mkdir(folder, { recursive: true, mode: 0o700 })
      if ((await readdir(folder)).some((name) => name.endsWith(ending))) return 'sent'
      const instant = new Date(Date.now()).toISOString().replaceAll(':', '-')
      const letter = `To: ${to.name} <${to.address}>${channel === 'pec' ? ' (PEC)' : ''}\nSubject: ${subject}\n\n${text}`
      await writeFile(join(folder, `${instant}${ending}`), letter, { mode: 0o600 })
      return 'sent'
    },
  }
}
