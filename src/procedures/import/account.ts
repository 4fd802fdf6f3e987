/** One account of another system, taken over whole or not at all. */

import { equalText } from '../../crypto/index.ts'
import { accept, invariant, type Result, refuse } from '../../kernel/index.ts'
import {
  type CodiceFiscaleFinding,
  codiceFiscaleFindings,
  compareWithPerson,
  type PersonComparison,
  parseCodiceFiscale,
} from '../../rules/identity/index.ts'
import { property } from '../../rules/identity/untrusted.ts'
import { readForm } from '../../runtime/command.ts'
import type { CommandOptions, FormRefusal } from '../../runtime/input.ts'
import { oncePer } from '../../runtime/once.ts'
import { mailPerson } from '../../runtime/person-mail.ts'
import type { CommandRefusal } from '../../runtime/request.ts'
import type { Operator } from '../../runtime/schema.ts'
import type { Unit } from '../../runtime/transact.ts'
import type { CredentialRefusal, CredentialState, IssuedPersonal } from '../account/credential/model.ts'
import { pecIdOf } from '../addresses/addresses/context.ts'
import { addressesMachine } from '../addresses/addresses/schema.ts'
import type { PecClaimRefusal } from '../addresses/pec-claim/model.ts'
import { pecClaimMachine } from '../addresses/pec-claim/schema.ts'
import { accountsOf } from '../binding/account-of.ts'
import { byOffice } from '../binding/office-act.ts'
import type { ImportContext } from './context.ts'
import { importedLetter } from './letters.ts'
import { accountForm, type ImportPerson, lineForm } from './schema.ts'

/** A person as another system knows him. Personal data. An optional field may also be null or blank. */
export type ImportAccount = {
  /** Lower case, blanks around it and omocodia are accepted. */
  readonly codiceFiscale: string
  /** The surname. */
  readonly surname: string
  /** The name; empty for a person without a given name. */
  readonly name: string
  /** `YYYY-MM-DD`. */
  readonly birthDate: string
  /** `F` or `M`. */
  readonly sex?: 'F' | 'M' | '' | null
  /** The private mailbox, validated by the other system. */
  readonly email: string
  /** The PEC in force. */
  readonly pec?: string | null
  /** The language of the letters; that of the office where it is left out. */
  readonly locale?: 'it' | 'en' | '' | null
  /** As the other system has it. */
  readonly status: 'active' | 'suspended' | 'revoked'
  /** The verifier of the password as the other system stores it, for the port `LegacyVerifier`. Without one nobody gets in by a password. */
  readonly password?: string | null
  /** Its id in the other system, for the report: 1 to 128 printable ASCII characters without blanks. Not stored. */
  readonly externalId: string
}

/** Which import, and for whom. */
export type ImportBatch = {
  /** The office worker who imports. Goes into the journals. */
  readonly operator: Operator
  /** The name of the import: 1 to 64 characters of `A-Z a-z 0-9 _ -`. A line of the same import again changes nothing. */
  readonly batch: string
  /** Whether those who are imported with a credential that works are written to; left out, they are. */
  readonly tells?: boolean | 'true' | 'false' | 'on' | ''
}

/** One account to import. */
export type ImportAccountForm = ImportBatch & {
  /** Whose account. */
  readonly account: ImportAccount
}

/** What of the person was imported before with other data. */
export type ImportDifference = 'surname' | 'name' | 'birthDate' | 'email'

/** Why a line is not imported. */
export type ImportLineRefusal =
  | FormRefusal<'import/form'>
  /**
   * The same import has taken this person from another line. `differs` names what is not the same; where it is empty, what differs is the
   * externalId, the status, the PEC, the sex, the language or the verifier.
   */
  | { readonly code: 'import/already-imported'; readonly differs: readonly ImportDifference[] }
  /** The port `LegacyVerifier` cannot read the verifier, or there is no such port. */
  | { readonly code: 'import/unreadable-password' }

/** Every refusal that a line can meet. */
export type ImportApiRefusal = ImportLineRefusal | CredentialRefusal | PecClaimRefusal | CommandRefusal

/**
 * What the office should look at in a line that was imported. `no-password`: no verifier came along, so the person must be identified before
 * there is a way in. The others compare the data with the codice fiscale, as in a registration.
 */
export type ImportFinding =
  | `${Exclude<keyof PersonComparison, 'place'>}-${'mismatch' | 'undecidable'}`
  | CodiceFiscaleFinding
  | 'no-password'

/** A line that was imported. */
export type ImportedAccount = {
  /** `unchanged`: the same import had taken it from the same line before. */
  readonly outcome: 'imported' | 'unchanged'
  /** The id of the account. It names no person. */
  readonly accountId: string
  /** What the office should look at. */
  readonly findings: readonly ImportFinding[]
}

// Another system seldom knows it, and the line does not say it.
const unsaid = { nation: '', province: null, municipality: null }
const compared = ['surname', 'name', 'birthDate', 'sex'] as const

