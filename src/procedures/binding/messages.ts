/** What the refusals about where a codice fiscale leads say to people, in Italian and English. */
import type { Messages } from '../../runtime/messages.ts'
import type { BindingRefusal } from './model.ts'

export const bindingMessages: Messages<BindingRefusal> = {
  'binding/nothing-changed': {
    status: 409,
    it: () => 'Il codice fiscale è già collegato a questo accesso.',
    en: () => 'The codice fiscale is bound to this access already.',
  },
}
