/** Requests that lie on the office's desk, and who works there. */
import type { Operator } from 'sportello'
import { accepted, anna, type Counter, completed, operator } from '../../../support/counter.ts'
import { filed } from '../../assistance/asking.ts'

export const colleague: Operator = { id: 'operator-2', codiceFiscale: 'BNCLRA75B50F205K' }

export const hour = 3_600_000

/** A request for credentials that waits for the office. */
export async function request(counter: Counter, change: object = {}): Promise<string> {
  return (await completed(counter, { ...anna, ...change })).id
}

/** A request for assistance that waits for the office. */
export async function help(counter: Counter, change: object = {}): Promise<string> {
  return (await filed(counter, change)).id
}

/** The ids of every line that a list gives, page after page. */
export async function listed({ sportello }: Counter, form: object = {}): Promise<readonly string[]> {
  const ids: string[] = []
  for (let after: string | null | undefined; after !== null; ) {
    const page = accepted(await sportello.desk.list({ operator, ...form, ...(after === undefined ? {} : { after }) }))
    ids.push(...page.lines.map(({ id }) => id))
    after = page.next
  }
  return ids
}

/** The ids of every line that a search finds. */
export async function found({ sportello }: Counter, form: object): Promise<readonly string[]> {
  return accepted(await sportello.desk.search({ operator, ...form })).lines.map(({ id }) => id)
}

export async function decide(counter: Counter, id: string, what: 'approve' | 'reject' | 'requestCorrection' = 'approve') {
  const { approval } = counter.sportello
  const { digest: dossierDigest } = accepted(await approval.dossier({ operator, id }))
  const reason = 'Manca il retro.'
  if (what === 'approve') accepted(await approval.approve({ operator, id, dossierDigest }))
  else if (what === 'reject') accepted(await approval.reject({ operator, id, dossierDigest, reason }))
  else accepted(await approval.requestCorrection({ operator, id, dossierDigest, reason }))
}
