export { contentDigest, equalText, sha256Text } from './digest.ts'
export { base64url } from './encoding.ts'
export { freshKeys, keysInFront, parseKeys } from './key-text.ts'
export { createKeyRing, type KeyRing, type Keys } from './keys.ts'
export { createSealer, type Sealer } from './seal.ts'
export {
  checkedRandom,
  createSecretHash,
  derivedToken,
  freshToken,
  readToken,
  type SecretHash,
  type SecretOf,
  type Token,
  tokenDigest,
} from './secret.ts'
