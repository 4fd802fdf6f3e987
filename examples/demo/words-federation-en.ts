/** What the chapter `federation` says, in English. */
import type { federationIt } from './words-federation-it.ts'

export const federationEn: typeof federationIt = {
  federation: {
    others: 'So does Paolo Neri',
    wait: 'the counter looks for the account',
    told: {
      provider: 'Provider',
      level: 'Level',
      code: 'Identifier',
      name: 'Surname and name',
      birthDate: 'Date of birth',
      email: 'Mail, not validated',
      fields: {
        codiceFiscale: 'Codice fiscale',
        surname: 'Surname',
        givenName: 'Name',
        sex: 'Sex',
        birthDate: 'Birth',
      },
    },
    outcome: {
      known: 'Signed in: the identity opens the account already',
      linked: 'Signed in: the identity is linked to the account',
      opened: 'Signed in: there is an account now, without credentials of the office',
    },
    spid: { step: 'Chooses “Sign in with SPID”, and comes back from the provider' },
    cie: { step: 'Another time signs in with CIE', same: 'Two identities, the same account:' },
    thief: {
      step: 'Signs in with his own SPID, in which he has written the citizen’s mail address',
      own: 'Has his own account and no more: an address does not say who somebody is',
    },
    cancelled: 'Presses “Cancel” on the site of the provider',
    low: 'Signs in at the first level of SPID, to a service that asks for the second',
    differ: {
      step: 'Paolo signs in with SPID: the provider has two digits of his birth swapped',
      office: 'Opens the case, and compares the data',
      given: 'provider',
      stored: 'office',
      byCode: 'codice fiscale',
      approve: 'Has seen the identity card: it is Paolo',
      reason: 'Identified with the identity card: the date of the provider is wrong',
      approved: 'The identity opens his account, and he is told by mail',
      again: 'Paolo signs in again',
    },
    fresh: {
      step: 'Luca, whom the office does not know, signs in with SPID',
      proposal: (email) => `The provider proposes ${email}: it counts once Luca has confirmed it.`,
    },
    eidas: {
      step: 'Hans signs in with his German identity: he has no codice fiscale',
      office: 'Hans brings the certificate of his codice fiscale: the office joins the two',
      wait: 'the counter joins',
      reason: 'Certificate shown at the desk',
      joined: 'The codice fiscale leads to his account, whichever identity he uses',
    },
    over: {
      office: 'The credentials of the office end',
      reason: 'Decree-Law 76/2020, art. 24(4).',
      title: { it: 'D.L. 76/2020', en: 'Decree-Law 76/2020' },
      done: 'Nobody gets in with PIN and password any more',
      local: 'Tries with PIN and password',
      spid: 'Signs in with SPID',
    },
    shown: [
      'Whoever comes for the first time is known by the codice fiscale, never by an address',
      'Two providers, one person, one account: each new identity is told by mail',
      'Data that do not match stop the link: the office sees them field by field, and decides',
      'Whoever has no credentials, or comes from another state, has an account as all others',
      'The credentials of the office end; the account with its addresses and history stays',
    ],
  },
}
