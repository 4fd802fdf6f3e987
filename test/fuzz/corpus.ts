/** The inputs that are kept: each has once led to a part of the sources where none before it had been. One file a target, one input a line. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isDeepStrictEqual } from 'node:util'
import { isBytes } from './mutate.ts'

const pathOf = (target: string): string => fileURLToPath(new URL(`../fixtures/fuzz/${target}.json`, import.meta.url))

/** A longer one is not kept: of its kind there is a shorter one. */
const inputMax = 2_048
/** All of them together stay below 200 kB. */
const corpusMax = 16_384

/** As a line of a file, or null for what no JSON holds. */
export function encoded(input: unknown): string | null {
  try {
    const line = JSON.stringify(isBytes(input) ? { bytes: Buffer.from(input).toString('base64') } : { value: input })
    return isDeepStrictEqual(decoded(line), isBytes(input) ? new Uint8Array(input) : input) ? line : null
  } catch {
    return null
  }
}

export function decoded(line: string): unknown {
  const { bytes, value } = JSON.parse(line) as { readonly bytes?: string; readonly value?: unknown }
  return bytes === undefined ? value : new Uint8Array(Buffer.from(bytes, 'base64'))
}

export function readCorpus(target: string): readonly unknown[] {
  const path = pathOf(target)
  if (!existsSync(path)) return []
  const lines = readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('{'))
  return lines.map((line) => decoded(line.replace(/,$/, '')))
}

/** Keeps the shortest, as many as there is room for. */
export function keepCorpus(target: string, inputs: readonly unknown[]): void {
  const lines = inputs.map(encoded).filter((line) => line !== null && line.length <= inputMax) as string[]
  const kept: string[] = []
  let size = 0
  for (const line of lines.sort((a, b) => a.length - b.length)) {
    size += Buffer.byteLength(line) + 2
    if (size <= corpusMax && !kept.includes(line)) kept.push(line)
  }
  const path = pathOf(target)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, `[\n${kept.join(',\n')}\n]\n`)
}
