/** The promises of the scanner port as checks, for every implementation the same. */
import type { Scanner, ScanVerdict } from '../ports/index.ts'
import { type Check, expectEqual, expectThat } from './fakes/check.ts'

type ScannerCheck = { readonly name: string; readonly run: (scanner: Scanner) => Promise<void> }

const bytesOf = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0))

/** The test file of EICAR, which every scanner calls infected. It is put together here, or scanners would find it in this package. */
const infected = (): Uint8Array =>
  bytesOf(['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-', 'ANTIVIRUS-TEST-FILE!', '$H+H*'].join(''))

const clean = (): Uint8Array => bytesOf('%PDF-1.7\nAn ordinary letter.\n%%EOF\n')

/** As large as an upload is by default at most. */
const large = (): Uint8Array => new Uint8Array(10_485_760).fill(0x20)

const checks: readonly ScannerCheck[] = [
  {
    name: 'the test file of EICAR is infected',
    run: async (scanner) => expectEqual(await scanner.scan(infected()), 'infected', 'malware is found'),
  },
  {
    name: 'a letter is clean, and so is a file of one byte and one of ten mebibytes',
    run: async (scanner) => {
      for (const content of [clean(), Uint8Array.of(0), large()]) {
        expectEqual(await scanner.scan(content), 'clean', 'a file without malware')
      }
    },
  },
  {
    name: 'a view into a larger buffer stands for its own bytes only',
    run: async (scanner) => {
      const bad = infected()
      const buffer = new Uint8Array(bad.length + clean().length)
      buffer.set(bad)
      buffer.set(clean(), bad.length)
      expectEqual(await scanner.scan(buffer.subarray(bad.length)), 'clean', 'not the bytes before them')
      expectEqual(await scanner.scan(buffer.subarray(0, bad.length)), 'infected', 'all of the bytes themselves')
    },
  },
  {
    name: 'files at once get each its own answer',
    run: async (scanner) => {
      const files = Array.from({ length: 12 }, (_, i) => (i % 3 === 0 ? infected() : clean()))
      const answers = await Promise.all(files.map((content) => scanner.scan(content)))
      const expected = files.map((_, i): ScanVerdict => (i % 3 === 0 ? 'infected' : 'clean'))
      expectEqual(answers, expected, 'answers are not mixed up')
    },
  },
  {
    name: 'the same file gets the same answer again',
    run: async (scanner) => {
      for (let i = 0; i < 3; i += 1) {
        expectThat((await scanner.scan(infected())) === 'infected', 'malware is found each time')
        expectThat((await scanner.scan(clean())) === 'clean', 'a letter is clean each time')
      }
    },
  },
]

/**
 * Checks that a scanner keeps the promises of the port. It must know the test file of EICAR. Each check gets a scanner from `create`.
 *
 * @example
 * for (const { name, run } of scannerContract(() => ({ scan: async () => 'unknown' }))) test(name, run)
 */
export function scannerContract(create: () => Scanner | Promise<Scanner>): readonly Check[] {
  return checks.map(({ name, run }) => ({ name, run: async () => run(await create()) }))
}
