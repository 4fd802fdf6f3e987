/** What a provider of identities remembers of those who are signing in: in this process alone, and no longer than it says. */
import type { Adapter, AdapterPayload } from 'oidc-provider'

type Kept = { readonly payload: AdapterPayload; readonly until: number }

/** Makes the shelves of one provider, one for each kind of thing. */
export function openShelves(): (kind: string) => Adapter {
  const shelves = new Map<string, Map<string, Kept>>()

  return (kind) => {
    const shelf = shelves.get(kind) ?? new Map<string, Kept>()
    shelves.set(kind, shelf)
    const find = (id: string): AdapterPayload | undefined => {
      const kept = shelf.get(id)
      if (kept === undefined || kept.until > Date.now()) return kept?.payload
      shelf.delete(id)
      return undefined
    }
    const findBy = (is: (payload: AdapterPayload) => boolean): AdapterPayload | undefined => {
      for (const id of shelf.keys()) {
        const payload = find(id)
        if (payload !== undefined && is(payload)) return payload
      }
      return undefined
    }
    return {
      // It may give no lifetime, though its type does not say so.
      async upsert(id: string, payload: AdapterPayload, seconds?: number) {
        shelf.set(id, { payload, until: seconds === undefined ? Number.POSITIVE_INFINITY : Date.now() + seconds * 1_000 })
        for (const one of shelf.keys()) find(one)
      },
      find: async (id) => find(id),
      findByUid: async (uid) => findBy((payload) => payload.uid === uid),
      findByUserCode: async (code) => findBy((payload) => payload.userCode === code),
      async consume(id) {
        const payload = find(id)
        if (payload !== undefined) payload.consumed = Math.floor(Date.now() / 1_000)
      },
      destroy: async (id) => void shelf.delete(id),
      // Everything that was issued with it, of whatever kind.
      async revokeByGrantId(grantId) {
        for (const one of shelves.values()) {
          for (const [id, { payload }] of one) if (payload.grantId === grantId) one.delete(id)
        }
      },
    }
  }
}
