/** docs/comparison.md: it is dated, and what it says that another project has rests on a page that is linked. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { root } from './support/sources.ts'

const page = readFileSync(`${root}docs/comparison.md`, 'utf8')
const peers = ['Kratos', 'Keycloak', 'better-auth', 'wp-spid-italia']

/** The cells about a peer, in the tables that have a column for each. */
const claims = page.split(/^## /m).flatMap((part) => {
  const [head = [], , ...rows] = part
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .map((line) => line.split(' | ').map((cell) => cell.replaceAll(/^\||\|$/g, '').trim()))
  const columns = peers.map((peer) => head.indexOf(peer))
  return columns.includes(-1) ? [] : rows.flatMap((row) => columns.map((column) => `${row[0]}: ${row[column]}`))
})

/** Cells that say that nothing is said, or that there is nothing. */
const nothing = /: (no|none found|not read|not looked for)([;,] .+)?$/
/** What follows of what the project is, and needs no page. */
const plain = /: (TypeScript|PHP|that of SPID|the pages of WordPress|WordPress's own)$/

describe('the comparison', () => {
  it('names the day on which it was read', () => {
    expect(page).toMatch(/^Read on \d{1,2} [A-Z][a-z]+ 20\d\d\. /m)
  })

  it('links a page for what a peer is said to have', () => {
    expect(claims.length).toBeGreaterThan(80)
    expect(claims.filter((claim) => !(nothing.test(claim) || plain.test(claim) || claim.includes('][')))).toEqual([])
  })

  it('has an address for every page that it links, and links every address', () => {
    const defined = [...page.matchAll(/^\[([\w-]+)\]: https:\/\//gm)].map(([, name]) => name)
    const used = [...page.matchAll(/\]\[([\w-]+)\]/g)].map(([, name]) => name)
    expect([...new Set(used)].sort()).toEqual([...defined].sort())
  })
})
