/** What the chapter `sunset` says, in English. */
import type { sunsetIt } from './words-sunset-it.ts'

export const sunsetEn: typeof sunsetIt = {
  sunset: {
    others: 'So do Paolo Neri, Sara Gallo, and Sofia Riva who is sixteen',
    course: {
      count: (name) => `${name} counts whom it would hit`,
      hit: (count) => `credentials in use: ${count}`,
      exempted: (count) => `of people under age, who go on: ${count}`,
      set: 'Sets the end of the credentials',
      wait: 'the counter puts it into the calendar',
      acts: {
        issue: 'New credentials',
        'password-replacement': 'Forgotten passwords',
        'pin-replacement': 'Lost PINs',
        'first-credentials': 'First credentials anew',
        restoration: 'Expired ones restored',
        use: 'Sign-in',
      },
      from: 'From when on it is not possible any more:',
      exempt: 'For whoever is under age everything goes on, up to the age of eighteen.',
      asked: 'Reads on the site until when a sign-in is possible',
    },
    evening: {
      sara: 'Sara has forgotten her password',
      link: 'The link arrives: she will open it tomorrow',
      giulia: 'Giulia completes her request for credentials',
    },
    midnight: {
      register: 'Somebody who comes by wants to register',
      late: 'The dossier warns: an approval would come too late.',
      approve: 'Wants to approve Giulia’s request',
      reason: 'No credentials are issued since 28 February 2021: sign in with SPID, CIE or CNS.',
      rejected: 'Can only reject it, with the reason',
    },
    renewed: {
      link: 'Sara opens yesterday’s link, and chooses a password',
      sweep: 'The periodic job ends what has come too late',
      change: 'Whoever knows the password changes it as ever',
      changed: 'The password is changed: nothing lost was replaced',
    },
    minor: { asks: 'Sofia looks what holds for her, and recovers her password' },
    disused: {
      signIn: 'Paolo has not signed in for more than six months; now tries',
      identify: 'Paolo comes with his identity card: tries to enable him',
      reason: 'Identified at the desk',
    },
    reminded: { step: 'The periodic job reminds of the end, a month before', count: (count) => `reminded: ${count}` },
    over: {
      signIn: 'Signs in, a minute before the end',
      next: 'Opens another page, at 00:00',
      thief: 'Has copied the right PIN and password, and tries',
      minor: 'Sofia signs in as before',
    },
    after: {
      prolong: 'Wants to prolong, as if it were not over',
      look: 'Looks at the account: addresses and history are as before',
    },
    shown: [
      'Each act has its date; a refusal says since when, by what rule and how to get on',
      'What was begun before and comes too late has ended, and its person is told by mail',
      'Whoever is under age goes on with the credentials up to the age of eighteen',
      'At the end the open session is over too; nobody reopens by accident what has ended',
      'Account, addresses and journal stay: one gets in with SPID, CIE or CNS',
    ],
  },
}
