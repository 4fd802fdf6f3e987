/** What a plan can name, as the page learns it on which one is made: all of it is taken, and nothing else is. */
import type { MaintenanceFate, MaintenancePlanForm } from 'sportello'
import { describe, expect, it } from 'vitest'
import { accepted, openCounter, operator, refusedCode } from '../../../support/counter.ts'

const words = (it: string, en: string) => ({ it, en })
const policy = {
  emailChange: { institutionalDomains: ['istruzione.it'] },
  maintenance: {
    features: { 'my-service': words('il mio servizio', 'my service') },
    procedures: { 'my-procedure': words('la mia procedura', 'my procedure') },
    audiences: { teachers: words('il servizio per i docenti', 'the service for teachers') },
  },
} as const
const plan = { operator, reason: 'Prot. 1.', title: words('Aggiornamento', 'Update'), from: 'now', closesSignIn: true } as const
const fates: readonly MaintenanceFate[] = ['continue', 'void', 'suspend', 're-identify']

describe('what a plan can name', () => {
  it('names each feature that a menu asks for, and each of them can be closed; for some alone only where it says so', async () => {
    const { maintenance } = openCounter({ policy }).sportello
    const { features, predicates } = await maintenance.vocabulary()
    const menu = (await maintenance.availability()).map(({ feature, of, name }) => ({ feature, of, name }))
    expect(features.map(({ isPersonal: _, ...one }) => one)).toEqual(menu)
    const [first] = predicates
    for (const { feature, isPersonal } of features) {
      const taken = async (closure: NonNullable<MaintenancePlanForm['features']>[string]) =>
        (await maintenance.simulate({ ...plan, features: { [feature]: closure } })).ok
      expect(await taken('closed'), feature).toBe(true)
      expect(first !== undefined && (await taken({ closedUnless: first.predicate })), feature).toBe(isPersonal)
    }
  })

  it('names each procedure with the fates that it can meet, and no others', async () => {
    const { maintenance } = openCounter({ policy }).sportello
    const { procedures } = await maintenance.vocabulary()
    expect(procedures.map(({ procedure }) => procedure)).toContain('my-procedure')
    for (const { procedure, fates: offered } of procedures) {
      for (const fate of fates) {
        const answer = await maintenance.simulate({ ...plan, procedures: { [procedure]: fate } })
        expect(answer.ok, `${procedure}: ${fate}`).toBe(offered.some((one) => one.fate === fate))
      }
    }
    const registration = procedures.find(({ procedure }) => procedure === 'registration')
    expect(registration).toMatchObject({ name: { it: 'registrazione non completata' } })
    expect(registration?.fates).toContainEqual({ fate: 'continue', text: words('prosegue', 'goes on') })
  })

  it('names whom predicates tell apart here: by institutional mailbox only where there is such a domain', async () => {
    const { maintenance } = openCounter({ policy }).sportello
    const { predicates } = await maintenance.vocabulary()
    for (const { predicate } of predicates)
      accepted(await maintenance.simulate({ ...plan, features: { recovery: { closedUnless: predicate } } }))
    expect(predicates).toContainEqual({
      predicate: { has: 'institutional-mailbox' },
      text: words('ha una casella e-mail istituzionale', 'has an institutional mailbox'),
    })
    expect(predicates.map(({ text }) => text.en)).toContain('uses the service for teachers')

    const plain = openCounter().sportello.maintenance
    expect((await plain.vocabulary()).predicates.map(({ predicate }) => predicate)).not.toContainEqual({
      has: 'institutional-mailbox',
    })
    const closedUnless = { has: 'institutional-mailbox' } as const
    expect(refusedCode(await plain.simulate({ ...plan, features: { recovery: { closedUnless } } }))).toBe('maintenance/form')
  })
})
