/** The routes of a request for credentials: its dossier, and what is decided on it. */
import type { ApprovalDossier } from 'sportello'
import type { Floor } from '../../web/room.ts'
import { dossierDesk, named, reasoned } from './dossier-desk.ts'
import { dossierPages } from './dossier-page.ts'
import { dossierPath } from './requests-words.ts'

export function dossierRoutes(floor: Floor): void {
  const { kit, workers } = floor
  const { approval } = floor.sportello
  const pages = dossierPages(kit, workers)
  const { act } = dossierDesk<ApprovalDossier>(
    floor,
    'registration',
    {
      dossier: (exchange) => approval.dossier(named(exchange)),
      file: (exchange) => approval.document({ ...named(exchange), document: exchange.param('document') }),
    },
    pages.dossier,
  )
  act('approve', (exchange) => approval.approve(exchange.form(named(exchange)), exchange.options), 'approved')
  act('reject', (exchange) => approval.reject(exchange.form(reasoned(exchange)), exchange.options), 'rejected')
  act(
    'correction',
    (exchange) => approval.requestCorrection(exchange.form(reasoned(exchange)), exchange.options),
    'correction-requested',
  )
  act('send-again', (exchange) => approval.sendAgain(named(exchange), exchange.options), 'sent-again')
  act(
    'reissue',
    async (exchange) => {
      const answer = await approval.reissue(exchange.form(named(exchange)), exchange.options)
      const back = dossierPath('registration', exchange.param('id'))
      return answer.ok ? { ok: true, value: { ...answer.value, back } } : answer
    },
    pages.reissued,
  )
}
