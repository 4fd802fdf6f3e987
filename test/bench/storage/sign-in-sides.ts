/** Signing in on a database, with hashing that costs nothing: ours, and what it has in common with another's. */
import type { Kysely } from 'kysely'
import { accepted, keys, office } from '../../support/counter.ts'
import { codes, noHash, password, pin, store } from '../accounts.ts'
import type { SignInSide } from '../sign-in-sides.ts'
import { type Modules, openKysely, type Place } from './engine.ts'

/** A side whose statements can be counted: apart from the timing, since counting costs something. */
export type CountedSide = SignInSide & {
  /** Statements of one sign-in, on average over so many, begin and commit included. */
  readonly statements: (signIns: number) => Promise<number>
  readonly close: () => Promise<void>
}

type Using = (db: Kysely<unknown>) => SignInSide

export async function counted(modules: Modules, place: Place, using: Using): Promise<CountedSide> {
  const db = openKysely(modules, place)
  return {
    ...using(db),
    async statements(signIns) {
      let count = 0
      const logged = openKysely(modules, place, () => {
        count += 1
      })
      const { signIn } = using(logged)
      // Whatever is done once, such as looking at the version of the tables, is done by the first.
      await signIn(0)
      count = 0
      for (let account = 1; account <= signIns; account += 1) await signIn(account)
      await logged.destroy()
      return count / signIns
    },
    close: () => db.destroy(),
  }
}

/** Our counter on a database that holds accounts already. */
export function ourCounter({ createSportello, memoryDocuments, sqlStorage }: Modules, db: Kysely<unknown>) {
  const mailer = { send: async () => 'sent' as const }
  return createSportello({ office, keys, storage: sqlStorage(db), mailer, documents: memoryDocuments(), passwordHash: noHash })
}

/** Prepares the accounts in an empty database. */
export async function ourSide(modules: Modules, place: Place, accounts: number): Promise<CountedSide> {
  const { migrate, sqlStorage } = modules
  const codici = codes(accounts)
  const db = openKysely(modules, place)
  await migrate(db)
  await store(sqlStorage(db), noHash, codici)
  await db.destroy()
  const of = (account: number) => ({ codiceFiscale: codici[account % accounts] ?? '', pin, password })
  return counted(modules, place, (opened) => {
    const { session } = ourCounter(modules, opened)
    return {
      signIn: async (account) => accepted(await session.signIn(of(account))).token,
      opens: async (token) => (await session.check(token)).ok,
      refuses: async (account) => !(await session.signIn({ ...of(account), password: 'Sbagliata.1' })).ok,
    }
  })
}
