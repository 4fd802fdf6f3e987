/** The journal at the desk has words for all that the records of the desk can hold. */
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { actorText, eventText, eventWords, type WordedEvent } from '../../examples/portal/pages/desk/journal-words.ts'
import type { MaintenanceEvent } from '../../src/procedures/calendar/maintenance/model.ts'
import type { SunsetEvent } from '../../src/procedures/calendar/sunset/model.ts'
import type { MailNote } from '../../src/runtime/mail-note.ts'

type Unworded = Exclude<MaintenanceEvent['type'] | SunsetEvent['type'] | MailNote, WordedEvent>
// The compiler refuses this where an event of a calendar, or of a letter, has no words.
const isWhole: [Unworded] extends [never] ? true : false = true

const sources = fileURLToPath(new URL('../../src', import.meta.url))

/** What use cases write into journals beside the machines: the names in their calls. */
function noted(): readonly string[] {
  const files = readdirSync(sources, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))
  const found = files.flatMap((name) => {
    const text = readFileSync(`${sources}/${name}`, 'utf8')
    const calls = [...text.matchAll(/\.journal\(([^;]*?)\)/gs)].map(([, inside]) => inside ?? '')
    const facts = [...text.matchAll(/(?:fact|erasureOrdered) = .*?'([A-Z]\w+)'/g)].map(([, event]) => `'${event}'`)
    return [...calls, ...facts].flatMap((inside) => [...inside.matchAll(/'([A-Z][A-Za-z]+)'/g)].map(([, event]) => event ?? ''))
  })
  return [...new Set(found)]
}

it('every event that a record can hold has words in both languages, and no two languages have the same ones', () => {
  expect(isWhole).toBe(true)
  const events = noted()
  expect(events).toEqual(expect.arrayContaining(['Refused', 'ErasureOrdered', 'DossierViewed', 'PecReported']))
  expect(events.filter((event) => !Object.hasOwn(eventWords, event))).toEqual([])
  expect(Object.entries(eventWords).filter(([event, [it, en]]) => it === en || it.includes(event))).toEqual([])
})

it('says what has happened and who did it in the language of the reader', () => {
  const inItalian = (italian: string): string => italian
  const inEnglish = (_: string, english: string): string => english
  const nameOf = (id: string) => (id === 'm.rossi' ? 'Mario Rossi' : null)
  expect([eventText('CredentialIssued', inItalian), eventText('CredentialIssued', inEnglish)]).toEqual([
    'Credenziali rilasciate',
    'Credential issued',
  ])
  expect(eventText('Unheard', inItalian)).toBe('Unheard')
  expect(actorText('operator:m.rossi', inItalian, nameOf)).toBe('Mario Rossi')
  expect(actorText('operator:a.nuova', inItalian, nameOf)).toBe('a.nuova')
  expect(actorText('subscriber:01', inItalian, nameOf)).toBe('la persona')
  expect(actorText('system', inEnglish, nameOf)).toBe('the system')
})
