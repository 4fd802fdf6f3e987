/** The pieces of docs/account.md: a subscriber ends the own credential for good. */
import { revocationText, type Sportello } from 'sportello'

export type Revocation = { readonly token: string; readonly pin: string; readonly password: string; readonly reason: string }

export async function revoke(sportello: Sportello, page: (text: string) => void, { token, pin, password, reason }: Revocation) {
  // #region revoke
  page(revocationText('it')) // then ask for PIN, password and a reason
  const revoked = await sportello.credential.revokeOwn({ token, pin, password, reason })
  // #endregion
  return revoked
}
