/** What the office's calendar can close of the desk: nothing, since it shows what there is to do. */
import { type Features, never } from '../../../runtime/features.ts'

export const deskFeatures: Features = {
  closable: {},
  always: {
    'desk/assign': never.look,
    'desk/release': never.look,
    'desk/take-over': never.look,
    'desk/note': never.look,
    'desk/search': never.look,
  },
}
