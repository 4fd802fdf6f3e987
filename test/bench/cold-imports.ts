/** Row 6: what loading the library costs a process that has just begun. */
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { builtUrl } from './built.ts'
import { race, type Side, spreadOf } from './race.ts'
import { duration, plain, type Row, ratioRow } from './report.ts'

const run = promisify(execFile)
const root = fileURLToPath(new URL('../../', import.meta.url))

type Cold = { readonly ns: number; readonly rss: number }

async function coldImport(specifier: string): Promise<Cold> {
  const code = `const rss = process.memoryUsage.rss(), start = process.hrtime.bigint()
await import(${JSON.stringify(specifier)})
console.log(JSON.stringify({ ns: Number(process.hrtime.bigint() - start), rss: process.memoryUsage.rss() - rss }))`
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', code], { cwd: root })
  return JSON.parse(stdout) as Cold
}

export async function coldImportRows(quick: boolean): Promise<readonly Row[]> {
  const memory = new Map<string, number[]>()
  const side = (name: string, specifier: string): Side => ({
    name,
    async sample() {
      const { ns, rss } = await coldImport(specifier)
      memory.set(name, [...(memory.get(name) ?? []), rss])
      return ns
    },
  })
  const sides = [side('sportello', builtUrl('index')), side('better-auth', 'better-auth')]
  const result = await race(sides, quick ? 9 : 15)
  const took = (name: string) => duration(result.timeOf(name).median)
  const added = (name: string) => `${plain(spreadOf(memory.get(name) ?? []).median / 2 ** 20)} MiB`
  const both = `${took('sportello')} and ${added('sportello')}, against ${took('better-auth')} and ${added('better-auth')}`
  return [
    ratioRow("cold `import 'sportello'` ÷ `import 'better-auth'`", result.ratio('sportello', 'better-auth'), { most: 0.4 }, both),
  ]
}
