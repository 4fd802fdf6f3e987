/** The requests of a person, found by keyed digests: no table holds a name to look through. */
import { accept, type Result } from '../../../kernel/index.ts'
import { readForm } from '../../../runtime/command.ts'
import { operatorActor } from '../../../runtime/operator.ts'
import type { Runtime } from '../../../runtime/runtime.ts'
import type { Operator } from '../../../runtime/schema.ts'
import { birthTag, codeTag, mailboxTag, nameTag } from '../../../runtime/search-tags.ts'
import { transact, type Unit } from '../../../runtime/transact.ts'
import { accountsOf } from '../../binding/account-of.ts'
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
  readonly limit?: number | string
}

/** What was sought, with the tags of which a request that fits has one. */
type Way = { readonly way: string; readonly tags: readonly string[] }

/** The ways, the rarest first. A codice fiscale also finds what the accounts have filed that it leads or has led to, under whatever code. */
function waysOf(
  { ring }: Runtime,
  { codiceFiscale, surname, name, birthDate, email }: DeskSearchGiven,
  accounts: readonly string[],
): readonly Way[] {
  const ofAccounts = accounts.flatMap((id) => [`open:${id}`, `account:${id}`])
  return [
    ...(codiceFiscale === null ? [] : [{ way: 'codice-fiscale', tags: [codeTag(ring, codiceFiscale), ...ofAccounts] }]),
    ...(email === null ? [] : [{ way: 'email', tags: [mailboxTag(ring, email.address)] }]),
    ...(birthDate === null ? [] : [{ way: 'birth-date', tags: [birthTag(ring, surname, birthDate)] }]),
    ...(name === '' ? [] : [{ way: 'name', tags: [nameTag(ring, surname, name)] }]),
  ]
}

/** The accounts that a codice fiscale leads or has led to, where the office has moved one; none where it leads to its own. */
async function boundAccounts({ ring }: Runtime, unit: Unit, codiceFiscale: string | null): Promise<readonly string[]> {
  if (codiceFiscale === null) return []
  const accounts = await accountsOf(ring, unit, codiceFiscale)
  // A code that was moved has led to at least one more.
  return accounts.length === 1 ? [] : accounts
}

/** Searches, and notes in the journal of each request of the page who found it and by what kind of data; not by which. */
export async function search(context: DeskContext, input: DeskSearchForm): Promise<Result<DeskPage, DeskApiRefusal>> {
  const read = readForm(searchForm, input, 'desk/form')
  if (!read.ok) return read
  const { runtime } = context
  const { operator, after: place, limit } = read.value
  const operation = { name: 'desk/search', by: operatorActor(operator) }
  return transact<DeskPage, DeskApiRefusal>(runtime, operation, async (unit) => {
    const ways = waysOf(runtime, read.value, await boundAccounts(runtime, unit, read.value.codiceFiscale))
    const first = ways.slice(0, 1).flatMap(({ tags }) => tags)
    const lanes = ['registration', 'assistance'].flatMap((kind) => first.map((tag) => ({ kind, tag })))
    const stretches = [{ name: '-', lanes }]
    const page = await walk(runtime, stretches, { place, limit }, async (rows) => {
      const lines = await linesOf(context, rows, () => true)
      return lines.map((line, i) => (ways.every(({ tags }) => tags.some((tag) => rows[i]?.tags.includes(tag))) ? line : null))
    })
    const found = page.lines.map(({ of, id }) => ({ kind: decidedIn[of], id }))
    await unit.preload(found)
    for (const { kind, id } of found) unit.journal(kind, id, 'RequestFound', { sought: ways.map(({ way }) => way) })
    return accept(page)
  })
}
