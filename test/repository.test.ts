/** How changes are tested and versions released: workflows, the SBOM, the settings of editors. */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { call, readManifest } from './support/package.ts'
import { root } from './support/sources.ts'
import { exposedJobs, loosePins } from './support/workflows.ts'

const read = (path: string) => readFileSync(`${root}${path}`, 'utf8')
const manifest = readManifest()

describe('the workflows', () => {
  const names = readdirSync(`${root}.github/workflows`)

  it.each(names)('G15: every action of %s is pinned by commit', (name) => {
    const workflow = read(`.github/workflows/${name}`)
    expect(workflow).toContain('uses: ')
    expect(loosePins(workflow)).toEqual([])
  })

  it.each(names)('G15, E4: no job of %s that may write or publish runs code of packages', (name) => {
    expect(exposedJobs(read(`.github/workflows/${name}`))).toEqual([])
  })

  it('E4: a version is published with a provenance statement, from the job that has the right to', () => {
    const [, publishing = ''] = read('.github/workflows/release.yml').split(/^ {2}publish:$/m)
    expect(publishing).toMatch(/^ {6}id-token: write$/m)
    expect(publishing).toMatch(/npm publish .*--provenance/)
    expect(read('.github/workflows/release.yml').match(/id-token/g)).toHaveLength(1)
  })

  it('a tag, a branch, a short commit and a commit without its version are found', () => {
    const commit = 'a0853c24544627f65ddf259abe73b1d18a591444'
    const pins = ['a/b@v5', 'a/b@main', 'a/b@a0853c2', `a/b@${commit}`, `a/b@${commit} # v5`]
    expect(loosePins(pins.map((pin) => `      - uses: ${pin}\n`).join(''))).toEqual(pins)
    expect(loosePins(`      - uses: a/b@${commit} # v5.0.0\n`)).toEqual([])
  })

  it.each([
    ['npm ci', 'npm ci'],
    ['npm cit', 'npm cit'],
    ['npm run build', 'npm run build'],
    ['npx tsup', 'npx tsup'],
    ['bash .ci/run', 'bash .ci/run'],
    ['npm publish ./a.tgz', 'npm publish ./a.tgz'],
    ['npm ci --ignore-scripts', null],
  ])('in a job that may publish, `%s` is judged', (command, found) => {
    const job = (permissions: string) => `name: a\njobs:\n  one:\n${permissions}    steps:\n      - run: ${command}\n`
    const expected = found === null ? [] : [`one: - run: ${found}`]
    expect(exposedJobs(job('    permissions:\n      id-token: write\n'))).toEqual(expected)
    expect(exposedJobs(`permissions: write-all\n${job('')}`)).toEqual(expected)
    expect(exposedJobs(job('    env:\n      TOKEN: ${{ secrets.TOKEN }}\n'))).toEqual(expected)
    expect(exposedJobs(job('    permissions:\n      contents: read\n'))).toEqual([])
  })
})

describe('the SBOM', () => {
  type Bom = {
    readonly bomFormat: string
    readonly metadata: { readonly component: { readonly name: string; readonly version: string; readonly purl: string } }
    readonly components: readonly { readonly purl: string }[]
  }

  it('G15: names the package as it is published, and what it installs at run time, no more and no less', () => {
    const bom = JSON.parse(call(root, 'bash', ['.ci/sbom'])) as Bom
    const { name, version, purl } = bom.metadata.component
    expect([bom.bomFormat, name, version]).toEqual(['CycloneDX', 'sportello', manifest.version])
    expect(purl).toBe(`pkg:npm/sportello@${manifest.version}`)
    const installed = Object.entries(manifest.dependencies).map(([part, exact]) => `pkg:npm/${part.replace('@', '%40')}@${exact}`)
    expect(bom.components.map((component) => component.purl).sort()).toEqual(installed.sort())
  })

  it('G15: is made and kept with every release', () => {
    const release = read('.github/workflows/release.yml')
    expect(release).toMatch(/run: bash \.ci\/sbom > release\//)
    expect(release).toMatch(/gh release create .* release\/\*/)
  })
})

describe('the settings of editors', () => {
  it('are those of the formatter', () => {
    const { formatter } = JSON.parse(read('.biome.json')) as {
      readonly formatter: { readonly indentStyle: string; readonly indentWidth: number; readonly lineWidth: number }
    }
    const [everywhere = ''] = read('.editorconfig').split('\n\n').slice(1)
    expect(everywhere).toContain(`indent_style = ${formatter.indentStyle}\nindent_size = ${formatter.indentWidth}\n`)
    expect(everywhere).toContain(`max_line_length = ${formatter.lineWidth}`)
  })
})
