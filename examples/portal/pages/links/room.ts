/** The room of whoever comes by a link of a letter. */
import type { PageReply } from 'sportello'
import type { LinkPage } from 'sportello/express'
import { takingLinks } from '../../web/pasted.ts'
import type { Room } from '../../web/room.ts'
import { donePage } from './done.ts'
import { linkPages } from './pages.ts'

export const links: Room = {
  pages: (kit, ground) => {
    const { lost: _, ...pages } = linkPages(kit, ground)
    return { ...pages, done: donePage(kit) }
  },
  // Those of the library look as well, but have no page of their own for a link that is none.
  routes: ({ router, read, portal, kit, ...ground }) => {
    const { recovery, pecChange, emailChange, credential } = ground.sportello
    const pages = linkPages(kit, ground)
    const lost = (view: LinkPage) => (told: PageReply) => pages.lost(told, view, portal.requestKey())
    const looks = {
      recovery: portal.view(({ text }) => recovery.inspect(text('token')), pages.recovery, lost('recovery')),
      'pec-change': portal.view(({ text }) => pecChange.inspectByLink(text('token')), pages.pecChange, lost('pec-change')),
      'email-change': portal.view(
        ({ text }) => emailChange.inspectByLink(text('token')),
        pages.emailChange,
        lost('email-change'),
      ),
      suspend: portal.view(({ text }) => credential.inspectLink(text('token')), pages.suspension, lost('suspend')),
    }
    for (const [view, look] of Object.entries(looks)) router.post(`/${view}/look`, read, takingLinks('token'), look)
  },
}
