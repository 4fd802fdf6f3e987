/** Packages and globals away from home, planted one by one, and what the rules answer. */
import { describe, expect, it } from 'vitest'
import { strayGlobals, strayPackages } from './homes.ts'
import { globalHomes, packageHomes } from './plan.ts'
import { approval, plant } from './plant.ts'

describe('homes', () => {
  it.each([
    ["import { z } from 'zod'", `${approval}/schema.ts`],
    ["import * as z from 'zod'", `${approval}/machine.ts`],
    ["import type { ZodType } from 'zod'", `${approval}/model.ts`],
    ["export { z } from 'zod'", `${approval}/schema.ts`],
    ["const z = await import('zod')", `${approval}/schema.ts`],
    ["import * as z from 'zod'", 'src/api/schema.ts'],
    ["import { sha256 } from '@noble/hashes/sha2.js'", 'src/runtime/request.ts'],
    ["import { ulid } from 'ulid'", 'src/runtime/transact.ts'],
    ["import { readFile } from 'node:fs'", 'src/runtime/uploads.ts'],
    ["import { SaxesParser } from 'saxes'", 'src/rules/civil/index.ts'],
    ["import { sql } from 'kysely'", 'src/adapters/memory.ts'],
    ["import { addDays } from 'date-fns/addDays'", 'src/rules/pec/receipt.ts'],
    ["import { addDays } from 'date-fns'", 'src/rules/civil/days.ts'],
    ["import { fromZonedTime } from 'date-fns-tz'", 'src/rules/civil/days.ts'],
    ["import type { Transporter } from 'nodemailer'", 'src/adapters/smtp.ts'],
    ["type Argon = import('@node-rs/argon2').Algorithm", 'src/adapters/node.ts'],
    ["import 'left-pad'", 'src/index.ts'],
    ["import 'left-pad'", 'src/kernel/result.ts'],
  ])('a package away from home: %s in %s', (text, path) => {
    expect(strayPackages(plant(text, path), packageHomes)).toHaveLength(1)
  })

  it.each([
    ["import * as z from 'zod'", `${approval}/schema.ts`],
    ["import * as z from 'zod'", 'src/procedures/quota/schema.ts'],
    ["import { open } from 'node:fs/promises'", 'src/adapters/files.ts'],
    ["import { addDays } from 'date-fns/addDays'", 'src/rules/civil/days.ts'],
    ["import type { Interval } from 'date-fns'", 'src/rules/civil/days.ts'],
  ])('none: a package at home: %s in %s', (text, path) => {
    expect(strayPackages(plant(text, path), packageHomes)).toEqual([])
  })

  it.each([
    'const at = Date.now()',
    'const at = new Date()',
    'const at = Date()',
    'const clock = Date',
    "const at = Date['now']()",
    'const { now } = Date',
    'const chance = Math.random()',
    'const { random } = Math',
    'const at = performance.now()',
    'const name = process.env.OFFICE',
    'const { env } = globalThis',
    'const bytes = crypto.getRandomValues(new Uint8Array(4))',
    'setTimeout(() => {}, 1)',
    "console.log('here')",
    "const zone = new Intl.DateTimeFormat('it')",
    'const given = { process }',
    "const made = new Function('return 1')",
  ])('the platform away from home: %s', (text) => {
    expect(strayGlobals(plant(text), globalHomes)).toHaveLength(1)
  })

  it('chance has no home at all, and the clock none in crypto', () => {
    expect(strayGlobals(plant('const chance = Math.random()', 'src/adapters/portable.ts'), globalHomes)).toHaveLength(1)
    expect(strayGlobals(plant('const at = Date.now()', 'src/crypto/keys.ts'), globalHomes)).toHaveLength(1)
    expect(strayGlobals(plant('const at = Date.now()', 'src/adapters/portable.ts'), globalHomes)).toEqual([])
  })

  it.each([
    'const at = new Date(0)',
    'const at = Date.UTC(2026, 0, 1)',
    'const most = Math.max(1, 2)',
    'const one = unit.process',
    'const one = { process: 1, crypto: 2 }',
    'type One = { readonly process: string }',
    'function run(process: string) { return process }',
    'const is = (value: unknown): value is Date => value instanceof File',
  ])('none: calendar, arithmetic and names of one’s own: %s', (text) => {
    expect(strayGlobals(plant(text), globalHomes)).toEqual([])
  })
})
