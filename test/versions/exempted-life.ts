/** Persons whom the office exempts from the end of the local credentials, and all others, who are reminded of it. */
import { accepted, type Counter, operator, type subscribed } from '../support/counter.ts'

type Person = Parameters<typeof subscribed>[1]

const reason = 'Chiesto allo sportello.'

export async function exemptSome({ sportello, clock }: Counter, person: () => NonNullable<Person>): Promise<void> {
  const document = { kind: 'court-order', number: 'RG 12/2026', expiresOn: '2099-12-31' } as const
  const granted = () => ({ operator, reason, codiceFiscale: person().codiceFiscale, kind: 'guardianship', document }) as const
  accepted(await sportello.exemption.grant(granted()))
  const gone = granted()
  accepted(await sportello.exemption.grant(gone))
  accepted(await sportello.exemption.revoke(gone))
  const use = `${new Date(clock.now()).getUTCFullYear() + 1}-01-01T00:00`
  const title = { it: 'D.L. 76/2020', en: 'Decree-Law 76/2020' }
  accepted(
    await sportello.sunset.set({ operator, reason, title, ends: { use }, exempt: ['minor'], means: ['spid'], remindDays: [366] }),
  )
  await sportello.sunset.sweep()
}
