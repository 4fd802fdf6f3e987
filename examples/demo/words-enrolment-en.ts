/** What the chapters `registration` and `pec` say, in English. */
import type { enrolmentIt } from './words-enrolment-it.ts'

export const enrolmentEn: typeof enrolmentIt = {
  slips: {
    step: 'Fills in the form in a hurry: wrong codice fiscale and mail, no authorisation',
    again: 'Corrects the three fields, and sends it again',
  },
  wrongFile: {
    step: 'Uploads a photograph under the name of a PDF, then the identity card',
    photo: 'photo.pdf',
    again: 'Uploads the card once more, then takes the first one away too, and puts it back',
    removed: 'The document is taken away: that can be done until the request is completed',
  },
  back: {
    step: 'Closes the browser, and comes back later with the ticket',
    found: (count, until) => `Finds the request as it was left: ${count} document, to be completed by ${until}`,
  },
  rival: {
    step: 'Completes a request with the same codice fiscale and a mail address of his own',
    nothing: 'He can: a form reserves no codice fiscale, and tells nobody who has one already',
    email: 'un.altro@example.org',
  },
  two: {
    step: (name) => `${name} opens the dossier, and sees that there are two requests`,
    found: (count) => `Other requests on the same codice fiscale: ${count}. Whoever looks decides, not who came first`,
    ask: 'The residence is not that of the document: asks for a correction',
    reason: 'The residence is not that of the document',
    asked: (until) => `The request goes back to the citizen, who has time until ${until}`,
  },
  corrected: {
    step: 'Opens the link of the letter, and corrects what was asked for and nothing else',
    wait: 'the counter compares',
    done: 'The residence is corrected',
    other: 'Tries to change the mail address too:',
    again: 'The request is with the office again',
  },
  approved: {
    step: 'Reads the corrected dossier again, and approves it',
    other: 'The other request has become void in the same moment',
  },
  shutOut: 'Tries to sign in with the PIN and the password of his own form',
  registrationShown: [
    'Every slip of the form is told at once, all together, each beside its field',
    'The content of a file counts, not its name',
    'A request can be left and taken up again; nobody can correct what the office has not asked for',
    'A form reserves no codice fiscale: a person decides, by the documents',
    'When one request is approved, the others on the same codice fiscale become void',
  ],

  pecAsked: {
    typo: 'Asks for a change of the PEC, and types it in two different ways',
    step: 'Types it twice alike, and gives PIN and password again',
    wait: 'the counter checks PIN and password',
    asked: (until) => `The link goes to the new PEC alone; so far it works until ${until}`,
    link: 'Brings the link to the new PEC, and to nobody else',
    told: 'The mailbox and the PEC in force are told, and do not get the link',
  },
  pecGuess: 'Finds the page left open, and asks for a PEC of his own with a made-up PIN',
  pecOpened: {
    step: 'Opens the link, and does not press the button',
    inForce: 'PEC in force',
    nothing: 'Opening it has changed nothing',
  },
  pecLate: {
    step: (at) => `Presses “Confirm” only on ${at}: counted from the sending, the term is over`,
    wait: 'the counter looks at the term',
    waiting: 'The click is noted: if the message came later than it was sent, it counts',
  },
  receipt: {
    step: 'The provider’s receipt of delivery comes in',
    says: 'The receipt',
    delivered: (at) => `delivered on ${at}`,
    term: (until) => `The term counts from the delivery: it was until ${until}`,
    done: 'The click was in time: the new PEC is in force',
  },
  pecAgain: 'Tries the link once more',
  pecShown: [
    'The new PEC is in force only when whoever reads it presses a button; opening the link is not enough',
    'Until then the old one is, and it is told',
    'The term is the end of the day after the delivery, which the receipt of the provider proves',
    'A receipt can only make the term longer, once',
    'PIN and password are given again: a page that was left open is not enough',
  ],
}
