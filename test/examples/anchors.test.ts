import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { checkAnchors, keepAnchor } from '../../examples/anchors.ts'
import { office, openCounter, subscribed } from '../support/counter.ts'
import { vaultOf } from '../support/vault.ts'
import { scratch } from './child.ts'

const place = scratch()

describe('anchors that are kept as files', () => {
  it('name what is gone, and show an anchor that was altered or dropped', async () => {
    const directory = place.path
    const counter = openCounter()
    const { accountId } = await subscribed(counter)
    const { journal } = counter.sportello
    const kept: string[] = []
    for (let i = 0; i < 3; i += 1) {
      kept.push(await keepAnchor(journal, directory))
      counter.clock.advance(86_400_000)
    }
    expect(await readdir(directory)).toHaveLength(3)
    expect(await checkAnchors(journal, directory)).toEqual([])

    const vault = vaultOf(counter.storage.contents())
    vault.drop(`${office.id}/credential/${accountId}`)
    const missing = { record: { kind: 'credential', id: accountId }, found: 'missing' }
    const later = openCounter({ ...counter.configuration, storage: vault.storage }).sportello.journal
    expect(await checkAnchors(later, directory)).toEqual([missing, missing, missing])

    const [, second = ''] = kept
    const text = await readFile(second, 'utf8')
    await writeFile(second, text.replace(/^credential.*\n/m, ''))
    await expect(checkAnchors(journal, directory)).rejects.toThrow('journal/anchor-refused')
    await rm(second)
    await expect(checkAnchors(journal, directory)).rejects.toThrow('journal/anchor-refused')
  })
})
