/** The first pages of the built site, followed by somebody who has nothing else: an empty project, the package, a browser. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { expect, vi } from 'vitest'
import { runCommand } from '../examples/child.ts'
import { install, type Project, pack } from '../support/package.ts'
import { root } from '../support/sources.ts'

type Block = { readonly language: string; readonly text: string }

/** The blocks of code of a page of the site, from a heading on. */
const blocksOf = (page: Page, after: string): Promise<readonly Block[]> =>
  page.evaluate((id) => {
    const heading = document.getElementById(id)
    return [...document.querySelectorAll('div[class*=language-]')]
      .filter((one) => (heading?.compareDocumentPosition(one) ?? 0) & Node.DOCUMENT_POSITION_FOLLOWING)
      .map((one) => ({
        language: one.querySelector('.lang')?.textContent ?? '',
        text: `${one.querySelector<HTMLElement>('pre')?.innerText ?? ''}\n`,
      }))
  }, after)

/** Installs what a command of a page names, with all that it depends on, from the packages of this repository. */
function installNamed(project: Project, command: string): void {
  const [, names = ''] = /^npm install (.+)$/m.exec(command) ?? []
  const waiting = names.split(' ').filter((name) => name !== 'sportello')
  for (const name of waiting) {
    const from = `${root}node_modules/${name}/package.json`
    // What is missing here is an optional part for another platform.
    if (!existsSync(from) || existsSync(`${project.folder}/node_modules/${name}`)) continue
    project.add(name)
    const { dependencies = {} } = JSON.parse(readFileSync(from, 'utf8')) as { dependencies?: Readonly<Record<string, string>> }
    waiting.push(...Object.keys(dependencies))
  }
}

async function freePort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  return typeof address === 'object' ? String(address?.port) : ''
}

/** Does what the two pages say, and returns the text of the page that they lead to. */
export async function followFirstPages(browser: Browser, site: string): Promise<string> {
  const read = await browser.newPage()
  const project = install(pack())
  const started: ReturnType<typeof spawn>[] = []
  try {
    // The quick start, in the version of the page for the Node that runs this.
    await read.goto(`${site}/index.html`)
    const [getting, code, running] = await blocksOf(read, 'quick-start')
    const instructions = await read.innerText('main')
    const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
    const hasSqlite = major > 22 || (major === 22 && minor >= 13)
    const [, instead = ''] = /and write (openEmbedded\(.+?\))\.\n/.exec(instructions) ?? []
    const [, more = ''] = /also (npm install \S+),/.exec(instructions) ?? []
    const opening = "openEmbedded('data/counter.sqlite')"
    const save = (name: string, text: string) => {
      expect(text).toContain(opening)
      expect(instead).toContain('sqlite')
      project.write(name, hasSqlite ? text : text.replace(opening, instead))
    }
    installNamed(project, getting?.text ?? '')
    if (!hasSqlite) installNamed(project, more)
    save('quick-start.mjs', code?.text ?? '')
    const shell = (command: string) => runCommand('sh', ['-euc', command], { cwd: project.folder })
    expect(await shell(running?.text ?? '')).toMatchObject({ code: 0, stdout: "[ 'change-temporary-password' ]\n" })

    // The portal, on a port that is free here.
    await read.goto(`${site}/first-portal.html`)
    const port = await freePort()
    const here = (text: string) => text.replaceAll('8080', port)
    const [adding, portal, starting, drawing] = await blocksOf(read, 'start-it')
    installNamed(project, adding?.text ?? '')
    save('portal.mjs', here(portal?.text ?? ''))
    const lines = (starting?.text ?? '').replace(/^node /m, 'exec node ')
    const process_ = spawn('sh', ['-euc', lines], { cwd: project.folder, stdio: ['ignore', 'pipe', 'pipe'] })
    started.push(process_)
    let said = ''
    for (const stream of [process_.stdout, process_.stderr]) stream.on('data', (chunk) => (said += chunk))
    const main = here(await read.innerText('main'))
    await vi.waitFor(() => expect(main).toContain(said.trim() || 'nothing was said'), { timeout: 20_000, interval: 100 })
    expect(await shell(drawing?.text ?? '')).toMatchObject({ code: 0, stderr: '' })

    // A second one on that port ends with what the page says, and does not claim to be the portal.
    const second = await shell('node --env-file=.env portal.mjs')
    expect(main).toContain(/EADDRINUSE/.exec(second.stderr)?.[0] ?? 'another word')
    expect(second).toMatchObject({ code: 1, stdout: '' })

    return await walk(browser, read, project, port)
  } finally {
    for (const one of started) {
      one.kill()
      if (one.exitCode === null && one.signalCode === null) await once(one, 'exit')
    }
    await read.close()
    rmSync(project.folder, { recursive: true, force: true })
  }
}

