/** The server of the page: shows it, checks what it sends by the same code as the page, and answers with the page again. One person, in memory. */
import { createHash } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import { fileURLToPath } from 'node:url'
import express, { type Request, type Response } from 'express'
import type { Locale, PasswordHash } from 'sportello'
import { checkPassword, italia, messages, normalizePassword, type PasswordFacts } from 'sportello/password'
import { contentPolicy } from '../portal/web/app.ts'
import { files } from '../portal/web/files.ts'
import { passwordPage, pathOf, type Wrong } from './page.ts'

export const office = 'Comune di Prova'
export const facts: PasswordFacts = { words: office }

/** Whose password it is. An office has its counter for this: `credential.changePassword`, with delays after wrong passwords. */
export type Person = { readonly username: string; readonly password: string }

type Form = { readonly [field in 'username' | 'current' | 'next' | 'confirmation']: string }

function formOf(body: unknown): Form {
  const given = (typeof body === 'object' && body !== null ? body : {}) as { readonly [name: string]: unknown }
  const text = (name: string) => (typeof given[name] === 'string' ? given[name] : '')
  return { username: text('username'), current: text('current'), next: text('next'), confirmation: text('confirmation') }
}

/** As it is hashed: a text of one length, whatever the password. Null for what nobody can type. */
function digested(password: string): string | null {
  const normalized = normalizePassword(password)
  return normalized.ok ? createHash('sha256').update(normalized.value).digest('hex') : null
}

/** Listens to nobody yet; `scripts` is the folder of the scripts of the library. */
export async function passwordServer(person: Person, passwordHash: PasswordHash, scripts: string): Promise<Server> {
  let kept = await passwordHash.hash(digested(person.password) ?? '')

  async function wrongWith({ username, current, next, confirmation }: Form, locale: Locale): Promise<Wrong> {
    const t = (italian: string, english: string): string => (locale === 'it' ? italian : english)
    const isRight = (await passwordHash.verify(digested(current) ?? '', kept)) && username === person.username
    // Which of the two is wrong is told to nobody.
    if (!isRight)
      return { current: t('Nome utente o password attuale non sono giusti', 'User name or current password are wrong') }
    const words = messages[locale]
    const violations = checkPassword(next, italia, facts)
    const isSame = digested(next) === digested(current)
    const found = isSame ? [...violations, { code: 'unchanged', params: {} } as const] : violations
    return {
      ...(found.length > 0 && { next: found.map(words).join('. ') }),
      ...(next !== confirmation && { confirmation: words({ code: 'confirmation', params: {} }) }),
    }
  }

  const app = express()
  app.disable('x-powered-by')
  app.use('/static', files())
  const folder = fileURLToPath(new URL('.', import.meta.url))
  app.get('/confirmation.js', (_request, response) => response.sendFile('confirmation.js', { root: folder }))
  for (const name of ['password.global.js', 'checklist.global.js']) {
    app.get(`/${name}`, (_request, response) => response.sendFile(name, { root: scripts }))
  }
  app.use((_request, response, next) => {
    response.set({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer', 'x-content-type-options': 'nosniff' })
    response.set('content-security-policy', contentPolicy)
    next()
  })
  for (const locale of ['it', 'en'] as const) {
    const page = { locale, office, facts: JSON.stringify(facts) }
    app.get(pathOf(locale), (_request, response) => void response.send(passwordPage(page)))
    const read = express.urlencoded({ extended: false, limit: '10kb' })
    app.post(pathOf(locale), read, async (request: Request, response: Response) => {
      if (request.headers['sec-fetch-site'] !== 'same-origin') return void response.sendStatus(403)
      const form = formOf(request.body)
      const wrong = await wrongWith(form, locale)
      const isDone = Object.keys(wrong).length === 0
      if (isDone) kept = await passwordHash.hash(digested(form.next) ?? '')
      response.status(isDone ? 200 : 422).send(passwordPage({ ...page, username: form.username, wrong, isDone }))
    })
  }
  return createServer(app)
}
