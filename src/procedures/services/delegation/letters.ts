/** The letters about a delegation: both are told that it holds and that it has ended, whoever has asked is told of a rejection. */
import { type LetterOf, type LetterTable, type Line, letterOf, type OfficeName, type Words } from '../../../runtime/letter.ts'
import { labels, notYou, whySubscriber } from '../../../runtime/letter-words.ts'
import type { DelegationCapacity, DelegationEndedBy } from './model.ts'

/** What the letters about a delegation tell, by their names. */
export type DelegationLetterData = {
  readonly 'delegation/granted': {
    /** True to whoever acts; false to the person for whom. */
    readonly toDelegate: boolean
    /** Name and surname of the other of the two. */
    readonly other: string
    /** In which capacity. */
    readonly capacity: string
    /** The services in Italian, separated by commas; null for all personal ones. */
    readonly servicesIt: string | null
    /** The services in English, separated by commas; null for all personal ones. */
    readonly servicesEn: string | null
    /** The first day in Rome, `YYYY-MM-DD`. */
    readonly fromDay: string
    /** The last day in Rome, `YYYY-MM-DD`; null for no end. */
    readonly untilDay: string | null
  }
  readonly 'delegation/rejected': {
    /** Name and surname of the person. */
    readonly person: string
    /** Why, as the office has put it: one line. */
    readonly reason: string
  }
  readonly 'delegation/lapsed': {
    /** Name and surname of the person. */
    readonly person: string
  }
  readonly 'delegation/ended': {
    /** True to whoever acted; false to the person for whom. */
    readonly toDelegate: boolean
    /** Name and surname of the other of the two. */
    readonly other: string
    /** Who has ended it: `delegate`, `person` or `office`. */
    readonly endedBy: string
    /** Why, as the office has put it: one line; null where one of the two has ended it. */
    readonly reason: string | null
  }
}

type Data<N extends keyof DelegationLetterData> = DelegationLetterData[N]

const capacities: { readonly [C in DelegationCapacity]: Words } = {
  parent: { it: 'genitore', en: 'parent' },
  guardian: { it: 'tutore', en: 'guardian' },
  'support-administrator': { it: 'amministratore di sostegno', en: 'support administrator' },
  relative: { it: 'familiare', en: 'relative' },
  other: { it: 'persona di fiducia', en: 'person of trust' },
}

const enders: { readonly [E in DelegationEndedBy]: Words } = {
  delegate: { it: 'la persona delegata', en: 'the delegate' },
  person: { it: 'la persona che ha dato la delega', en: 'the person who has delegated' },
  office: { it: "l'ente", en: 'the office' },
  erasure: { it: "l'ente, su richiesta di cancellazione", en: 'the office, on a request of erasure' },
  lapse: { it: 'il decorso del termine', en: 'the lapse of time' },
}

const italianDay = (day: string): string => day.split('-').reverse().join('/')

/** To both: from now on, or from its first day on, one acts for the other. */
export function grantedLetter(
  office: OfficeName,
  data: Data<'delegation/granted'> & { readonly capacity: DelegationCapacity },
): LetterOf<DelegationLetterData, 'delegation/granted'> {
  const { toDelegate, other, capacity, servicesIt, servicesEn, fromDay, untilDay } = data
  const first: Words = toDelegate
    ? {
        it: 'Può usare i servizi indicati per la persona qui sotto. Ogni uso è annotato con il suo nome e con quello della persona. La delega non si può passare ad altri.',
        en: 'You can use the services below for this person. Each use is noted with your name and theirs. The delegation cannot be passed on.',
      }
    : {
        it: 'La persona qui sotto può usare i servizi indicati per lei. Ogni uso è annotato. Può revocare la delega in qualsiasi momento, dal portale o allo sportello.',
        en: 'The person below can use these services for you. Each use is noted. You can revoke the delegation at any time, on the portal or at the counter.',
      }
  const lines: readonly Line[] = [
    first,
    {
      title: { it: 'Delega', en: 'Delegation' },
      fields: [
        [toDelegate ? { it: 'Per conto di', en: 'For' } : { it: 'Delegato', en: 'Delegate' }, other],
        [{ it: 'In qualità di', en: 'As' }, capacities[capacity]],
        [
          { it: 'Servizi', en: 'Services' },
          { it: servicesIt ?? 'tutti quelli personali', en: servicesEn ?? 'all personal ones' },
        ],
        [
          { it: 'Dal giorno', en: 'From' },
          { it: italianDay(fromDay), en: fromDay },
        ],
        [
          { it: 'Fino al giorno', en: 'Up to and including' },
          untilDay === null ? { it: 'senza scadenza', en: 'no end' } : { it: italianDay(untilDay), en: untilDay },
        ],
      ],
    },
  ]
  const about: Words = toDelegate
    ? { it: 'può agire per un’altra persona', en: 'you can act for another person' }
    : { it: 'un’altra persona può agire per lei', en: 'another person can act for you' }
  return letterOf('delegation/granted', office, data, { about, greeting: 'by-name', lines, notYou, why: whySubscriber })
}

