/** What the chapters of the demo say, in English. */
import type { chaptersIt } from './words-chapters-it.ts'

export const chaptersEn: typeof chaptersIt = {
  chapter: {
    before: 'Has credentials, has chosen a password and is signed in: npm run demo shows how',
    pec: (address) => `Has entered the PEC that the citizen declared: ${address}`,
    pecReason: 'PEC declared at the desk',
    alsoAt: (address) => `The same message has reached the PEC ${address} too`,
    guess: 'Torino1980!',
    shown: 'What was shown',
  },

  forgotten: {
    step: 'Has forgotten the password: asks to recover it, with the codice fiscale alone',
    wait: 'the counter looks whether it can write',
    asked: 'The page says: if the codice fiscale has access here, a link comes to its mailbox',
  },
  curious: {
    step: 'Asks the same for another codice fiscale, to learn who has access here',
    same: 'The answer is the same, and no letter goes out: nothing was learnt',
  },
  linkAlone: {
    step: 'Reads the citizen’s mail: opens the link and makes up a PIN',
    opened: (until) => `The page opens: the link works until ${until}, and does not say whose it is`,
    wait: 'the counter checks the PIN',
    counted: 'The wrong PIN counts with those of sign-in: the fifth suspends access. The link still works.',
  },
  recovered: {
    step: 'Opens the link: gives the PIN, and a new password twice',
    wait: 'the counter checks the PIN and the new password',
    done: 'The new password is in force',
    ended: 'The session that was open has ended, as has every other',
  },
  linkAgain: { step: 'Tries the same link once more' },
  newPassword: { step: 'Signs in: first with the old password by mistake, then with the new one' },

  lostPin: {
    step: 'Has lost the PIN: asks for another with codice fiscale and password',
    wait: 'the counter prepares a PIN',
    secondHalf: 'On the screen, this once: new PIN, second half',
    started: (until) => `The other 4 digits come by mail. All nine are to be given before ${until}; so far the old PIN works`,
  },
  thiefDigits: {
    step: 'Asks for a new PIN too, with a made-up password',
    noLetter: 'Sees 5 digits as everybody does, and no letter goes out: they belong to no PIN',
  },
  halfAlone: {
    step: 'Reads the 4 digits in the citizen’s mail, and adds the 5 of his own screen',
    wait: 'the counter checks the nine digits',
  },
  renewed: {
    step: 'Confirms with the password and the whole new PIN',
    done: 'The new PIN is in force, the old one works no more, every session has ended',
  },
  newPin: { step: 'Signs in: first with the old PIN by mistake, then with the new one' },
  recoveryShown: [
    'The link and the PIN replace the password; the password and the mailbox replace the PIN',
    'Whoever reads the mailbox alone replaces nothing: each time one secret is missing',
    'No page tells a stranger who has access, or whether a password was right',
    'Each replacement ends all sessions, and is told at the mailbox and at the PEC',
    'No operator has seen or chosen a secret. Whoever loses password and PIN is identified by the office',
  ],

  wasThisYou: {
    step: 'Finds the notice “password changed”, does not remember it, opens its link',
    opened: (until) => `The page says what its button does; the link works until ${until}`,
    nothing: 'Opening it has changed nothing: the session is still open',
  },
  button: {
    step: 'Presses “Suspend”',
    wait: 'the counter suspends',
    done: 'Access is suspended: nobody gets in, not even with the right secrets',
    ended: 'The session that was open has ended',
    again: 'A second press has the same answer, and no other letter goes out',
  },
  shut: { step: 'Has copied the right PIN and password, and tries to sign in' },
  inspected: {
    step: (name) => `The citizen comes to the desk; ${name} looks at the credential`,
    status: 'Status',
    cause: 'Cause',
    by: 'By',
    since: 'Since',
    causes: { 'theft-suspected': 'theft suspected', 'wrong-pins': 'too many wrong PINs', office: 'decision of the office' },
    actors: {
      link: 'the link of a notice',
      subscriber: 'the subscriber',
      office: 'the office',
      system: 'the counter, by itself',
    },
  },
  reactivated: {
    step: 'Identifies the person, who had made the change and forgotten it, and reactivates',
    wait: 'the counter reactivates',
    reason: 'Identified in person: the subscriber had changed the password',
    done: 'Access is reactivated; PIN and password are those of before',
  },
  lifted: {
    step: 'Signs in as before',
    oldLink: 'Reads the old notice, and tries to suspend again with its link',
  },
  revoked: {
    step: 'The paper with PIN and password is stolen: revokes the access, giving both',
    wait: 'the counter checks PIN and password',
    reason: 'Paper with the secrets stolen',
    done: 'Revoked: nobody gets in any more',
  },
  final: {
    thief: 'Tries with the stolen paper',
    office: 'Tries to reactivate',
    reason: 'Asked for by the subscriber',
  },
  suspensionShown: [
    'The link of a notice suspends and does nothing else; opening it changes nothing',
    'Only the office reactivates, with a reason, after a look at the cause and at the person',
    'After a reactivation the links of before suspend no more',
    'A revocation is final: new access takes a new request',
    'Each step is told at the mailbox and at the PEC, and is in the journal',
  ],
}
