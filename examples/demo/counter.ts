/** The counter that the demo plays at, assembled as a host would do it, and who works at it. */
import { randomBytes } from 'node:crypto'
import {
  createSportello,
  type Documents,
  type Keys,
  type Locale,
  type Mailer,
  type Office,
  type Operator,
  type PasswordHash,
  type Sportello,
  type Storage,
} from 'sportello'
import { nodePasswordHash, platformRandom } from 'sportello/node'

export const officeName = 'Comune di Prova'

function office(locale: Locale): Office {
  const links = 'https://servizi.comune-di-prova.example/'
  return { id: 'comune-di-prova', name: officeName, taxCode: '00743110157', locale, links }
}

/** Fresh keys: the demo's records do not outlive it. A real host keeps its keys where it keeps its secrets. */
function freshKeys(): Keys {
  return { current: 'demo', ring: { demo: randomBytes(32) }, lookup: randomBytes(32) }
}

export function assemble(
  locale: Locale,
  parts: {
    readonly storage: Storage
    readonly documents: Documents
    readonly mailer: Mailer
    readonly passwordHash: PasswordHash
  },
): Sportello {
  return createSportello({ ...parts, office: office(locale), keys: freshKeys(), random: platformRandom() })
}

/** argon2id where its native module is installed, Node's scrypt otherwise. */
export async function choosePasswordHash(): Promise<{ readonly name: 'argon2id' | 'scrypt'; readonly hash: PasswordHash }> {
  try {
    return { name: 'argon2id', hash: nodePasswordHash({ argon2: await import('@node-rs/argon2') }) }
  } catch {
    return { name: 'scrypt', hash: nodePasswordHash() }
  }
}

type NamedOperator = Operator & { readonly name: string }

const operators: readonly [NamedOperator, NamedOperator] = [
  { id: 'm.rossi', codiceFiscale: 'RSSMRA70A01H501S', name: 'Mario Rossi' },
  { id: 'g.bianchi', codiceFiscale: 'BNCGLI75A41F205I', name: 'Giulia Bianchi' },
]

/** Who is on duty: never the applicant, since nobody decides on his own request. */
export function operatorFor(codiceFiscale: string): NamedOperator {
  const [first, second] = operators
  return first.codiceFiscale === codiceFiscale ? second : first
}
