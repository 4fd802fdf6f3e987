/** The people of a simulated office, and what each of them has come to know: what was shown to them, and the letters in their mailboxes. */
import type { Mail } from 'sportello'
import { codeOf, omocodiaOf } from '../../rules/identity/people.ts'
import type { Chance } from './chance.ts'

/** A link in a letter: where it leads, and the record that the letter was about. */
export type Link = {
  readonly page: string
  readonly token: string
  readonly kind: string
  readonly record: string
  readonly mailId: string
}

export type Draft = {
  readonly id: string
  ticket: string
  /** Tickets that another one has replaced. */
  readonly former: string[]
  second: string
  first: string
  password: string
  isFiled: boolean
}

export type Secrets = { pin: string; password: string }

export type Person = {
  readonly number: number
  readonly form: { readonly [field: string]: string | boolean }
  /** The code that the person signs in with, and a spelling of it that means the same digits. */
  code: string
  readonly variant: string
  readonly born: readonly [year: number, month: number, day: number]
  /** Every address at which the person reads letters. */
  readonly addresses: Set<string>
  readonly pecs: readonly string[]
  readonly mails: readonly string[]
  accountId: string
  /** What the person believes to sign in with. */
  secrets: Secrets | null
  readonly formerSecrets: Secrets[]
  readonly drafts: Draft[]
  readonly tokens: string[]
  signedInAt: number
  device: string
  readonly links: Link[]
  /** The halves of a renewal of the PIN that is under way. */
  renewal: { first: string; second: string } | null
  /** After an identification: the ticket that shows the second half, and what the letter said. */
  identified: { ticket: string; second: string; first: string; password: string } | null
  readonly help: { readonly id: string; readonly ticket: string }[]
  readonly delegations: string[]
  passes: string[]
}

const surnames = [
  'VERDI',
  'BIANCHI',
  'ROSSI',
  'FERRARI',
  'COLOMBO',
  'GRECO',
  'MARINO',
  'CONTI',
  'COSTA',
  'RIZZO',
  'LOMBARDI',
  'MORETTI',
]
const women = ['ANNA', 'GIULIA', 'CHIARA', 'SARA', 'ELENA', 'MARTA']
const men = ['MARIO', 'BRUNO', 'LUCA', 'PAOLO', 'SERGIO', 'FABIO']
const titled = (word: string): string => word.charAt(0) + word.slice(1).toLowerCase()
const two = (value: number): string => String(value).padStart(2, '0')

/** So many people, each unlike the others. Among many some are minors. */
export function drawPeople(chance: Chance, count: number): Person[] {
  return Array.from({ length: count }, (_, number) => {
    const sex = chance.oneIn(2) ? 'F' : 'M'
    const surname = surnames[number % surnames.length] as string
    const name = chance.oneOf(sex === 'F' ? women : men)
    const year = chance.oneIn(6) ? 2006 + chance.below(6) : 1940 + chance.below(60)
    const [month, day] = [1 + chance.below(12), 1 + chance.below(28)]
    const code = codeOf({ surname, name, year, month, day, sex, place: 'L219' })
    const own = `${surname}.${name}.${number}`.toLowerCase()
    const email = `${own}@example.it`
    return {
      number,
      form: {
        ...{
          surname: titled(surname),
          name: titled(name),
          codiceFiscale: code,
          sex,
          birthDate: `${year}-${two(month)}-${two(day)}`,
        },
        ...{ italianCitizen: true, birthNation: 'IT', birthProvince: 'TO', birthMunicipality: 'Torino' },
        ...{ residenceProvince: 'TO', residenceCity: 'Torino', residenceAddress: 'Via Prova 1', postalCode: '10121' },
        ...{ telephone: '011 000000', email, consent: 'authorised', noticeVersion: '2026-01' },
      },
      ...{ code, variant: omocodiaOf(code, 64), born: [year, month, day] as const, accountId: '', secrets: null, device: '' },
      addresses: new Set([email]),
      pecs: [`${own}@pec.example.it`, `${own}.nuova@pec.example.org`, `${own}.altra@pec.example.net`],
      mails: [`${own}.casa@example.org`, `${own}.posta@example.net`],
      ...{
        formerSecrets: [],
        drafts: [],
        tokens: [],
        signedInAt: 0,
        links: [],
        renewal: null,
        identified: null,
        help: [],
        delegations: [],
        passes: [],
      },
    }
  })
}

const linkPattern = /https:\/\/servizi\.example\.it\/([a-z-]*)#(?:token|ticket|pass)=(\S+)/g

/** A person reads a letter. */
export function read(person: Person, { id, text }: Mail): void {
  const [, kind = '', record = ''] = id.split('.')
  for (const [, page = '', token = ''] of text.matchAll(linkPattern)) person.links.push({ page, token, kind, record, mailId: id })
  const password = /Password temporanea: (\S+)/.exec(text)?.[1]
  const first = /PIN, prime 4 cifre: (\d{4})/.exec(text)?.[1]
  if (first === undefined) return
  const draft = person.drafts.find((one) => one.id === record)
  if (kind === 'registration' && draft !== undefined && password !== undefined) {
    draft.first = first
    draft.password = password
  }
  if (kind === 'pin-renewal' && person.renewal !== null) person.renewal.first = first
  if (kind === 'identification' && person.identified !== null && password !== undefined) {
    person.identified.first = first
    person.identified.password = password
  }
}

/** What the person would sign in with; something wrong where nothing is known. */
export const secretsOf = ({ secrets }: Person): Secrets => secrets ?? { pin: '000000000', password: 'Sbagliata.1' }

/** What the person signs in with from now on. */
export function learn(person: Person, secrets: Secrets): void {
  if (person.secrets !== null) person.formerSecrets.push(person.secrets)
  person.secrets = secrets
}

/** The links that lead to a page, the newest last. */
export const linksTo = ({ links }: Person, page: string): readonly Link[] => links.filter((link) => link.page === page)
