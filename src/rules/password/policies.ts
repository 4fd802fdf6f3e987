/** The policies that come with the library. */
import { blocklist } from './blocklist.ts'
import { commonPasswords } from './common-passwords.ts'
import { context } from './context.ts'
import { frozenPolicy, type PasswordPolicy } from './policy.ts'
import { digit, length, letterCase, repetition, special } from './rule.ts'

/** The mailbox provider's page, rule by rule and in its order (seed 004). Nothing else is asked. */
export const infocert: PasswordPolicy = /* @__PURE__ */ frozenPolicy('infocert', [
  /* @__PURE__ */ length(8),
  /* @__PURE__ */ letterCase(),
  /* @__PURE__ */ digit(),
  /* @__PURE__ */ special(),
  /* @__PURE__ */ repetition(2),
])

/** NIST SP 800-63B-4 §3.1.1.2: a password alone has 15 characters, no composition is imposed, common and personal words are refused. */
export const nist: PasswordPolicy = /* @__PURE__ */ frozenPolicy('nist', [
  /* @__PURE__ */ length(15),
  /* @__PURE__ */ context(),
  /* @__PURE__ */ blocklist(commonPasswords),
])

/**
 * What an Italian office is used to, made safe: the five rules of `infocert`, no personal data inside (ASVS 6.1.2, 6.2.11), no
 * common password (ASVS 6.2.4). The composition rules depart from NIST and ASVS 6.2.5 because mailbox providers impose them.
 */
export const italia: PasswordPolicy = /* @__PURE__ */ frozenPolicy('italia', [
  /* @__PURE__ */ length(8),
  /* @__PURE__ */ letterCase(),
  /* @__PURE__ */ digit(),
  /* @__PURE__ */ special(),
  /* @__PURE__ */ repetition(2),
  /* @__PURE__ */ context(),
  /* @__PURE__ */ blocklist(commonPasswords),
])
