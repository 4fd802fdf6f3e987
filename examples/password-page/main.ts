/**
 * A page that changes a password and checks it while it is typed, by the policy of the counter: the rules and their words come from
 * `sportello/password`, in the page as on its server. `node --import tsx examples/password-page/main.ts [port]`
 */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { nodePasswordHash } from 'sportello/node'
import { buildScripts } from '../portal/setting/scripts.ts'
import { passwordServer } from './server.ts'

const scripts = mkdtempSync(join(tmpdir(), 'password-page-'))
await buildScripts(scripts)
const person = { username: 'anna.verdi', password: 'Mandorle.amare7' }
const server = await passwordServer(person, nodePasswordHash(), scripts)
const port = Number(process.argv[2] ?? 8080)
server.listen(port, 'localhost', () => {
  console.log(`http://localhost:${port}/   ${person.username}, password ${person.password}`)
})
