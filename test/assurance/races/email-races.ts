/** Races about a change of the private address: two clicks, and a click and a second thought. */
import { anna } from '../../support/counter.ts'
import { type Changing, changingContact, newMail, oldPec, rowOf, toldOf } from './changes.ts'
import { acceptedOf, eventsCount, expectCount, expectOneAccepted, expectRefusals } from './findings.ts'
import { type Outcome, type Race, race } from './race.ts'

/** State, address in force and mail agree on how the change has ended. */
async function expectEnd({ contents, cast, after }: Outcome<Changing>, status: 'confirmed' | 'cancelled') {
  const isDone = status === 'confirmed'
  const found = String(rowOf(contents, 'email-change', cast.change).value['status'])
  const { email } = rowOf(contents, 'credential', cast.accountId).value['personal'] as { readonly email: unknown }
  const { email: open } = rowOf(contents, 'addresses', cast.accountId).value['changes'] as { readonly email: unknown }
  const told = (await toldOf(after, cast.change)).join()
  return [
    ...(found === status ? [] : [`the change is ${found} instead of ${status}`]),
    ...(email === (isDone ? newMail : anna.email) ? [] : [`${email} is in force`]),
    ...(open === null ? [] : ['the addresses still call the change open']),
    ...expectCount('changes of the credential', eventsCount(contents, 'credential', 'EmailChanged'), Number(isDone)),
    ...(told === (isDone ? `confirmed ${anna.email},confirmed-pec ${oldPec}` : '') ? [] : [`mails afterwards: ${told}`]),
  ]
}

export const contactRaces: readonly Race[] = [
  race<Changing>({
    name: 'INV-11: confirm/confirm of a private address by two links, it is changed once and told once',
    promised: true,
    prepare: changingContact,
    client: ({ sportello }, { links }, n) => sportello.emailChange.confirm(links[n % 2] ?? ''),
    judge: async (outcome) => [
      ...expectOneAccepted(outcome.answers),
      ...expectRefusals(outcome.answers, ['email-change/already-confirmed']),
      ...(await expectEnd(outcome, 'confirmed')),
    ],
  }),
  race<Changing>({
    name: 'confirm/cancel of a private address, one of them stands: state, address in force and mail agree',
    promised: true,
    prepare: changingContact,
    client: ({ sportello: { emailChange } }, { links, token }, n) =>
      n % 2 === 0 ? emailChange.confirm(links[(n >> 1) % 2] ?? '') : emailChange.cancel({ token }),
    async judge(outcome) {
      const { answers } = outcome
      const clicks = answers.filter((_, n) => n % 2 === 0)
      const cancels = answers.filter((_, n) => n % 2 === 1)
      return [
        ...expectOneAccepted(answers),
        ...expectRefusals(clicks, ['email-change/already-confirmed', 'email-change/cancelled']),
        ...expectRefusals(cancels, ['email-change/not-found', 'email-change/already-confirmed', 'email-change/cancelled']),
        ...(await expectEnd(outcome, acceptedOf(clicks).length === 1 ? 'confirmed' : 'cancelled')),
      ]
    },
  }),
]
