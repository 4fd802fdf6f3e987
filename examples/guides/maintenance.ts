/** The pieces of docs/maintenance.md: a window of a seed is planned. */
import type { Operator, Sportello } from 'sportello'

export async function plan(sportello: Sportello, operator: Operator) {
  // #region plan
  const planned = await sportello.maintenance.plan({
    operator,
    reason: 'Prot. 1 of 10 April.',
    title: { it: 'Aggiornamento del servizio', en: 'Update of the service' },
    from: '2026-04-10T11:00', // the clocks of Rome; or 'now'
    to: null, // not known yet
    cutOffDay: '2026-03-31',
    features: {
      registration: 'closed',
      'email-change': 'closed',
      'email-validation': 'closed',
      'pin-renewal': 'closed',
      revocation: 'closed',
      recovery: { closedUnless: { registeredWith: 'institutional-mailbox' } },
    },
    procedures: {
      registration: 'void',
      'email-change': { fate: 're-identify', unless: { has: 'institutional-mailbox' } },
      'pin-renewal': 'suspend',
    },
  })
  // #endregion
  return planned
}
