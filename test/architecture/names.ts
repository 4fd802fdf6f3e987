/** The public names: those that the sources declare now, and those that something else has taken the place of. */
import ts from 'typescript'
import { exportsOf, refusalsOf } from '../support/declarations.ts'
import { nodesOf, type Source } from '../support/sources.ts'
import { proceduresIn } from './procedures.ts'

type Sources = readonly Source[]
type Violations = readonly string[]

/**
 * `field`: of a form, a view, a policy, a port or an api. `type`: of a command or an event. `record`: a kind of record, which is also the
 * name of its machine and the prefix of its refusals.
 */
export type NameKind = 'export' | 'field' | 'refusal' | 'type' | 'status' | 'record'

/** A public name. `owner` is the procedure that declares it; elsewhere the type that a field is of, and for an export nothing. */
export type PublicName = { readonly kind: NameKind; readonly owner: string; readonly name: string; readonly path: string }

/** A name that is no longer used: among names of this kind, or of these owners, where it says so. `…` stands for any words. */
type OldName = {
  readonly old: readonly string[]
  readonly now: string
  readonly of?: readonly string[]
  readonly kind?: NameKind
}

const changes = ['pec-change', 'email-change']
const people = ['registration', 'approval', 'credential', 'session', 'addresses', 'assistance', 'subject', ...changes]

/** The old names with their successors. CHANGELOG.md tells hosts the same. */
const oldNames: readonly OldName[] = [
  {
    old: ['giveBack', 'givenBack', '…GaveBack', '…Returned'],
    now: 'requestCorrection, CorrectionRequested, awaiting-correction',
  },
  { of: ['assistance'], old: ['accept…', '…Accepted'], now: 'approve, approved' },
  { of: ['assistance'], old: ['refused', 'refuse…', 'assistanceRefused'], now: 'reject, rejected' },
  { old: ['seen'], now: 'dossierDigest' },
  { old: ['inspectFor', 'resendFor', 'cancelFor'], now: 'inspectAsOffice, resendAsOffice, cancelAsOffice' },
  { of: ['addresses'], old: ['record', 'report'], now: 'setPec, reportPecStatus' },
  { of: changes, old: ['current', 'inspect'], now: 'inspectOwn, inspectByLink' },
  { old: ['…ContactChange…', 'contact', 'privateMailbox'], now: 'emailChange' },
  { of: people, kind: 'field', old: ['mail'], now: 'email' },
  { of: ['credential'], old: ['hold', '…Held', 'hold…', 'held…'], now: 'suspended' },
  { of: ['credential'], old: ['release…', '…Released', 'notHeld'], now: 'reactivate' },
  { of: ['session'], old: ['notConfirmed', '…Fresh…', 'guess'], now: 'reauthentication, reauthentication-failed' },
  { old: ['…Epoch…'], now: 'securityVersion' },
  { old: ['…Standing', 'standing…'], now: 'pecStatus' },
  { old: ['asked'], now: 'requiredAction' },
  { old: ['…Fit', '…Unfit'], now: 'usable, unusable' },
  { old: ['silenceMs'], now: 'receiptTimeoutMs' },
  { of: ['pec-change'], old: ['unchecked', 'untrusted', 'shared'], now: 'unverifiedReceipts, invalidReceipts, sharedPec' },
  { old: ['…Housekeeping…', '…Chores'], now: 'retention, RetentionSweepCounts' },
  { old: ['strayMs'], now: 'unknownAccountMs' },
  { kind: 'export', old: ['Opened', 'SignedIn', 'Dossier', 'Pending', 'Approve', 'Reasoned'], now: 'the procedure in front' },
  { kind: 'export', old: ['Received', 'Holding', 'Erased', 'NotActive'], now: 'the procedure in front' },
  { kind: 'export', old: ['BeginRefusal', 'LinkRefusal'], now: 'the procedure in front' },
  { kind: 'export', old: ['Receipt', 'ReceiptKind', 'ReceiptTrust', 'DeliveryFailure'], now: 'PecReceipt, PecDeliveryFailure' },
  { kind: 'export', old: ['DeskRefusal', 'AccountRefusal'], now: '…ApiRefusal' },
  { of: people, kind: 'export', old: ['…Answer'], now: '…ApiRefusal' },
  { of: ['Commit'], old: ['voids'], now: 'cancelMail' },
  { of: ['Stored', 'Write'], old: ['head'], now: 'journalHead' },
  { of: ['Keys'], old: ['lookup'], now: 'pseudonym' },
]

