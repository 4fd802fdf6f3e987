/** What belongs to the chapter of each procedure: its calls, machines, refusals, letters and functions, from the code. */
import ts from 'typescript'
import { sources } from './examples.ts'

export type Chapter = {
  /** The page, relative to `docs`, without its ending. */
  readonly page: string
  /** The groups of calls of `Sportello`. */
  readonly groups: readonly string[]
  /** Names of procedures: of machines, of records, and prefixes of refusals and letters. */
  readonly procedures: readonly string[]
  /** Where its functions are declared. */
  readonly folders: readonly string[]
}

const chapter = (page: string, groups: string, procedures: string, folders: string): Chapter => {
  const words = (text: string) => text.split(' ').filter((word) => word !== '')
  return { page, groups: words(groups), procedures: words(procedures), folders: words(folders) }
}

/** The chapters of procedures, then pages that functions alone belong to. Of two that fit a function the first has it. */
export const chapters: readonly Chapter[] = [
  chapter(
    'registration',
    'registration approval',
    'registration approval quota',
    'src/procedures/enrolment src/procedures/quota src/request-words.ts src/person-rows.ts src/document-words.ts src/findings.ts',
  ),
  chapter(
    'recovery',
    'recovery pinRenewal',
    'recovery pin-renewal',
    'src/procedures/account/recovery src/procedures/account/pin-renewal',
  ),
  chapter('identification', 'identification', 'identification', 'src/procedures/account/identification'),
  chapter('sunset', 'sunset exemption', 'sunset exemption', 'src/procedures/account/exemption src/procedures/calendar/sunset'),
  chapter('account', 'session credential', 'session credential throttle', 'src/procedures/account'),
  chapter(
    'addresses',
    'addresses pecChange emailChange assistance',
    'addresses pec-change email-change pec-claim assistance',
    'src/procedures/addresses src/procedures/assistance',
  ),
  chapter('rebinding', 'rebinding', 'rebinding binding', 'src/procedures/binding src/procedures/office/rebinding'),
  chapter('desk', 'desk', 'desk assignment', 'src/procedures/assignment src/procedures/office'),
  chapter(
    'services',
    'services authorisations delegations',
    'catalogue services authorisation delegation',
    'src/procedures/services',
  ),
  chapter('federation', 'federation', 'federation', 'src/procedures/federation src/rules/federation'),
  chapter('maintenance', 'maintenance', 'maintenance', 'src/procedures/calendar'),
  chapter('migration', 'migration mailboxes', 'migration mailbox mailbox-tally mailboxes', 'src/procedures/mailbox-migration'),
  chapter('import', 'imports', 'import', 'src/procedures/import'),
  chapter('retention', 'retention subject', 'retention subject', ''),
  chapter('feed', 'feed', 'feed', ''),
  chapter('journal', 'journal', 'journal', 'src/runtime/journal.ts'),
  chapter('letters', 'outbox', 'outbox', 'src/runtime/letter-html.ts'),
  chapter('civil', '', '', 'src/rules/civil'),
  chapter('machines', '', '', 'src/kernel/decider.ts src/kernel/diagram.ts'),
  chapter(
    'refusals',
    '',
    '',
    'src/messages.ts src/page-reply.ts src/http-reply.ts src/runtime/problem-words.ts src/kernel src/statuses.ts src/rules/identity',
  ),
  chapter('storage', '', '', 'src/adapters/memory src/adapters/sql src/adapters/sqlite src/adapters/storage'),
  chapter('guides/keys', '', '', 'src/crypto src/new-keys.ts'),
  chapter('guides/pec-receipts', '', '', 'src/rules/pec'),
  chapter('guides/passwords', '', '', 'src/rules/password src/password-facts.ts'),
  chapter('guides/express', '', '', 'src/express'),
  chapter('guides/testing', '', '', 'src/testing'),
  chapter('guides/adapters', '', '', 'src/adapters'),
  chapter('host', '', '', 'src/index.ts src/requester.ts src/fragment.ts'),
]

/** The chapter that a declared function belongs to; undefined where none has it. */
export const chapterOf = (path: string): Chapter | undefined =>
  chapters.find(({ folders }) =>
    folders.some(
      (folder) => path === folder || path.startsWith(`${folder}/`) || (!folder.endsWith('.ts') && path.startsWith(folder)),
    ),
  )

/** The first sentence of a comment. */
export function firstSentence(text: string): string {
  const joined = text.replaceAll(/\s+/g, ' ').trim()
  return /^.*?[.:](?= |$)/.exec(joined)?.[0] ?? joined
}

const commentOf = (node: ts.Node): string => {
  const docs = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc).at(-1)
  const comment = docs?.comment
  return typeof comment === 'string' ? comment : (ts.getTextOfJSDocComment(comment) ?? '')
}

export type Call = { readonly name: string; readonly says: string; readonly of: string }

/** Every group of calls with its interface and its calls, each with its first sentence. */
export function callsByGroup(): ReadonlyMap<string, readonly Call[]> {
  const interfaces = new Map<string, ts.InterfaceDeclaration>()
  for (const source of sources) {
    for (const node of source.ast.statements) if (ts.isInterfaceDeclaration(node)) interfaces.set(node.name.text, node)
  }
  const membersOf = (name: string): readonly ts.TypeElement[] => {
    const found = interfaces.get(name)
    const inherited = (found?.heritageClauses ?? []).flatMap(({ types }) =>
      types.flatMap(({ expression }) => membersOf(expression.getText())),
    )
    return [...(found?.members ?? []), ...inherited]
  }
  const groups = membersOf('Sportello').flatMap((member) => {
    if (!ts.isPropertySignature(member) || member.type === undefined) return []
    // Some groups are made of two interfaces.
    const types = member.type.getText().match(/\w+Api/g) ?? []
    const calls = types.flatMap((type) =>
      membersOf(type).flatMap((one) =>
        one.name === undefined ? [] : [{ name: one.name.getText(), says: firstSentence(commentOf(one)), of: type }],
      ),
    )
    return [[member.name.getText(), calls] as const]
  })
  return new Map(groups)
}

/** The documentation of the decider of a machine: what it does, and where its rules are from. */
export function rulesOf(procedure: string): string {
  const name = `${procedure.replace(/-(\w)/g, (_whole, letter: string) => letter.toUpperCase())}Decider`
  for (const source of sources) {
    for (const statement of source.ast.statements) {
      const declares =
        (ts.isFunctionDeclaration(statement) && statement.name?.text === name) ||
        (ts.isVariableStatement(statement) && statement.declarationList.declarations.some((one) => one.name.getText() === name))
      if (declares) return commentOf(statement)
    }
  }
  return ''
}