/** To whoever has asked: the office has said no. */
export function rejectedLetter(
  office: OfficeName,
  data: Data<'delegation/rejected'>,
): LetterOf<DelegationLetterData, 'delegation/rejected'> {
  const lines: readonly Line[] = [
    {
      it: "L'ente non ha accolto la richiesta di agire per un'altra persona.",
      en: 'The office has not accepted the request to act for another person.',
    },
    {
      title: labels.outcome,
      fields: [
        [{ it: 'Per conto di', en: 'For' }, data.person],
        [labels.reason, data.reason],
      ],
    },
    { it: 'Può presentare una nuova richiesta.', en: 'You may file a new request.' },
  ]
  const about = { it: 'richiesta di delega non accolta', en: 'your request to act for another person was not accepted' }
  return letterOf('delegation/rejected', office, data, { about, greeting: 'by-name', lines, notYou, why: whySubscriber })
}

/** To whoever has asked: nobody has decided in time. */
export function lapsedLetter(
  office: OfficeName,
  data: Data<'delegation/lapsed'>,
): LetterOf<DelegationLetterData, 'delegation/lapsed'> {
  const lines: readonly Line[] = [
    {
      it: "La richiesta di agire per un'altra persona è stata chiusa: l'ente non ha deciso in tempo. Nessuna delega è stata data.",
      en: 'The request to act for another person has been closed: the office has not decided in time. No delegation was granted.',
    },
    { title: labels.outcome, fields: [[{ it: 'Per conto di', en: 'For' }, data.person]] },
    {
      it: "Può presentare una nuova richiesta, o rivolgersi all'ente.",
      en: 'You may file a new request, or turn to the office.',
    },
  ]
  const about = { it: 'richiesta di delega chiusa', en: 'your request to act for another person is closed' }
  return letterOf('delegation/lapsed', office, data, { about, greeting: 'by-name', lines, notYou, why: whySubscriber })
}

/** To both: it has ended. */
export function endedLetter(
  office: OfficeName,
  data: Data<'delegation/ended'> & { readonly endedBy: DelegationEndedBy },
): LetterOf<DelegationLetterData, 'delegation/ended'> {
  const { toDelegate, other, endedBy, reason } = data
  const first: Words = toDelegate
    ? {
        it: 'La delega è finita: non può più usare i servizi per la persona qui sotto.',
        en: 'The delegation has ended: you can no longer use services for the person below.',
      }
    : {
        it: 'La delega è finita: la persona qui sotto non può più usare i servizi per lei.',
        en: 'The delegation has ended: the person below can no longer use services for you.',
      }
  const lines: readonly Line[] = [
    first,
    {
      title: labels.outcome,
      fields: [
        [toDelegate ? { it: 'Per conto di', en: 'For' } : { it: 'Delegato', en: 'Delegate' }, other],
        [{ it: 'Revocata da', en: 'Ended by' }, enders[endedBy]],
        ...(reason === null ? [] : [[labels.reason, reason] as const]),
      ],
    },
  ]
  const about = { it: 'delega finita', en: 'a delegation has ended' }
  return letterOf('delegation/ended', office, data, { about, greeting: 'by-name', lines, notYou, why: whySubscriber })
}

const toBoth = 'delegate and person, each at the private mailbox of the account; nobody where there is none'

export const delegationLetters: LetterTable<DelegationLetterData> = {
  'delegation/granted': {
    to: toBoth,
    when: 'when the office has granted a delegation',
    sample: (office) =>
      grantedLetter(office, {
        ...({ toDelegate: true, other: 'Mario Rossi', capacity: 'relative' } as const),
        ...{ servicesIt: null, servicesEn: null, fromDay: '2026-03-10', untilDay: '2026-12-31' },
      }),
  },
  'delegation/rejected': {
    to: 'whoever has asked, at the private mailbox of the account',
    when: 'when the office has rejected a delegation',
    sample: (office) => rejectedLetter(office, { person: 'Mario Rossi', reason: 'Il documento non è leggibile.' }),
  },
  'delegation/lapsed': {
    to: 'whoever has asked, at the private mailbox of the account',
    when: 'when the office has not decided in time on a request to act for somebody',
    sample: (office) => lapsedLetter(office, { person: 'Mario Rossi' }),
  },
  'delegation/ended': {
    to: toBoth,
    when: 'when a delegation that held was ended by one of the two or by the office',
    sample: (office) =>
      endedLetter(office, { toDelegate: false, other: 'Anna Verdi', endedBy: 'office', reason: 'Il decreto è stato revocato.' }),
  },
}
