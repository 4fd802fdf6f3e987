/** The notice of seed 000 as a window. */
import type { MaintenancePlanForm, MaintenancePredicate } from 'sportello'
import { operator } from '../../../support/counter.ts'

const day = 86_400_000
export const seedPolicy = {
  emailChange: { institutionalDomains: ['istruzione.it'], linkLifetimeMs: 60 * day },
  quota: { usesMax: 1000 },
  registration: { draftLifetimeMs: 60 * day },
} as const
const institutional: MaintenancePredicate = { has: 'institutional-mailbox' }
const registeredSo: MaintenancePredicate = { registeredWith: 'institutional-mailbox' }

/** The notice as a window. */
export const seedWindow: MaintenancePlanForm = {
  operator,
  reason: 'Prot. 1 of 10 April.',
  title: { it: 'Aggiornamento del servizio delle istanze online', en: 'Update of the online applications' },
  from: '2026-04-10T11:00',
  cutOffDay: '2026-03-31',
  features: {
    registration: 'closed',
    'email-change': 'closed',
    'email-validation': 'closed',
    'pin-renewal': 'closed',
    revocation: 'closed',
    recovery: { closedUnless: registeredSo },
    'desk-identification': 'closed',
  },
  procedures: {
    registration: 'void',
    'email-change': { fate: 're-identify', unless: institutional },
    'pin-renewal': 'suspend',
  },
}

/** Its beginning, and the end of its cut-off day. */
export const seedBegins = Date.UTC(2026, 3, 10, 9)
export const seedCutOff = Date.UTC(2026, 2, 31, 22)
