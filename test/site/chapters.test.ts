/** The chapter of a procedure has every part that a reader looks for, and its steps name only calls, letters and refusals that there are. */
import { readFileSync } from 'node:fs'
import { defaultPolicy, refusalCodes } from 'sportello'
import { describe, expect, it } from 'vitest'
import { procedures } from '../../src/api/procedures.ts'
import { letterTable } from '../support/generate-docs.ts'
import { type Chapter, callsByGroup, chapters } from '../support/site/chapters.ts'
import { sectionsOf } from '../support/site/sections.ts'
import { root } from '../support/sources.ts'

const known = procedures.map(({ name }) => name)
const named = ({ procedures: names }: Chapter) => known.filter((name) => names.includes(name))
const ofProcedures = chapters.filter((chapter) => named(chapter).length > 0)

const written = ({ page }: Chapter) => readFileSync(`${root}docs/${page}.md`, 'utf8')
const calls = [...callsByGroup()].flatMap(([group, all]) => all.map(({ name }) => `${group}.${name}`))
const letterNames = [...letterTable().matchAll(/^\| `([^`]+)`/gm)].map(([, name = '']) => name)
const figures = Object.entries(defaultPolicy).flatMap(([group, all]) => Object.keys(all).map((name) => `${group}.${name}`))
const groups = new Set(callsByGroup().keys())

describe('the chapters', () => {
  it('have every procedure that the office can begin', () => {
    const silent = known.filter((name) => !ofProcedures.some((chapter) => named(chapter).includes(name)))
    expect(silent).toEqual([])
  })

  it.each(ofProcedures)('$page has rules, sequence, calls, refusals, letters, what the host does, and pictures', (chapter) => {
    const parts = [...sectionsOf(chapter).matchAll(/^## (.+)$/gm)].map(([, title]) => title)
    const mails = letterNames.some((name) => chapter.procedures.includes(name.split('/')[0] ?? ''))
    expect(parts).toEqual(
      expect.arrayContaining([
        'The rules, as the machines say them',
        ...(chapter.groups.length > 0 ? ['The calls'] : []),
        'The refusals',
        ...(mails ? ['The letters, one by one'] : []),
        ...['What the host does', 'The machines, drawn'],
      ]),
    )
    expect(written(chapter)).toMatch(/^## Step by step$|^sequenceDiagram$/m)
  })

  const steps = ofProcedures.flatMap((chapter) => {
    const [, text] = /^## Step by step$([\s\S]*?)^## /m.exec(written(chapter)) ?? []
    return text === undefined ? [] : [{ page: chapter.page, text }]
  })

  it.each(steps)('$page: who acts stands at each step, and what it names is there', ({ text }) => {
    const rows = text.split('\n').filter((line) => line.startsWith('| '))
    expect(rows.length).toBeGreaterThan(6)
    expect(rows.filter((row) => row.split(' | ').length !== 3)).toEqual([])
    const said = [...text.matchAll(/`([a-zA-Z-]+)([./])([a-zA-Z-]+)`/g)]
    const lost = said.filter(([, first = '', sign, rest = '']) =>
      sign === '.'
        ? groups.has(first) && ![...calls, ...figures].includes(`${first}.${rest}`)
        : ![...letterNames, ...refusalCodes].includes(`${first}/${rest}`),
    )
    expect(lost.map(([whole]) => whole)).toEqual([])
  })
})
