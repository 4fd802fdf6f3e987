/** Letters as files, for trying out. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Mail } from 'sportello'
import { fileMailer } from 'sportello/files'
import { afterAll, describe, expect, it } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'sportello-mail-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const mail: Mail = {
  ...{ id: 'mail/../1', messageIdLeft: 'a', subject: 'Città', text: 'Testo\n', html: '<p>Testo</p>' },
  ...{ to: { name: 'Anna', address: 'anna@example.it' }, locale: 'it', channel: 'pec' },
}

describe('the mailer of letters as files', () => {
  it('writes each letter once, for its owner alone, under a name that nobody has chosen', async () => {
    const directory = join(folder, 'made')
    const mailer = fileMailer({ directory })
    for (const _ of [1, 2]) expect(await mailer.send(mail)).toBe('sent')
    const names = readdirSync(directory)
    expect(names).toEqual([expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d.-]+Z-[0-9a-f]{16}\.txt$/)])
    const path = join(directory, names[0] ?? '')
    expect(readFileSync(path, 'utf8')).toBe('To: Anna <anna@example.it> (PEC)\nSubject: Città\n\nTesto\n')
    if (process.platform !== 'win32') expect(statSync(path).mode & 0o077).toBe(0)
  })

  it('refuses what is no mail, and what is no directory', async () => {
    expect(await fileMailer({ directory: folder }).send({ ...mail, subject: 'a\nBcc: b@example.it' })).toBe('rejected')
    for (const directory of ['', 'a\0b', 7]) expect(() => fileMailer({ directory } as never)).toThrow('path of a directory')
  })
})
