/** Imports as the host calls them: the accounts of another system, taken over in bulk. */
import type { Result } from '../../kernel/index.ts'
import { bind } from '../../runtime/bind.ts'
import type { CommandOptions } from '../../runtime/input.ts'
import type { Operator } from '../../runtime/schema.ts'
import {
  type ImportAccount,
  type ImportAccountForm,
  type ImportApiRefusal,
  type ImportedAccount,
  importAccount,
} from './account.ts'
import type { ImportContext } from './context.ts'
import {
  type ImportLine,
  type ImportRunForm,
  type ImportRunRefusal,
  type ImportRunReport,
  type ImportView,
  inspectImport,
  run,
} from './use-cases.ts'

/** Which import, and for whom. */
export type ImportLookForm = {
  /** The office worker who looks. */
  readonly operator: Operator
  /** The name of the import. */
  readonly batch: string
}

/**
 * Accounts that another system has issued, taken over with their addresses and the verifiers of their passwords. Whoever was imported gets a
 * PIN by halves afterwards, and signs in with the password that he had. No operator imports himself: `credential/own-credential`.
 */
export interface ImportApi {
  /**
   * Imports one account: credential, private mailbox and PEC in one commit, with the letter to its subscriber. The verifier of the password is
   * hashed once more before it is stored, so that none of the other system's lies there.
   *
   * Called for an operator. The same line again answers `unchanged` and changes nothing, whatever its subscriber has done since. Refused with
   * `import/form`, `import/already-imported`, `import/unreadable-password`, `credential/not-importable` (there is or was a credential),
   * `pec-claim/taken` or `credential/own-credential`.
   */
  account(form: ImportAccountForm, options?: CommandOptions): Promise<Result<ImportedAccount, ImportApiRefusal>>

  /**
   * Imports what a source gives, a list or a stream, and tells `report` of each line. It may be cut off and begun again from the first line:
   * what was imported before is passed over without hashing.
   *
   * Called for an operator. A line that is refused holds up no other. Refused with `import/form` for options or a source that are none. Throws
   * what the source or the report throws, and a SportelloError where the world fails; the run can then be begun again.
   */
  run(
    form: ImportRunForm,
    accounts: Iterable<ImportAccount> | AsyncIterable<ImportAccount>,
    report?: (line: ImportLine) => void | Promise<void>,
  ): Promise<Result<ImportRunReport, ImportRunRefusal>>

  /**
   * How an import stands: its runs, and what the last one did.
   *
   * Called for an operator. Refused with `import/not-found` or `import/form`.
   */
  inspect(form: ImportLookForm): Promise<Result<ImportView, ImportRunRefusal>>
}

/** Imports at work in a context. */
export function importApi(context: ImportContext): ImportApi {
  return { account: bind(context, importAccount), run: bind(context, run), inspect: bind(context, inspectImport) }
}
