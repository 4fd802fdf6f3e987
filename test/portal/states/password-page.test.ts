/** The password page beside the portal, on its components. */
import { mkdtempSync, rmSync } from 'node:fs'
import type { Server } from 'node:http'
import { join } from 'node:path'
import { plainPasswordHash } from 'sportello/testing'
import { afterAll, beforeAll } from 'vitest'
import { passwordServer } from '../../../examples/password-page/server.ts'
import { buildScripts } from '../../../examples/portal/setting/scripts.ts'
import { openFolder } from '../../support/temporary.ts'
import { fill, follow, sees } from '../support/forms.ts'
import { serve } from '../support/serve.ts'
import { describeStates } from '../support/states.ts'
import type { Visit } from '../support/world.ts'

const person = { username: 'anna.verdi', password: 'Mandorle.amare7' }
let scripts = ''
const servers = new Set<Server>()
beforeAll(async () => {
  scripts = mkdtempSync(join(openFolder(), 'sportello-password-'))
  await buildScripts(scripts)
})
afterAll(() => {
  for (const server of servers) server.close().closeAllConnections()
  rmSync(scripts, { recursive: true, force: true })
})

/** The page of a person whom nobody has changed yet. */
async function visit({ world, page, locale }: Visit): Promise<void> {
  const server = await passwordServer(person, plainPasswordHash(), scripts)
  servers.add(server)
  const url = await serve(server)
  world.neighbours.push(new URL(url).origin)
  await page.goto(new URL(locale === 'it' ? '/' : '/en', url).href)
}

type Filled = { readonly current?: string; readonly next?: string; readonly confirmation?: string }

async function send(shown: Visit, filled: Filled): Promise<void> {
  await visit(shown)
  await fill(shown, { username: person.username, current: person.password, ...filled })
  await follow(shown, 'main form button.btn-primary')
  await sees(shown, 'main .alert')
}

const title = { it: 'Cambio della password', en: 'Change of the password' } as const
describeStates('the password page', [
  { name: 'password-page/empty', title, reach: visit },
  {
    name: 'password-page/typing',
    title,
    needsScript: true,
    async reach(shown) {
      await visit(shown)
      await shown.page.locator('[name=next]').fill('Pistacchi')
      await shown.page.locator('[name=confirmation]').fill('Pistacchio')
      await shown.page.locator('[name=confirmation]').blur()
    },
  },
  { name: 'password-page/wrong-current', title, reach: (shown) => send(shown, { current: 'no', next: 'a', confirmation: 'a' }) },
  { name: 'password-page/refused', title, reach: (shown) => send(shown, { next: 'aaaaaaaaB1!', confirmation: 'aaaaaaaaB1' }) },
  {
    name: 'password-page/done',
    title: { it: 'Password cambiata', en: 'Password changed' },
    reach: (shown) => send(shown, { next: 'Pistacchi.salati8', confirmation: 'Pistacchi.salati8' }),
  },
])
