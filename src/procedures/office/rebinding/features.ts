/** What the office's calendar can close of rebindings. */
import { type Features, never } from '../../../runtime/features.ts'

export const rebindingFeatures: Features = {
  closable: {
    'desk-rebinding': {
      ...{ of: 'office', it: 'aggiornamento dei dati personali', en: 'other personal data' },
      operations: ['rebinding/rebind'],
    },
  },
  always: { 'rebinding/inspect': never.look },
}
