/** What somebody says that he knows, PIN and password, and how it is compared with what is stored. */
import type { SecretOf } from '../../../crypto/index.ts'
import { invariant } from '../../../kernel/index.ts'
import { normalizePassword } from '../../../rules/password/index.ts'
import { isPin } from '../../../rules/pin/index.ts'
import type { Runtime } from '../../../runtime/runtime.ts'
import type { Unit } from '../../../runtime/transact.ts'
import type { CredentialState, Guess } from '../credential/model.ts'
import type { AccountContext } from './context.ts'

/** PIN and password, as given. */
export type Secrets = { readonly pin: string; readonly password: string }

/** Exactly nine digits and a password that could be one, each read once; null for anything else. */
export function readSecrets(pin: unknown, password: unknown): Secrets | null {
  const normalized = normalizePassword(password)
  return isPin(pin) && normalized.ok ? { pin, password: normalized.value } : null
}

/** The secrets that somebody gave for an account, as they are compared and, when they were right, kept. */
export type GivenSecrets = {
  /** Whether they are right. Always two slow hashes, also where there is nobody. */
  readonly judge: (account: { readonly personal: Secrets | null }) => Promise<Guess>
  /**
   * Verifiers by today's recipe and pepper in place of outdated ones; null where none is. To be asked for only once it is decided that
   * the secrets were right: it takes slow hashes more, and what takes longer before the decision tells what was right.
   */
  readonly renewed: (account: CredentialState) => Promise<Secrets | null>
}

/**
 * Compares one secret with a verifier, or with one of nothing: always one slow hash. When the command is run again after a conflict, only a
 * verifier that has changed is compared again.
 */
export function comparing(
  { secrets: hash }: Runtime,
  what: SecretOf,
  secret: string,
): (verifier: string | null) => Promise<boolean> {
  let judged: { readonly verifier: string; readonly verdict: Promise<boolean> } | null = null
  return async (given) => {
    const verifier = given ?? (await hash.dummy())
    if (judged?.verifier !== verifier) judged = { verifier, verdict: hash.verify(what, secret, verifier) }
    return (await judged.verdict) && given !== null
  }
}

/** Compares the secrets with those of an account, or with a verifier of nothing: always one slow hash each. */
export function givenSecrets(runtime: Runtime, accountId: string, secrets: Secrets): GivenSecrets {
  const { secrets: hash } = runtime
  const password = comparing(runtime, { kind: 'password', accountId }, secrets.password)
  const pin = comparing(runtime, { kind: 'pin', accountId }, secrets.pin)
  const today = async (kind: 'password' | 'pin', verifier: string): Promise<string> =>
    hash.outdated(verifier) ? hash.hash({ kind, accountId }, secrets[kind]) : verifier

  return {
    async judge({ personal }) {
      const [passwordMatches, pinMatches] = await Promise.all([password(personal?.password ?? null), pin(personal?.pin ?? null)])
      return { passwordMatches, pinMatches }
    },
    async renewed({ personal }) {
      if (personal === null || !(hash.outdated(personal.password) || hash.outdated(personal.pin))) return null
      const [password, pin] = await Promise.all([today('password', personal.password), today('pin', personal.pin)])
      return { password, pin }
    },
  }
}

/** Keeps verifiers that were made anew. */
export async function renewVerifiers(
  { credential }: Pick<AccountContext, 'credential'>,
  unit: Unit,
  accountId: string,
  renewed: Secrets | null,
): Promise<void> {
  if (renewed === null) return
  const kept = await unit.run(credential, accountId, { type: 'RenewVerifiers', personal: renewed })
  invariant(kept.ok, 'session: a credential whose secrets were right is there')
}
