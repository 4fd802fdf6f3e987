/** The invariants of what is given: what is stored is what was given and looked at, and what is given again under its key has one effect. */
import { withCheckLetter } from '../../rules/identity/people.ts'
import { usable } from './facts.ts'
import { type Deed, day, type Found, fine, hour, type Invariant, type Loose } from './history.ts'

const addressPattern = /^[A-Za-z0-9#$&'*+/=?^_`{|}~.-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$/
const codePattern = /^[A-Z]{6}[0-9LMNPQRSTUV]{2}[ABCDEHLMPRST][0-9LMNPQRSTUV]{2}[A-Z][0-9LMNPQRSTUV]{3}[A-Z]$/
const isName = (text: unknown): boolean =>
  typeof text === 'string' && text.trim() !== '' && text.length <= 200 && !/[\p{Cc}\p{Cf}<>@]|:\/\//u.test(text)

/** Fields of a request that tell whose it is, and where the letters go. */
const fixed = ['codiceFiscale', 'email'] as const

/** INV-36: of a person is stored what was given, and nothing that should have been refused. */
export const inv36: Invariant = (history) => ({
  commit({ events, deed, before, commit }): Found {
    const found: string[] = []
    for (const { key, personal, entries } of commit.writes) {
      const texts = [personal ?? '', ...entries.map((entry) => entry.personal ?? '')]
      // In JSON a half of a pair is written as \ud83d.
      if (texts.some((text) => /\\ud[89a-f]/i.test(text))) found.push(`${key} holds half a character`)
      if (texts.some((text) => /"reason":"[^"]*(\\[nr]|[\u200e\u200f\u202a-\u202e\u2066-\u2069])/u.test(text)))
        found.push(`${key} holds a reason with lines of its own, or marks of direction`)
    }
    for (const { kind, id, type, key } of events) {
      const was = before.get(key)?.personal
      // Both halves are drawn anew: the one that is to be mailed too.
      if (kind === 'registration' && type === 'PinRenewed' && was?.sealedHalf === history.row(kind, id)?.personal?.sealedHalf)
        found.push(`${id} has another PIN, of which the first half is the one of before`)
      if (kind === 'registration' && type === 'RegistrationCorrected')
        for (const field of fixed)
          if (was?.person?.[field] !== history.row(kind, id)?.personal?.person?.[field])
            found.push(`${field} of ${id} is another one after a correction`)
      if (kind !== 'registration' || (type !== 'RegistrationOpened' && type !== 'RegistrationCorrected')) continue
      const person = history.row('registration', id)?.personal?.person as Loose | undefined
      if (person === undefined) continue
      const { codiceFiscale, surname, name, email } = person
      if (!codePattern.test(codiceFiscale)) found.push(`${id} is kept with the codice fiscale ${codiceFiscale}`)
      else if (withCheckLetter(codiceFiscale.slice(0, 15)) !== codiceFiscale)
        found.push(`${id} is kept with ${codiceFiscale}, whose check letter is wrong`)
      if (!addressPattern.test(email)) found.push(`${id} is kept with the address ${email}`)
      for (const text of [surname, name])
        if (!isName(text)) found.push(`${id} is kept with the name ${String(text).slice(0, 100)}`)
      const form = deed.args[0] as Loose
      if (deed.name !== 'registration.open') continue
      if (form.consent !== 'authorised') found.push(`${id} was opened without consent`)
      if (String(form.codiceFiscale).trim().toUpperCase() !== codiceFiscale)
        found.push(`${id} was opened for ${form.codiceFiscale}, and is kept with ${codiceFiscale}`)
    }
    return found
  },
})

/** INV-02: whoever decides on a request that was filed again has looked at it again, and sees what was there before. */
export const seenAgain: Invariant = (history) => {
  const rounds = new Map<string, number>()
  const cities = new Map<string, string>()
  return {
    deed({ name, ok, args, value, isBeside }): Found {
      // While a correction is awaited nobody decides.
      if (name !== 'approval.dossier' || ok !== true || isBeside || value.status !== 'pending') return fine
      const row = history.row('registration', (args[0] as Loose).id)
      if (row === undefined || row.personal === null) return fine
      const { round } = value
      const seenIn = rounds.get(value.digest) ?? round
      rounds.set(value.digest, seenIn)
      const found = seenIn === round ? [] : [`the dossier of ${row.id} has in round ${round} the digest of round ${seenIn}`]
      const city = value.person?.residence?.city
      const was = cities.get(`${row.id} ${round - 1}`)
      cities.set(`${row.id} ${round}`, city)
      const isShown = value.corrections.fields.some((one: Loose) => one.field === 'residenceCity' && one.before === was)
      if (was !== undefined && city !== undefined && was !== city && !isShown)
        found.push(`the dossier of ${row.id} does not show that ${was} was there before ${city}`)
      return found
    },
  }
}

