/** The invariants of what the machines of the office do: what was changed behind it is found out, and offices on one storage know nothing of each other. */
import type { Commit, Storage } from 'sportello'
import { type Found, fine, hour, type Invariant, type Loose } from './history.ts'

const neighbour = 'comune-di-altrove'

/** Another office on the same storage; what it touches of others is listed. */
export function officeBeside(storage: Storage) {
  const judged: string[] = []
  const own = (key: string): void => {
    if (!key.startsWith(`${neighbour}/`)) judged.push(`another office touches ${key}`)
  }
  const beside: Storage = {
    ...storage,
    async commit(commit: Commit) {
      for (const { key } of [...commit.writes, ...commit.expects, ...commit.removes]) own(key)
      return storage.commit(commit)
    },
    async load(keys) {
      keys.forEach(own)
      return storage.load(keys)
    },
  }
  const office = {
    ...{ id: neighbour, name: 'Comune di Altrove', taxCode: '00743110157', locale: 'it' },
    links: 'https://altrove.example.it/',
  } as const
  return { office, storage: beside, judged }
}

/** INV-34: a journal that was changed is found out, and one that was not is whole. */
export const provesJournals: Invariant = () => ({
  deed({ name, ok, value, veil, isBeside, isTroubled, refusal, args }): Found {
    if (name === 'journal.verify' && ok === true) {
      if (veil === 'journal' && value.ok === true) return ['a journal that somebody has changed is said to be whole']
      if (veil === '' && !isTroubled && !isBeside && value.ok === false)
        return [`a journal that nobody has changed is said to be ${value.reason} at ${value.sequence}`]
    }
    if (name === 'journal.verifyAnchor') {
      // Beside another step the record may have its order of erasure since it was looked at.
      if (veil === 'anchored' && !isBeside && ok === true && value.failed === 0)
        return ['what is not as it was anchored is said to continue it']
      const isAnchor = Array.isArray(args[0]) && String(args[0][0]).startsWith('sportello-anchor')
      if (veil === '' && isAnchor && !isTroubled && !isBeside && (ok === false || value?.failed > 0))
        return [`an anchor that nobody has changed is refused: ${JSON.stringify(refusal ?? value.findings).slice(0, 200)}`]
    }
    return fine
  },
})

/** INV-03: a row that cannot be this version's is never guessed. */
export const readsOwnRows: Invariant = () => ({
  deed({ name, ok, veil }): Found {
    return veil === 'row' && ok === true ? [`${name} has read a row of another version`] : fine
  },
})

/** INV-28: what is decided on is there, and is what was filed. */
export const keepsFiles: Invariant = (history) => ({
  deed({ name, ok, veil }): Found {
    if (veil !== 'file' || ok !== true) return fine
    return [
      name === 'approval.approve'
        ? 'a request was approved without the file that was filed'
        : 'another file was shown than the one that was filed',
    ]
  },
  commit({ events }): Found {
    const { documentsBytesMax } = history.policy.registration
    return events.flatMap(({ kind, id, type }) => {
      if (kind !== 'registration' || type !== 'DocumentAdded') return []
      const documents = (history.row('registration', id)?.value.documents ?? []) as readonly Loose[]
      const bytes = documents.reduce((sum, { size }) => sum + size, 0)
      return bytes > documentsBytesMax ? [`${id} has files of ${bytes} bytes`] : []
    })
  },
})

/** INV-36: whatever is given is refused in few words, and nothing is kept of it at length. */
export const inFewWords: Invariant = () => ({
  deed({ name, ok, refusal, commits }): Found {
    if (ok === false && JSON.stringify(refusal).length > 20_000)
      return [`${name} was refused with ${JSON.stringify(refusal).length} characters`]
    const long = commits.flatMap(({ commit }) =>
      commit.writes.flatMap(({ key, entries }) => entries.filter(({ data }) => data.length > 50_000).map(() => key)),
    )
    return long.map((key) => `${key} has an entry of more than 50,000 characters`)
  },
})

/** INV-27: of one secret two accounts have nothing alike. */
export const likeNoOther: Invariant = () => {
  const owners = new Map<string, string>()
  return {
    commit({ commit }): Found {
      return commit.writes.flatMap(({ key, machine, personal }) => {
        if (machine !== 'credential' || personal === null) return []
        const { pin, password } = JSON.parse(personal) as Loose
        return [pin, password].flatMap((text) => {
          if (typeof text !== 'string' || text === '') return []
          const hashed = text.slice(text.lastIndexOf('$'))
          const owner = owners.get(hashed)
          owners.set(hashed, key)
          return owner !== undefined && owner !== key ? [`${key} has a verifier that would do for ${owner}`] : []
        })
      })
    },
  }
}

/** INV-12: what a letter offers for a time is not mailed after it. Beside another step that time may pass while the letter is on its way. */
export const mailsInTime: Invariant = (history) => ({
  mail({ mail, queued, at, isBeside }): Found {
    if (queued === undefined || isBeside || !history.isCalm) return fine
    if (history.all('maintenance').some(({ value }) => value.windows.length > 0)) return fine
    const { recovery, emailChange, pinRenewal } = history.policy
    const day = 24 * hour
    const lasts = /\/recovery#token=/.test(mail.text)
      ? recovery.linkMs + day
      : /\/email-change#token=/.test(mail.text)
        ? emailChange.linkLifetimeMs
        : queued.kind === 'pin-renewal' && /prime 4 cifre/.test(mail.text)
          ? pinRenewal.openMs
          : Number.POSITIVE_INFINITY
    return at >= queued.queuedAt + lasts
      ? [`${mail.id} was mailed ${at - queued.queuedAt} ms after it was written, and was good for ${lasts}`]
      : fine
  },
})

/** INV-10: one mailbox has no more requests in a day than the limit, from wherever they come. */
export const perMailbox: Invariant = (history) => {
  const opened = new Map<string, number[]>()
  return {
    deed({ name, ok, args, at, commits }): Found {
      if (name !== 'registration.open' || ok !== true || commits.length === 0 || !history.isCalm) return fine
      if (commits.some(({ events }) => events.some(({ type }) => type === 'PassUsed'))) return fine
      const mailbox = String((args[0] as Loose).email).toLowerCase()
      const list = [...(opened.get(mailbox) ?? []), at].filter((one) => one > at - 24 * hour)
      opened.set(mailbox, list)
      const { usesMax, mailboxMax } = history.policy.quota
      return list.length > Math.max(usesMax, mailboxMax) ? [`${mailbox} has opened ${list.length} requests in a day`] : fine
    },
  }
}
