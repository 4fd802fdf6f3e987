/** What a daticert.xml is made of (RFC 6109 §4.4): its elements, where each stands, and the attributes that it may have. */

/** The elements that hold others, outermost first. */
export type DaticertGroup = 'postacert' | 'intestazione' | 'dati' | 'data'

/** The elements that say something. */
export type DaticertElement =
  | 'mittente'
  | 'destinatari'
  | 'risposte'
  | 'oggetto'
  | 'gestore-emittente'
  | 'giorno'
  | 'ora'
  | 'identificativo'
  | 'msgid'
  | 'ricevuta'
  | 'consegna'
  | 'ricezione'
  | 'errore-esteso'

/** The attributes, each with its element. */
export type DaticertAttribute = 'postacert/@tipo' | 'postacert/@errore' | 'destinatari/@tipo' | 'data/@zona' | 'ricevuta/@tipo'

/** Whatever can be named in a daticert.xml. */
export type DaticertField = DaticertGroup | DaticertElement | DaticertAttribute

/** The place of an element: no two of them have the same name, wherever they stand. */
export type Place = {
  readonly name: DaticertGroup | DaticertElement
  readonly within: DaticertGroup | null
  /** True for an element whose content is other elements. */
  readonly isGroup: boolean
  /** True for a text that nothing is decided by: it may be put together from sections and text. */
  readonly isFree: boolean
  /** How many of it there may be. */
  readonly most: number
  /** Its attributes by their names in the document. */
  readonly attributes: ReadonlyMap<string, DaticertAttribute>
}

/** So many recipients a message may have, and as many lines a receipt of the providers among themselves. */
export const recipientsMax = 1_000

function placeOf(name: Place['name'], within: DaticertGroup | null, more: Partial<Place> = {}): Place {
  return { name, within, isGroup: false, isFree: false, most: 1, attributes: new Map(), ...more }
}

function formOf(): ReadonlyMap<string, Place> {
  const places = [
    placeOf('postacert', null, {
      isGroup: true,
      attributes: new Map([
        ['tipo', 'postacert/@tipo'],
        ['errore', 'postacert/@errore'],
      ]),
    }),
    placeOf('intestazione', 'postacert', { isGroup: true }),
    placeOf('mittente', 'intestazione'),
    placeOf('destinatari', 'intestazione', { most: recipientsMax, attributes: new Map([['tipo', 'destinatari/@tipo']]) }),
    placeOf('risposte', 'intestazione'),
    placeOf('oggetto', 'intestazione', { isFree: true }),
    placeOf('dati', 'postacert', { isGroup: true }),
    placeOf('gestore-emittente', 'dati', { isFree: true }),
    placeOf('data', 'dati', { isGroup: true, attributes: new Map([['zona', 'data/@zona']]) }),
    placeOf('giorno', 'data'),
    placeOf('ora', 'data'),
    placeOf('identificativo', 'dati'),
    placeOf('msgid', 'dati'),
    placeOf('ricevuta', 'dati', { attributes: new Map([['tipo', 'ricevuta/@tipo']]) }),
    placeOf('consegna', 'dati'),
    placeOf('ricezione', 'dati', { most: recipientsMax }),
    placeOf('errore-esteso', 'dati'),
  ]
  return new Map(places.map((place) => [place.name, place]))
}

/** The places by the names of the elements. */
export const form: ReadonlyMap<string, Place> = /* @__PURE__ */ formOf()
