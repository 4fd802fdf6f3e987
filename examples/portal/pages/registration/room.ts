/** The room of applicants: a request for credentials from its form to its outcome. */

import { takingLinks } from '../../web/pasted.ts'
import type { Room } from '../../web/room.ts'
import { formPage } from './form.ts'
import { leavingPages } from './leaving.ts'
import { pinPages } from './pin.ts'
import { statusPage } from './status.ts'

export const registrationRoom: Room = {
  pages: (kit) => ({ registration: formPage(kit), status: statusPage(kit), ...pinPages(kit), ...leavingPages(kit) }),
  routes: ({ router, read }) => {
    router.post('/registration', read, takingLinks('pass'))
    router.post('/registration/ticket', read, takingLinks('ticket'))
  },
}
