/** One of several processes whose people sign in at once: it has a counter of its own, and shares nothing with the others but the database. */
import { isSportelloError, type SessionCredentials } from 'sportello'
import { sqlStorage } from 'sportello/sql'
import { connect } from '../support/connection.ts'
import { office, openCounter } from '../support/counter.ts'
import { serve } from '../support/serve.ts'

/** So many people, each of whom signs in so often, without waiting for the others. */
export type Crowd = { readonly credentials: SessionCredentials; readonly people: number; readonly times: number }

/** The token of each sign-in, or why there is none. */
export type Ends = readonly { readonly token?: string; readonly failed?: string }[]

const [place = '', id = '', seed = ''] = process.argv.slice(2)
const { db } = connect(place)
// Each process draws tokens of its own.
const { sportello } = openCounter({ storage: sqlStorage(db), office: { ...office, id }, seed: Number(seed) })

async function signIn(credentials: SessionCredentials): Promise<Ends[number]> {
  try {
    const answer = await sportello.session.signIn(credentials)
    return answer.ok ? { token: answer.value.token } : { failed: answer.refusal.code }
  } catch (cause) {
    return { failed: isSportelloError(cause) ? cause.code : String(cause) }
  }
}

serve(async ({ credentials, people, times }: Crowd): Promise<Ends> => {
  const ends: Ends[number][] = []
  const person = async () => {
    for (let i = 0; i < times; i += 1) ends.push(await signIn(credentials))
  }
  await Promise.all(Array.from({ length: people }, person))
  return ends
})
