/** What somebody says that he knows, PIN and password, and how it is compared with what is stored. */
import { normalizePassword } from '../../../rules/password/index.ts'
import { isPin } from '../../../rules/pin/index.ts'
import type { Runtime } from '../../../runtime/runtime.ts'
import type { CredentialState, Guess } from '../credential/model.ts'

/** PIN and password, as given. */
export type Secrets = { readonly pin: string; readonly password: string }

/** Exactly nine digits and a password that could be one, each read once; null for anything else. */
export function readSecrets(pin: unknown, password: unknown): Secrets | null {
  const normalized = normalizePassword(password)
  return isPin(pin) && normalized.ok ? { pin, password: normalized.value } : null
}

/** Whether the secrets of an account are right. With both right and one of them stored in an old way, new verifiers are handed out too. */
export type Judge = (account: CredentialState) => Promise<Guess & { readonly personal: Secrets | null }>

/**
 * Compares the secrets with those of an account, or with a verifier of nothing: always one slow hash each. When the command is run
 * again after a conflict, only a verifier that has changed is compared again.
 */
export function judgeFor({ secrets: hash }: Runtime, secrets: Secrets): Judge {
  type Judged = { readonly verifier: string; readonly verdict: Promise<boolean> }
  const judged: { password: Judged | null; pin: Judged | null } = { password: null, pin: null }
  function matches(kind: 'password' | 'pin', verifier: string): Promise<boolean> {
    const before = judged[kind]
    if (before?.verifier === verifier) return before.verdict
    const verdict = hash.verify(kind, secrets[kind], verifier)
    judged[kind] = { verifier, verdict }
    return verdict
  }
  const renewed = async (kind: 'password' | 'pin', verifier: string): Promise<string> =>
    hash.outdated(verifier) ? hash.hash(kind, secrets[kind]) : verifier

  return async (account: CredentialState) => {
    const dummy = await hash.dummy()
    const { personal } = account
    const [passwordMatches, pinMatches] = await Promise.all([
      matches('password', personal?.password ?? dummy),
      matches('pin', personal?.pin ?? dummy),
    ])
    const right = personal !== null && passwordMatches && pinMatches
    if (!right) return { passwordMatches: personal !== null && passwordMatches, pinMatches, personal: null }
    if (!hash.outdated(personal.password) && !hash.outdated(personal.pin)) return { passwordMatches, pinMatches, personal: null }
    const [password, pin] = await Promise.all([renewed('password', personal.password), renewed('pin', personal.pin)])
    return { passwordMatches, pinMatches, personal: { password, pin } }
  }
}
