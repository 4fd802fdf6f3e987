/** The room of people who cannot sign in: questions, advice, and a request for assistance. */
import { takingLinks } from '../../web/pasted.ts'
import type { Room } from '../../web/room.ts'
import { casePages } from './case.ts'
import { assistancePage } from './questions.ts'

export const assistanceRoom: Room = {
  pages: (kit) => ({ assistance: assistancePage(kit), ...casePages(kit) }),
  routes: ({ router, read }) => {
    router.post('/assistance/topics', read, takingLinks('pass'))
  },
}