/** The words of a name, in lower case, whatever it is written like. */
function wordsOf(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase()
}

function patternOf(old: string): RegExp {
  return new RegExp(`^${wordsOf(old).replace(/^…/, '(.+-)?').replace(/…$/, '(-.+)?')}$`)
}

function literalsOf(type: ts.TypeNode | undefined): readonly string[] {
  if (type === undefined) return []
  if (ts.isUnionTypeNode(type)) return type.types.flatMap(literalsOf)
  return ts.isLiteralTypeNode(type) && ts.isStringLiteral(type.literal) ? [type.literal.text] : []
}

type Member = { readonly type: string; readonly name: string; readonly values: readonly string[] }

/** What the types of a file are made of, those within others too. `only`: of the types of these names. */
function membersOf(source: Source, only: ReadonlySet<string> | null): readonly Member[] {
  return [...nodesOf(source)].flatMap((node) => {
    if (!ts.isPropertySignature(node) && !ts.isMethodSignature(node)) return []
    let outer: ts.Node = node
    while (!ts.isSourceFile(outer) && !ts.isTypeAliasDeclaration(outer) && !ts.isInterfaceDeclaration(outer)) outer = outer.parent
    const type = ts.isSourceFile(outer) ? '' : outer.name.text
    if (only !== null && !only.has(type)) return []
    return [{ type, name: node.name.getText(source.ast), values: literalsOf(node.type) }]
  })
}

/**
 * The public names of the package: what its entries export and the fields of that, the fields of all types of procedures and ports, the
 * codes of refusals, the types of commands and events, the statuses, the kinds of records.
 */
export function publicNames(sources: Sources, entries: readonly string[]): readonly PublicName[] {
  const procedures = proceduresIn(sources.map(({ path }) => path))
  const procedureOf = (path: string) => procedures.find(({ folder }) => path.startsWith(folder))?.name
  const exported = entries.flatMap((entry) => exportsOf(sources, entry))
  const found: PublicName[] = exported.map(({ name, path }) => ({ kind: 'export', owner: procedureOf(path) ?? '', name, path }))
  for (const { code, path } of refusalsOf(sources)) {
    const [owner = '', name = ''] = code.split('/')
    found.push({ kind: 'refusal', owner, name, path }, { kind: 'record', owner, name: owner, path })
  }
  for (const { folder, name, files } of procedures) {
    if (files.includes('machine.ts')) found.push({ kind: 'record', owner: name, name, path: `${folder}machine.ts` })
  }
  for (const source of sources) {
    const { path } = source
    const isWhole = /^src\/(procedures|ports)\//.test(path)
    const here = exported.filter((one) => one.path === path)
    const only = isWhole ? null : new Set(here.map(({ statement, name }) => typeIn(statement) ?? name))
    for (const { type, name, values } of membersOf(source, only)) {
      const owner = procedureOf(path) ?? type
      found.push({ kind: 'field', owner, name, path })
      if (!path.endsWith('/model.ts') || (name !== 'type' && name !== 'status')) continue
      found.push(...values.map((value) => ({ kind: name, owner, name: value, path }) as const))
    }
  }
  return found
}

/** The name of the type that the statement declares, which the entry may export under another. */
function typeIn(statement: ts.Statement | null): string | null {
  const isType = statement !== null && (ts.isTypeAliasDeclaration(statement) || ts.isInterfaceDeclaration(statement))
  return isType ? statement.name.text : null
}

/** Public names that are old ones, each with its successor. */
export function formerNames(sources: Sources, entries: readonly string[]): Violations {
  const patterns = oldNames.map((one) => ({ ...one, old: one.old.map(patternOf) }))
  const found = publicNames(sources, entries).flatMap(({ kind, owner, name, path }) => {
    const words = wordsOf(name)
    const former = patterns.find(
      (one) => (one.kind ?? kind) === kind && (one.of?.includes(owner) ?? true) && one.old.some((pattern) => pattern.test(words)),
    )
    return former === undefined ? [] : [`${path}: ${kind} ${name} of ${owner || 'an entry'}, now ${former.now}`]
  })
  return [...new Set(found)]
}