/** From the form to the sign-in, by what the page calls things. */
async function walk(browser: Browser, read: Page, project: Project, port: string): Promise<string> {
  const texts = (selector: string) => read.locator(selector).allInnerTexts()
  const [called, quoted] = [await texts('main em'), await texts('main code')]
  /** A name that the page tells; it fails for one that a reader would have to guess. */
  const named = (name: string) => {
    expect(called).toContain(name)
    return name
  }
  const address = (path: string) => {
    expect(quoted).toContain(`http://localhost:8080/${path}`)
    return `http://localhost:${port}/${path}`
  }
  const typed = (text: string) => {
    expect(quoted).toContain(text)
    return text
  }
  const rows = await read
    .locator('main tbody tr')
    .evaluateAll((all) =>
      all.map((row) => [row.children[0]?.textContent ?? '', row.children[2]?.querySelector('code')?.textContent ?? ''] as const),
    )
  const givenFor = (label: string) => rows.find(([one]) => one === label)?.[1] ?? ''

  const applicant = await browser.newContext()
  const page = await applicant.newPage()
  await page.goto(address(''))
  await page.getByRole('link', { name: named('Richiesta di credenziali') }).click()
  for (const [label, value] of rows) {
    const field = page.getByLabel(new RegExp(`^\\s*${label}(\\s|$)`)).first()
    if ((await field.evaluate((one) => one.tagName)) === 'SELECT') await field.selectOption({ label: value })
    else await field.fill(value.replace(/^(\d\d)\/(\d\d)\/(\d{4})$/, '$3-$2-$1'))
  }
  await page.getByRole('button', { name: named('Prosegui') }).click()
  const secondHalf = /\b\d{5}\b/.exec(await page.innerText('main p:has(b)'))?.[0] ?? ''
  await page.getByRole('link', { name: named('Prosegua con i documenti') }).click()
  await page.getByLabel('Tipo di documento').selectOption({ label: named("Carta d'identità") })
  await page.getByLabel('File').setInputFiles(join(project.folder, typed('card.pdf')))
  await page.getByRole('button', { name: named('Carica') }).click()
  await page.getByRole('button', { name: named('Completa e trasmetti') }).click()
  const mail = join(project.folder, typed('data/mail'))
  const letter = await vi.waitFor(() => readFileSync(join(mail, readdirSync(mail).sort()[0] ?? ''), 'utf8'), { timeout: 10_000 })
  const [, password = ''] = /Password temporanea: (\S+)/.exec(letter) ?? []
  const [, firstHalf = ''] = /prime 4 cifre: (\d+)/.exec(letter) ?? []

  const httpCredentials = { username: typed('m.rossi'), password: typed('choose-one-of-your-own') }
  const office = await browser.newContext({ httpCredentials })
  const desk = await office.newPage()
  await desk.goto(address('office'))
  await desk
    .locator('li', { hasText: named('da decidere') })
    .getByRole('link')
    .click()
  await desk.getByRole('button', { name: named('Approva') }).click()
  await desk.getByText('approvata').first().waitFor()

  const signIn = async (secret: string) => {
    await page.getByLabel('Codice fiscale').fill(givenFor('Codice fiscale'))
    await page.getByLabel('PIN').fill(firstHalf + secondHalf)
    await page.getByLabel('Password').fill(secret)
    await page.getByRole('button', { name: named('Accedi') }).click()
  }
  await page.goto(address('area'))
  await signIn(password)
  const [current, next, again] = await page.locator('input[type=password]').all()
  await current?.fill(password)
  for (const field of [next, again]) await field?.fill(typed('Girasole.Blu77'))
  await page.getByRole('button', { name: named('Cambia') }).click()
  await page.getByText('La password è stata cambiata').waitFor()
  await signIn('Girasole.Blu77')
  await page.getByRole('heading', { name: named('Area riservata') }).waitFor()
  const arrived = await page.innerText('main')
  await Promise.all([applicant.close(), office.close()])
  return arrived
}
