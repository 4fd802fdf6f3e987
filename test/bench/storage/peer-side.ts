/** Signing in by better-auth on a database: on the same engine, pool and dialect as ours, over the same wrappers. */
import { betterAuth } from 'better-auth'
import { getMigrations } from 'better-auth/db/migration'
import { type Kysely, sql } from 'kysely'
import type { Engine } from 'sportello/sql'
import { password } from '../accounts.ts'
import { betterAuthSettings } from '../sign-in-sides.ts'
import { type Modules, openKysely, type Place } from './engine.ts'
import { type CountedSide, counted } from './sign-in-sides.ts'

function peerOn(db: Kysely<unknown>, engine: Engine) {
  return { ...betterAuthSettings, database: { db, type: engine } }
}

/** Prepares the accounts in an empty database, by better-auth's own migration and sign-up. */
export async function peerSide(modules: Modules, place: Place, accounts: number): Promise<CountedSide> {
  const db = openKysely(modules, place)
  const settings = peerOn(db, place.engine)
  await (await getMigrations(settings)).runMigrations()
  const of = (account: number) => ({ email: `account-${account % accounts}@example.it`, password })
  const { api } = betterAuth(settings)
  for (let account = 0; account < accounts; account += 1) await api.signUpEmail({ body: { ...of(account), name: 'Testo Prova' } })
  await db.destroy()
  return counted(modules, place, (opened) => {
    const auth = betterAuth(peerOn(opened, place.engine))
    return {
      signIn: async (account) => (await auth.api.signInEmail({ body: of(account) })).token,
      opens: async (token) => (await sql`select token from session where token = ${token}`.execute(opened)).rows.length === 1,
      async refuses(account) {
        try {
          await auth.api.signInEmail({ body: { ...of(account), password: 'wrong' } })
          return false
        } catch {
          return true
        }
      },
    }
  })
}
