/** What the rest of the house knows of the catalogue. */
import { diagram } from '../../../kernel/index.ts'
import { never } from '../../../runtime/features.ts'
import type { Procedure, ProcedureParts } from '../../../runtime/procedure.ts'
import { catalogueDecider } from './machine.ts'
import { catalogueMessages } from './messages.ts'
import type { CatalogueEvent, CatalogueState } from './model.ts'
import { catalogueMachine } from './schema.ts'

const own = 'the office says at any hour what its services ask'

export const catalogueProcedure: Procedure<unknown> = {
  name: 'catalogue',
  figures: null,
  keeps: {},
  messages: catalogueMessages,
  features: {
    closable: {},
    always: {
      'catalogue/set': own,
      'catalogue/remove': own,
      'catalogue/look': never.look,
      // A window closes a service by the feature that the service names.
      'catalogue/may-use': never.look,
    },
  },
  letters: {},
  diagram: () => diagram(catalogueDecider, [{ at: 1_000, by: { kind: 'operator', id: 'operator' } }]),
  open: (): ProcedureParts<CatalogueState, CatalogueEvent> => ({
    kind: catalogueMachine,
    retention: { end: 'removed', says: 'never: it is one record, and says what the services ask' },
    subject: { of: 'nobody', why: 'it is about the office; the operators who act on it are named in its journal' },
    securityEvent: { does: 'nothing', why: 'it belongs to no account', holds: [] },
    feed: { tells: 'nothing', why: 'the office has said it itself, and asks for it by its list' },
    underWay: null,
    files: null,
    carry: null,
    mailEnded: null,
  }),
}
