/** The pieces of docs/sunset.md: the dates of the end of local credentials, and a person who is exempt. */
import type { Operator, Sportello } from 'sportello'

export async function set(sportello: Sportello, operator: Operator) {
  // #region set
  const done = await sportello.sunset.set({
    operator,
    reason: 'D.L. 76/2020, art. 24, c. 4.',
    title: { it: 'D.L. 76/2020', en: 'Decree-Law 76/2020' },
    ends: {
      issue: '2021-02-28T00:00', // the clocks of Rome: from then on not any more
      'password-replacement': '2021-02-28T00:00',
      'pin-replacement': '2021-02-28T00:00',
      'first-credentials': '2021-02-28T00:00',
      restoration: '2021-02-28T00:00',
      use: '2021-10-01T00:00',
    },
    exempt: ['minor', 'no-italian-document', 'guardianship'],
    means: ['spid', 'cie', 'cns'],
    remindDays: [60, 30, 7], // how many days before the last one people are reminded
  })
  // #endregion
  return done
}

export async function exempt(sportello: Sportello, operator: Operator, codiceFiscale: string) {
  // #region exempt
  const granted = await sportello.exemption.grant({
    operator,
    codiceFiscale,
    kind: 'guardianship',
    untilDay: '2022-12-31', // the last day in Rome; left out: none
    document: { kind: 'court-order', number: 'RG 12/2020', expiresOn: '2030-01-01' },
    reason: 'Decree of the court.',
  })
  // #endregion
  return granted
}
