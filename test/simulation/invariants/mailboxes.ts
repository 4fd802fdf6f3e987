/** The invariant of the migration of mailboxes: which password opens which mailbox, by what was reported and by what the provider has said. */
import { type Found, fine, type Invariant, type Loose } from './history.ts'

type Activation = { readonly at: number; readonly password: string; setAt: number | null }

export const inv31: Invariant = () => {
  let cutOvers: { readonly startedAt: number; completedAt: number | null; rolledBackAt: number | null }[] = []
  const activations = new Map<string, Activation[]>()
  const names = new Map<string, string>()
  return {
    commit({ events, at, deed, before }): Found {
      const found: string[] = []
      for (const { kind, id, type, data, personal, key } of events) {
        const last = cutOvers.at(-1)
        if (kind === 'migration' && type === 'MigrationPlanned') {
          cutOvers = []
          activations.clear()
        }
        if (type === 'CutOverStarted') cutOvers.push({ startedAt: data.startedAt, completedAt: null, rolledBackAt: null })
        if (type === 'CutOverCompleted' && last !== undefined) last.completedAt = data.completedAt
        if (type === 'CutOverRolledBack' && last !== undefined) last.rolledBackAt = data.rolledBackAt
        for (const reported of [data.startedAt, data.completedAt, data.rolledBackAt]) {
          if (kind === 'migration' && typeof reported === 'number' && last !== undefined && reported < last.startedAt)
            found.push(`a report of ${reported} comes after one of ${last.startedAt}`)
        }
        if (kind !== 'mailbox') continue
        const own = activations.get(id) ?? []
        activations.set(id, own)
        if (type === 'MailboxListed' && personal?.address !== undefined) names.set(id, personal.address)
        if (type === 'MailboxActivated') {
          own.push({ at: data.activatedAt, password: data.password, setAt: null })
          const isUnderWay = last !== undefined && last.startedAt <= at && last.rolledBackAt === null
          // Whoever is let in late is let in once.
          if (isUnderWay && (before.get(key)?.value.lateUntil ?? null) === null)
            found.push(`${id} was activated at ${at}, after the cut-over had begun at ${last.startedAt}`)
          const form = deed.args[0] as Loose
          if (form.password === 'Sbagliata.1') found.push(`${id} was activated with a wrong password`)
        }
        if (type === 'MailboxPasswordSet') {
          const latest = own.at(-1)
          if (latest !== undefined && data.number === own.length) latest.setAt ??= data.setAt
        }
        if (type === 'ActivationWithdrawn') activations.set(id, [])
        if (type === 'MailboxWentLive' && own.at(-1)?.setAt == null)
          found.push(`${id} went live although its provider has no password of it`)
      }
      return found
    },
    deed({ name, ok, value, at, isBeside }): Found {
      if (name !== 'mailboxes.inspect' || ok !== true || isBeside) return fine
      const { id, access } = value
      const own = activations.get(id) ?? []
      const cutOver = cutOvers.filter(({ startedAt }) => startedAt <= at).at(-1)
      const isOff = cutOver === undefined || (cutOver.rolledBackAt !== null && cutOver.rolledBackAt <= at)
      const activation = own.filter((one) => one.at <= at).at(-1)
      const isReady =
        cutOver?.completedAt != null && cutOver.completedAt <= at && activation?.setAt != null && activation.setAt <= at
      const expected = isOff
        ? 'leaving old'
        : activation === undefined || !isReady
          ? 'nothing'
          : `arriving ${activation.password === 'kept' ? 'old' : 'new'}`
      const said = access.opens === 'nothing' ? 'nothing' : `${access.opens} ${access.password}`
      return said === expected ? fine : [`${names.get(id) ?? id} is said to open by ${said} at ${at}, and opens by ${expected}`]
    },
  }
}
