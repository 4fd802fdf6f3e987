/** What the refusals of a catalogue say to people, in Italian and English. */
import { formMessage, type Messages } from '../../../runtime/messages.ts'
import type { CatalogueFormRefusal } from './context.ts'
import type { CatalogueRefusal } from './model.ts'

export const catalogueMessages: Messages<CatalogueRefusal | CatalogueFormRefusal> = {
  'catalogue/form': formMessage,
  'catalogue/not-found': {
    status: 404,
    it: () => 'Il servizio non è in catalogo.',
    en: () => 'The service is not in the catalogue.',
  },
  'catalogue/too-many-services': {
    status: 409,
    title: { it: 'I servizi sono troppi.', en: 'There are too many services.' },
    it: ({ servicesMax }) => `In catalogo possono esserci al massimo ${servicesMax} servizi.`,
    en: ({ servicesMax }) => `At most ${servicesMax} services can be in the catalogue.`,
  },
}
