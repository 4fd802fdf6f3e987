/** Passwords that can be found again in whatever is stored, said or written down, in the encodings in which they may have got there. */
import { type Kysely, sql } from 'kysely'
import type { Owner } from '../../../examples/demo/migration/owners.ts'

const marks = ['CanarinoMiniera', 'canarinominiera'] as const

/** The same owners with passwords that bear a mark; one that does not conform still does not. */
export function withCanaries(people: readonly Owner[]): readonly Owner[] {
  return people.map((owner) => {
    const [conforming, other] = marks
    const marked = (password: string): string => password.replace(/^[A-Za-z]+/, /^[A-Z]/.test(password) ? conforming : other)
    return { ...owner, password: marked(owner.password), next: owner.next === null ? null : marked(owner.next) }
  })
}

/** As base64 has it wherever it begins within a longer text: what its neighbours have a part in is left out. */
function base64Of(mark: string): readonly string[] {
  return [0, 1, 2].map((before) => {
    const text = Buffer.from(`${'x'.repeat(before)}${mark}`)
      .toString('base64')
      .replace(/=+$/, '')
    return text.slice(before === 0 ? 0 : before + 1, -1)
  })
}

/** Every form of a mark, none of which any other text has by chance. */
export const canaryForms: readonly string[] = marks.flatMap((mark) => {
  const bytes = Buffer.from(mark)
  return [mark, [...mark].reverse().join(''), bytes.toString('hex'), bytes.toString('hex').toUpperCase(), ...base64Of(mark)]
})

/** How often a canary is in the text. */
export function canariesIn(text: string): number {
  return canaryForms.reduce((count, form) => count + text.split(form).length - 1, 0)
}

/** How many rows of all tables of a schema hold a canary, looked for by the database itself: a dump of it would say no other thing. */
export async function canaryRows(db: Kysely<unknown>, schema: string): Promise<number> {
  const { rows: tables } = await sql<{ readonly name: string }>`
    select table_name as name from information_schema.tables where table_schema = ${schema}`.execute(db)
  const pattern = canaryForms.join('|').replaceAll('+', '\\+')
  let found = 0
  for (const { name } of tables) {
    const { rows } = await sql<{ readonly count: string }>`
      select count(*) as count from ${sql.table(`${schema}.${name}`)} t where t::text ~ ${pattern}`.execute(db)
    found += Number(rows[0]?.count ?? 0)
  }
  return found
}
