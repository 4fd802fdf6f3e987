export { contentDigest, equalText, sha256Text } from './digest.ts'
export { base64url, fromBase64url } from './encoding.ts'
export { createKeyRing, type KeyRing, type Keys } from './keys.ts'
export { createSealer, type Sealer } from './seal.ts'
export {
  checkedRandom,
  createSecretHash,
  drawToken,
  readToken,
  type SecretHash,
  type Token,
  tokenDigest,
  type Verifier,
} from './secret.ts'
