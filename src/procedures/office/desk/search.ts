/** The requests of a person, found by keyed digests: no table holds a name to look through. */
import { accept, type Result } from '../../../kernel/index.ts'
import { readForm } from '../../../runtime/command.ts'
import { operatorActor } from '../../../runtime/operator.ts'
import type { Runtime } from '../../../runtime/runtime.ts'
import type { Operator } from '../../../runtime/schema.ts'
import { birthTag, codeTag, mailboxTag, nameTag } from '../../../runtime/search-tags.ts'
import { transact } from '../../../runtime/transact.ts'
import type { DeskApiRefusal, DeskContext } from './context.ts'
import { decidedIn, linesOf } from './lines.ts'
import { type DeskSearchGiven, searchForm } from './schema.ts'
import { type DeskPage, walk } from './walk.ts'

/**
 * Whose requests are looked for. At least a codice fiscale, an address, or a surname with a name or a day of birth; of what is given
 * together, all must fit.
 */
export type DeskSearchForm = {
  /** The office worker who searches. Goes into the journal of each request that is found. */
  readonly operator: Operator
  /** Lower case and blanks around it are accepted; all variants by omocodia are found. */
  readonly codiceFiscale?: string
  /** Accents, apostrophes, hyphens, blanks and case do not count. */
  readonly surname?: string
  /** The whole given name, as it was filed: `Anna` does not find `Anna Maria`. */
  readonly name?: string
  /** `YYYY-MM-DD`; the century does not count. */
  readonly birthDate?: string
  /** The address of the request; of one for assistance, also its new PEC. */
  readonly email?: string
  /** `next` of the page before. */
  readonly after?: string
  /** 1 to 50; 20 when left out. */
  readonly limit?: number
}

type Ways = readonly (readonly [way: string, tag: string])[]

/** What was sought, the rarest first, with the tag that each request has that fits. */
function waysOf({ ring }: Runtime, { codiceFiscale, surname, name, birthDate, email }: DeskSearchGiven): Ways {
  return [
    ...(codiceFiscale === null ? [] : [['codice-fiscale', codeTag(ring, codiceFiscale)] as const]),
    ...(email === null ? [] : [['email', mailboxTag(ring, email.address)] as const]),
    ...(birthDate === null ? [] : [['birth-date', birthTag(ring, surname, birthDate)] as const]),
    ...(name === '' ? [] : [['name', nameTag(ring, surname, name)] as const]),
  ]
}

/** Searches, and notes in the journal of each request of the page who found it and by what kind of data; not by which. */
export async function search(context: DeskContext, input: DeskSearchForm): Promise<Result<DeskPage, DeskApiRefusal>> {
  const read = readForm(searchForm, input, 'desk/form')
  if (!read.ok) return read
  const { runtime } = context
  const { operator, after: place, limit } = read.value
  const ways = waysOf(runtime, read.value)
  const [, first = ''] = ways[0] ?? []
  const stretches = [
    {
      name: '-',
      lanes: [
        { kind: 'registration', tag: first },
        { kind: 'assistance', tag: first },
      ],
    },
  ]
  const operation = { name: 'desk/search', by: operatorActor(operator) }
  return transact<DeskPage, DeskApiRefusal>(runtime, operation, async (unit) => {
    const page = await walk(runtime, stretches, { place, limit }, async (rows) => {
      const lines = await linesOf(context, rows, () => true)
      return lines.map((line, i) => (ways.every(([, tag]) => rows[i]?.tags.includes(tag)) ? line : null))
    })
    const found = page.lines.map(({ of, id }) => ({ kind: decidedIn[of], id }))
    await unit.preload(found)
    for (const { kind, id } of found) unit.journal(kind, id, 'RequestFound', { sought: ways.map(([way]) => way) })
    return accept(page)
  })
}
