/** The room of whoever comes by a link of a letter. */
import type { NextFunction, Request, Response } from 'express'
import type { Room } from '../../web/room.ts'
import { donePage } from './done.ts'
import { linkPages } from './pages.ts'

/** What stands behind `#token=` in a link that was pasted whole, as a mail program may have broken it; else what was pasted. */
export function tokenIn(pasted: string): string {
  const text = pasted.replaceAll(/\s/g, '')
  const [, token = text] = /#(?:ticket|token|pass)=([\w~-]+)/.exec(text) ?? []
  return token
}

export const links: Room = {
  pages: (kit, ground) => ({ ...linkPages(kit, ground), done: donePage(kit) }),
  routes: ({ router, read }) => {
    const looks = ['recovery', 'pec-change', 'email-change', 'suspend'].map((page) => `/${page}/look`)
    router.post(looks, read, (request: Request, _response: Response, next: NextFunction) => {
      const { body } = request
      if (typeof body?.token === 'string') body.token = tokenIn(body.token)
      next()
    })
  },
}
