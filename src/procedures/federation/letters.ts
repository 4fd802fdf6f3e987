/** Letters about identities: one opens the account now, or does so no more. */
import type { Instant } from '../../kernel/index.ts'
import { type LetterOf, type LetterTable, letterOf, type OfficeName, type Words } from '../../runtime/letter.ts'
import {
  labels,
  notYou,
  type SuspendLink,
  sampleFacts,
  suspendLine,
  whenField,
  whySubscriber,
} from '../../runtime/letter-words.ts'
import type { LinkProtocol } from './model.ts'

type Facts = {
  /** When it happened. */
  readonly when: Instant
  /** By which protocol the identity comes, such as `spid-saml`. */
  readonly protocol: LinkProtocol
  /** The provider as it names itself. */
  readonly provider: string
  /** Leads to the page that suspends. */
  readonly url: string
  /** Its end, exclusive. */
  readonly until: Instant
}

/** What the letters about identities tell, by their names. */
export type FederationLetterData = { readonly 'federation/linked': Facts; readonly 'federation/unlinked': Facts }

type Told = { readonly when: Instant; readonly protocol: LinkProtocol; readonly provider: string } & SuspendLink

/** What people call what they sign in with. */
const systems: { readonly [P in LinkProtocol]: string } = {
  'spid-saml': 'SPID',
  'spid-oidc': 'SPID',
  'cie-saml': 'CIE',
  'cie-oidc': 'CIE',
  cns: 'CNS',
  eidas: 'eIDAS',
}

function said(about: Words, text: Words, told: Told) {
  const fields = [
    whenField(told.when),
    [{ it: 'Identità', en: 'Identity' }, systems[told.protocol]] as const,
    [{ it: 'Gestore', en: 'Provider' }, told.provider] as const,
  ]
  const lines = [text, { title: labels.event, fields }, suspendLine(told)]
  return { about, greeting: 'by-name', lines, notYou, why: whySubscriber } as const
}

/** An identity opens the account from now on. */
export function linkedLetter(office: OfficeName, told: Told): LetterOf<FederationLetterData, 'federation/linked'> {
  const about = { it: "nuova identità digitale per l'accesso", en: 'new digital identity for access' }
  const text = {
    it: 'Da ora si può entrare nel suo accesso anche con questa identità digitale.',
    en: 'From now on this digital identity too opens your access.',
  }
  return letterOf('federation/linked', office, { ...told }, said(about, text, told), ['url'])
}

/** An identity opens the account no more. */
export function unlinkedLetter(office: OfficeName, told: Told): LetterOf<FederationLetterData, 'federation/unlinked'> {
  const about = { it: "identità digitale scollegata dall'accesso", en: 'digital identity unlinked from access' }
  const text = {
    it: "Con questa identità digitale non si entra più nel suo accesso. Tutte le sessioni sono terminate. Solo l'ente può collegarla di nuovo.",
    en: 'This digital identity opens your access no more. All sessions have ended. Only the office can link it again.',
  }
  return letterOf('federation/unlinked', office, { ...told }, said(about, text, told), ['url'])
}

const sample: Told = {
  when: sampleFacts.when,
  protocol: 'spid-saml',
  provider: 'https://idp.example.it',
  url: sampleFacts.url,
  until: sampleFacts.until,
}
const to = 'the subscriber, at the private mailbox and at the PEC in force'

export const federationLetters: LetterTable<FederationLetterData> = {
  'federation/linked': {
    to,
    when: 'when a digital identity opens the account for the first time, or the office has linked it',
    sample: (office) => linkedLetter(office, sample),
  },
  'federation/unlinked': {
    to,
    when: 'when the subscriber or the office has unlinked a digital identity',
    sample: (office) => unlinkedLetter(office, sample),
  },
}
