/** Letters in the words and layout of the host, for `createSportello({ …, letters })`. */
import { type LetterChoice, letterHtml } from 'sportello'

export const letters: LetterChoice = {
  'approval/approved': ({ recipient, office }, rendering) => ({
    ...rendering,
    subject: `${office.name}: può accedere`,
    text: `Gentile ${recipient},\n\nora può accedere al portale.\n`,
    body: letterHtml`<p>Gentile ${recipient},</p><p>ora può accedere al portale.</p>`,
  }),
  // Every letter, after that.
  every: (_letter, { subject, text, body }) => ({
    subject,
    text: `${text}\nURP, tel. 011 000000\n`,
    body: letterHtml`${body}<p>URP, <a href="tel:+39011000000">011 000000</a></p>`,
    style: '.office{text-transform:uppercase}',
  }),
  failed: ({ letter, fault }) => console.error(`letter ${letter}: ${fault}`),
}
