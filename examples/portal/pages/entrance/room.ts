/** The room of whoever comes in: sign-in, the change of a password, forgotten secrets. */
import type { Room } from '../../web/room.ts'
import { forgottenPages } from './forgotten.ts'
import { tellSignIn } from './last-sign-in.ts'
import { passwordPage } from './password.ts'
import { signInPage } from './sign-in.ts'

export const entrance: Room = {
  pages: (kit, ground) => ({ signIn: signInPage(kit, ground), changePassword: passwordPage(kit), ...forgottenPages(kit) }),
  onSignIn: () => tellSignIn,
}