function findingsOf({ places }: ImportContext, person: ImportPerson): readonly ImportFinding[] {
  const parsed = parseCodiceFiscale(person.codiceFiscale)
  invariant(parsed.ok, 'import: the line holds a checked codice fiscale')
  const verdicts = compareWithPerson(parsed.value, { ...person, birth: unsaid }, places)
  const isSaid = (field: (typeof compared)[number]) => verdicts[field] !== 'match' && !(field === 'sex' && person.sex === null)
  return [
    ...compared
      .filter(isSaid)
      .map((field): ImportFinding => `${field}-${verdicts[field] === 'mismatch' ? 'mismatch' : 'undecidable'}`),
    ...codiceFiscaleFindings(parsed.value, places),
    ...(person.password === null ? (['no-password'] as const) : []),
  ]
}

/** Imports one account: credential, private mailbox and PEC, in one commit with the letter. */
export async function importAccount(
  context: ImportContext,
  input: ImportAccountForm,
  options?: CommandOptions,
): Promise<Result<ImportedAccount, ImportApiRefusal>> {
  const asked = readForm(lineForm, input, 'import/form')
  if (!asked.ok) return asked
  const read = readForm(accountForm, property(input, 'account'), 'import/form')
  if (!read.ok) return read
  const { operator, batch, tells } = asked.value
  const account = read.value
  const { runtime } = context
  const { codiceFiscale } = account
  const digest = runtime.ring.pseudonym('import', JSON.stringify([batch, account]))
  const findings = findingsOf(context, account)
  // Slow, and the same however often the command is run again.
  const { password } = account
  const verifierOnce = oncePer(
    async (accountId): Promise<string | null> =>
      password === null ? '' : runtime.secrets.takeOver({ kind: 'password', accountId }, password),
  )
  const own = { code: 'credential/own-credential' } as const
  const given = { operator, codiceFiscale, account, batch }
  const act = { name: 'import/account', given, options, reads: ['credential', 'addresses'], journalIn: 'credential', own }
  return byOffice<ImportedAccount, ImportApiRefusal>(runtime, act, async (unit, accountId) => {
    // Also an account that has another code by now: the other system knows the one of before.
    const accounts = await accountsOf(runtime.ring, unit, codiceFiscale)
    await unit.preload(accounts.map((id) => ({ kind: 'credential', id })))
    for (const id of accounts) {
      const before = importedBefore(await unit.state(context.credential, id), { batch, digest }, account)
      if (before !== null) return before.ok ? accept({ outcome: 'unchanged', accountId: id, findings }) : before
    }
    const taken = await verifierOnce(accountId)
    if (taken === null) return refuse({ code: 'import/unreadable-password' })
    const personal = personalOf(account, account.locale ?? runtime.office.locale, taken)
    const imported = await unit.run(context.credential, accountId, {
      type: 'ImportCredential',
      imported: { batch, digest },
      status: account.status,
      personal,
    })
    if (!imported.ok) return imported
    const claimed = await takePec(context, unit, accountId, account)
    if (!claimed.ok) return claimed
    if (tells && account.status === 'active' && taken !== '') {
      const topic = { kind: 'credential', id: accountId }
      mailPerson(unit, personal, { topic, purpose: 'imported', letter: importedLetter(runtime.office) })
    }
    return accept({ outcome: 'imported', accountId, findings })
  })
}

/** No PIN is taken over: an empty verifier is right of nothing. */
function personalOf(person: ImportPerson, locale: 'it' | 'en', password: string): IssuedPersonal {
  const { codiceFiscale, surname, name, birthDate, email } = person
  return { codiceFiscale, surname, name, birthDate, email: email.address, locale, pin: '', password }
}

/** Whether this import has taken the person before: from this very line, or from another one; null where it has not. */
function importedBefore(
  state: CredentialState,
  { batch, digest }: { readonly batch: string; readonly digest: string },
  account: ImportPerson,
): Result<null, ImportLineRefusal> | null {
  if (state.status === 'none' || state.imported?.batch !== batch) return null
  if (equalText(state.imported.digest, digest)) return accept(null)
  const { personal } = state
  const told = { ...account, email: account.email.address }
  const fields = ['surname', 'name', 'birthDate', 'email'] as const
  return refuse({
    code: 'import/already-imported',
    differs: personal === null ? [] : fields.filter((field) => personal[field] !== told[field]),
  })
}

/** Brings the PEC into force, unless it is another person's and the policy lets no two have the same. */
async function takePec(
  { runtime, pecRules }: ImportContext,
  unit: Unit,
  accountId: string,
  { pec, status }: ImportPerson,
): Promise<Result<null, PecClaimRefusal>> {
  if (pec === null || status === 'revoked') return accept(null)
  const pecId = pecIdOf(runtime, pec.key)
  await unit.run(addressesMachine, accountId, { type: 'AdoptPec', pecId, personal: { pec: pec.address } })
  const claimed = await unit.run(pecClaimMachine, pecId, { type: 'ClaimPec', accountId })
  return claimed.ok || pecRules.sharedPec !== 'refuse' ? accept(null) : claimed
}
