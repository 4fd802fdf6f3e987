/**
 * Sign-in with SPID, on this machine alone: after `npm run build`, `node --import tsx examples/federation/main.ts`, then http://localhost:8080/ in a
 * browser. docs/spid-and-cie.md says what an office puts in the place of each part.
 */
import { randomBytes } from 'node:crypto'
import { openTown } from './town.ts'

const { PORTAL_PORT = '8080', PROVIDER_PORT = '8081', GATEWAY_SECRET = randomBytes(16).toString('hex') } = process.env
const { portal, provider } = await openTown({
  portalPort: Number(PORTAL_PORT),
  providerPort: Number(PROVIDER_PORT),
  gatewaySecret: GATEWAY_SECRET,
  log: console.error,
})
console.log(`The portal: ${portal}\nThe provider of SPID: ${provider.issuer}`)
