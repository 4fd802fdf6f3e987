/** The packed declarations under several versions of TypeScript; docs/versions.md has the table. Needs `npm run build` before. */
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { install, type Project, pack, readManifest } from '../support/package.ts'
import { root } from '../support/sources.ts'
import { compilers } from '../support/versions.ts'

const modules = Object.keys(readManifest().exports).filter((subpath) => !/\.(json|js)$/.test(subpath))

/** Every declaration of every entry point, calls that infer much, and one that must not compile. */
const host = `
${modules.map((subpath, i) => `export * as entry${i} from '${subpath.replace('.', 'sportello')}'`).join('\n')}
import { createSportello, type Keys, parseKeys, problemDetails, type SportelloConfiguration, unwrap } from 'sportello'
import { sampleApplicant, samplePdf } from 'sportello/testing'

const keys: Keys = parseKeys(undefined)
export async function run(configuration: SportelloConfiguration): Promise<readonly string[]> {
  const { registration, approval, session } = createSportello({ ...configuration, keys })
  const opened = await registration.open({ ...sampleApplicant, name: 'Anna Maria' })
  if (!opened.ok) {
    if (opened.refusal.code === 'registration/form') return opened.refusal.problems.map(({ field }) => field)
    return [problemDetails(opened.refusal, 'it').title]
  }
  const { id, ticket } = opened.value
  const added: number = unwrap(await registration.addDocument(ticket, { type: 'identity-card' }, samplePdf())).id
  const operator = { id: 'm.rossi', codiceFiscale: 'RSSMRA70A01H501S' }
  const { digest } = unwrap(await approval.dossier({ operator, id }))
  // @ts-expect-error: a decision names the dossier that it is on.
  await approval.approve({ operator, id })
  await approval.approve({ operator, id, dossierDigest: digest })
  const view = await session.check('')
  return view.ok ? [view.value.scope, String(added)] : [view.refusal.code]
}
`

let project: Project

beforeAll(() => {
  if (!existsSync(`${root}dist`)) throw new Error('dist is missing: npm run build')
  project = install(pack())
  for (const name of ['kysely', 'saxes', 'xmlchars']) project.add(name)
  const strict = { strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true, skipLibCheck: false }
  const compilerOptions = { ...strict, target: 'es2022', lib: ['es2022'], types: [], noEmit: true, module: 'nodenext' }
  project.write('host.mts', host)
  project.write('tsconfig.json', JSON.stringify({ compilerOptions, files: ['host.mts'] }))
})

afterAll(() => {
  if (project !== undefined) rmSync(project.folder, { recursive: true, force: true })
})

describe('the packed declarations', () => {
  it.each(compilers)('compile strictly, all of them, under TypeScript $version', ({ name, version }) => {
    const { version: installed } = JSON.parse(readFileSync(`${root}node_modules/${name}/package.json`, 'utf8')) as {
      version: string
    }
    expect(installed).toBe(version)
    expect(project.compile('tsconfig.json', name)).toBe('')
  })
})