/** INV-17: who has a request for credentials filed in his name hears of it, if he has any already. */
export const warned: Invariant = (history) => {
  const due = new Map<string, string>()
  const lastDue = new Map<string, number>()
  return {
    commit({ commit, events, at }): Found {
      for (const { kind, id, type } of events) {
        if (kind !== 'registration' || type !== 'RegistrationCompleted') continue
        const row = history.row(kind, id)
        const account = history.row('credential', row?.value.accountId)
        if (account === undefined || !usable.has(account.value.status)) continue
        // Once a day is enough, so that nobody can fill a mailbox.
        const last = lastDue.get(account.id)
        lastDue.set(account.id, at)
        // Whether one that may have expired is still somebody's is not asked here.
        if (account.value.expiresAt != null) continue
        const letter = commit.outbox.find((mail) => mail.id.endsWith('.subscriber-warning'))
        if (letter === undefined) return [`nobody is told that ${id} was filed in the name of ${account.id}`]
        if (typeof account.personal?.email !== 'string') continue
        if (last === undefined || at > last + day + 2 * hour) due.set(letter.id, account.personal.email)
      }
      return fine
    },
    deed({ name, isTroubled }): Found {
      if (name !== 'relay' || isTroubled) return fine
      return [...due].flatMap(([id, address]) => {
        const mail = history.mails.get(id)
        if (mail?.settled == null) return []
        due.delete(id)
        const isTold = mail.sent.some(({ to }) => to.address.toLowerCase() === address.toLowerCase())
        const isDiscarded = history.deeds.some((deed) => deed.name === 'outbox.discard' && (deed.args[0] as Loose)?.id === id)
        const isDone = isTold || isDiscarded || mail.settled === 'rejected' || mail.cancelledAt !== null
        return isDone ? [] : [`${address} was not told of a request in the name of its person: ${mail.settled}`]
      })
    },
  }
}

/** INV-02: a document gives somebody other data, and makes nobody another person. */
export const samePerson: Invariant = (history) => ({
  commit({ events, before }): Found {
    return events.flatMap(({ type, key, id }) => {
      if (type !== 'CredentialRebound') return []
      const [was, is] = [before.get(key)?.personal, history.rows.get(key)?.personal]
      if (was == null || is == null) return []
      const others = ['codiceFiscale', 'surname', 'name', 'birthDate'].filter((field) => was[field] !== is[field])
      return others.length === 4 ? [`${id} has become another person altogether`] : []
    })
  },
})

/** INV-02: first credentials are made anew for nobody but whoever has not used those of before. */
export const reissued: Invariant = () => ({
  commit({ events, before, deed }): Found {
    return events.flatMap(({ kind, type, key }) => {
      if (kind !== 'credential' || type !== 'CredentialReissued' || deed.name !== 'approval.reissue') return []
      const status = before.get(key)?.value.status
      return status === 'temporary' ? [] : [`first credentials were made anew for one that is ${status}`]
    })
  },
})

type Answered = { readonly input: string; readonly value: string; readonly at: number }

/** So long an answer that holds a secret is given again under its key. */
const secretAnswerMs = 10 * 60_000
const holdsSecret = /"(pinSecondHalf|ticket|token|pinFirstHalf)":"/

/** INV-11: what is given again under its request key has had its effect, and is answered as before while the answer may be had. */
export const oncePerKey: Invariant = (history) => {
  const answered = new Map<string, Answered>()
  const keyOf = ({ args }: Deed): unknown => (args.at(-1) as Loose)?.requestKey
  const inputOf = ({ args }: Deed): string => JSON.stringify(args.slice(0, -1))
  return {
    deed(deed): Found {
      const key = keyOf(deed)
      const { name, ok, value, commits, isBeside, isTroubled, error } = deed
      const at = Math.max(deed.at, ...commits.map((made) => made.at))
      if (typeof key !== 'string' || ok !== true || error !== null) return fine
      const input = inputOf(deed)
      const before = answered.get(`${name} ${key}`)
      if (before === undefined) {
        answered.set(`${name} ${key}`, { input, value: JSON.stringify(value), at })
        return fine
      }
      if (isTroubled || isBeside) return fine
      if (before.input !== input) return [`${name} was answered for another input under the key ${key}`]
      const slack = history.isCalm ? 0 : 2 * hour
      const again = JSON.stringify(value)
      const hasActed = commits.some(({ events }) => events.length > 0)
      // A day later nobody knows the key any more: then it is a new request.
      if (hasActed && at < before.at + 20 * hour - slack) return [`${name} took effect twice under the key ${key}`]
      if (hasActed) {
        answered.set(`${name} ${key}`, { input, value: again, at })
        return fine
      }
      if (again !== before.value && at >= before.at + 20 * hour - slack) {
        answered.set(`${name} ${key}`, { input, value: again, at })
        return fine
      }
      if (again !== before.value) return [`${name} was answered twice under the key ${key}, each time otherwise`]
      return holdsSecret.test(again) && at >= before.at + secretAnswerMs + slack
        ? [`${name} told a secret again, ${at - before.at} ms later`]
        : fine
    },
  }
}

/** INV-17: whom the letter with the first secrets has not reached is not approved as if it had. What is completed after a correction may mail none. */
export const reached: Invariant = (history) => {
  const withSecrets = new Map<string, string>()
  return {
    commit({ commit, events, before }): Found {
      for (const { key, kind, id, type } of events) {
        if (kind !== 'registration' || type !== 'RegistrationCompleted' || before.get(key)?.personal.sealedHalf === null) continue
        const letter = commit.outbox.find(({ id: mail }) => history.mails.get(mail)?.purpose === 'completed')
        if (letter !== undefined) withSecrets.set(id, letter.id)
      }
      return fine
    },
    deed({ name, ok, args, isBeside, commits }): Found {
      if (name !== 'approval.approve' || ok !== true || isBeside || commits.length === 0) return fine
      const { id } = args[0] as Loose
      const letter = history.mails.get(withSecrets.get(id) ?? '')
      return letter?.settled === 'rejected' && letter.cancelledAt === null
        ? [`${id} was approved, and its mailbox has refused the letter with the first secrets`]
        : fine
    },
  }
}
