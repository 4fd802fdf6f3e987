import { describe, expect, it } from 'vitest'
import type { Scanner, ScanVerdict } from '../../src/ports/index.ts'
import { scannerContract } from '../../src/testing/index.ts'

const find = (bytes: Uint8Array): ScanVerdict =>
  new TextDecoder('latin1').decode(bytes).includes('-ANTIVIRUS-TEST-FILE!$H+H*') ? 'infected' : 'clean'

const right: Scanner = { scan: async (bytes) => find(bytes) }

async function brokenBy(scan: Scanner['scan']): Promise<readonly string[]> {
  const broken: string[] = []
  for (const { name, run } of scannerContract(() => ({ scan }))) await run().catch(() => broken.push(name))
  return broken
}

describe('the kit for scanners', () => {
  it('finds nothing wrong with a right one', async () => {
    expect(await brokenBy(right.scan)).toEqual([])
  })

  it('calls each scanner anew', async () => {
    let made = 0
    const checks = scannerContract(async () => {
      made += 1
      return right
    })
    for (const { run } of checks) await run()
    expect(made).toBe(checks.length)
  })

  let last: ScanVerdict = 'clean'
  const seen = new Set<number>()

  it.each<[what: string, caughtBy: string, scan: Scanner['scan']]>([
    ['finds nothing', 'the test file of EICAR', async () => 'clean'],
    ['finds malware everywhere', 'a letter is clean', async () => 'infected'],
    ['knows nothing', 'the test file of EICAR', async () => 'unknown'],
    ['gives up on large files', 'a letter is clean', async (bytes) => (bytes.length > 5_000_000 ? 'unknown' : find(bytes))],
    ['looks around the bytes', 'a view into a larger buffer', async ({ buffer }) => find(new Uint8Array(buffer))],
    [
      'mixes up answers',
      'files at once',
      async (bytes) => {
        last = find(bytes)
        await Promise.resolve()
        return last
      },
    ],
    [
      'answers once',
      'the same file gets the same answer again',
      async (bytes) => {
        if (seen.has(bytes.length)) return 'unknown'
        seen.add(bytes.length)
        return find(bytes)
      },
    ],
  ])('catches one that %s', async (_, caughtBy, scan) => {
    const broken = await brokenBy(scan)
    expect(broken.some((name) => name.startsWith(caughtBy))).toBe(true)
  })
})
