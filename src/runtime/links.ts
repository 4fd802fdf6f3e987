/** Links in mail: made here alone, by a name of the table that says where each leads; another one does not compile. */
import { SportelloError } from '../kernel/index.ts'
import { readChoice } from './choice.ts'

/** Where one kind of link leads. */
export type LinkPath = {
  /** The page, below `office.links`: a relative path without a slash at its beginning. */
  readonly path: string
  /** What the fragment calls the secret: the address is `<office.links><path>#<parameter>=<secret>`. */
  readonly parameter: 'ticket' | 'token' | 'pass'
}

/** The links that are mailed: the page that each leads to, and what it carries there. */
export type LinkName =
  | 'registrationTicket'
  | 'registrationPass'
  | 'assistancePass'
  | 'pecChangeToken'
  | 'emailChangeToken'
  | 'suspendToken'
  | 'recoveryToken'

/**
 * The pages of a host that are not where `linkPaths` has them. Each is a relative path below `office.links`: 1 to 200 characters of
 * `A-Z a-z 0-9 . _ ~ - /`, without a slash at its beginning, without empty, `.` and `..` parts.
 */
export type LinkPathChoice = { readonly [Name in LinkName]?: string }

/** The address of each link up to its secret. */
export type LinkTargets = { readonly [Name in LinkName]: string }

/** Where every link leads by default: one that is forgotten does not compile. */
export type LinkTable = { readonly [Name in LinkName]: LinkPath }

declare const mailed: unique symbol

/** An address that a letter may carry: one that `mailedLink` has made. */
export type MailedLink = string & { readonly [mailed]: true }

// Of these characters none ends a path, escapes one, or has a meaning for a browser but `.` and `/`.
const pathPattern = /^(?!\/)(?:(?!\.{1,2}(?:\/|$))[A-Za-z0-9._~-]+(?:\/|$)){1,100}$/

function expectPath(name: string, path: unknown): string {
  if (typeof path === 'string' && path.length <= 200 && pathPattern.test(path)) return path
  throw new SportelloError('config/invalid', `linkPaths: ${name} is a relative path of A-Z, a-z, 0-9, ., _, ~, - and /`)
}

/**
 * Where the links lead below the base address. Throws `config/invalid` for a name that is none, for what is no relative path, and where
 * two links could not be told apart.
 */
export function readLinkPaths(base: string, table: LinkTable, choice: unknown): LinkTargets {
  const given = readChoice('linkPaths', choice, Object.keys(table))
  const targets = Object.entries(table).map(([name, { path, parameter }]) => {
    return [name, `${base}${given.has(name) ? expectPath(name, given.get(name)) : path}#${parameter}=`] as const
  })
  const [twice] = targets.filter(([, target], at) => targets.findIndex(([, other]) => other === target) !== at)
  if (twice !== undefined) throw new SportelloError('config/invalid', `linkPaths: ${twice[0]} leads where another link leads`)
  // One target for each name of the table.
  return Object.fromEntries(targets) as LinkTargets
}

/** The address of the portal itself, without any secret. */
export function portalLink({ links }: { readonly links: string }): MailedLink {
  return links as MailedLink
}

/** The address of a link with its secret. */
export function mailedLink(
  { links }: { readonly links: LinkTargets },
  name: LinkName,
  { text }: { readonly text: string },
): MailedLink {
  return `${links[name]}${text}` as MailedLink
}
