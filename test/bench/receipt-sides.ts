/** The daticert.xml of a receipt, read twice over: by ours, and by fast-xml-parser in the mode that checks the form of the document. */
import { XMLParser } from 'fast-xml-parser'
import type * as Pec from 'sportello/pec'
import type { Daticert, DaticertKind } from 'sportello/pec'
import { daticertXml } from '../support/daticert.ts'

export type DaticertSide = { readonly name: string; readonly read: (xml: string) => Daticert | null }

/** The receipts and notices that a sender gets, the delivery first. */
export function receiptsOfAllKinds(): readonly string[] {
  const kinds: readonly DaticertKind[] = [
    'avvenuta-consegna',
    'accettazione',
    'non-accettazione',
    'presa-in-carico',
    'posta-certificata',
    'errore-consegna',
    'preavviso-errore-consegna',
    'rilevazione-virus',
  ]
  return kinds.map((kind, index) =>
    daticertXml({
      kind,
      zone: index % 2 === 0 ? '+0100' : '+0200',
      ...(kind === 'errore-consegna' ? { error: 'no-dest', detail: '5.1.1 - gestore.example.it - indirizzo non valido' } : {}),
    }),
  )
}

export function ourDaticert({ parseDaticert }: Pick<typeof Pec, 'parseDaticert'>): DaticertSide {
  return {
    name: 'sportello',
    read(xml) {
      const parsed = parseDaticert(xml)
      return parsed.ok ? parsed.value : null
    },
  }
}

type Element = { readonly [name: string]: string }
type Document = {
  readonly postacert: {
    readonly '@tipo': Daticert['kind']
    readonly '@errore': Daticert['error']
    readonly intestazione: { readonly destinatari: readonly Element[] } & Element
    readonly dati: {
      readonly data: Element
      readonly ricevuta?: { readonly '@tipo': NonNullable<Daticert['extent']> }
      readonly ricezione?: readonly string[]
    } & Element
  }
}

/** With the options that its documentation gives for what strangers write. Fields, but no rule of theirs, are read of the result. */
export function peerDaticert(): DaticertSide {
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '@',
    parseTagValue: false,
    parseAttributeValue: false,
    isArray: (name: string) => name === 'destinatari' || name === 'ricezione',
  })
  function instant({ '@zona': zone = '', giorno = '', ora = '' }: Element): number {
    const [day, month, year] = giorno.split('/')
    return Date.parse(`${year}-${month}-${day}T${ora}${zone.slice(0, 3)}:${zone.slice(3)}`)
  }
  function read(xml: string): Daticert | null {
    if (/<!DOCTYPE/i.test(xml)) return null
    const { postacert } = parser.parse(xml, true) as Document
    const { intestazione, dati } = postacert
    return {
      kind: postacert['@tipo'],
      error: postacert['@errore'],
      sender: intestazione['mittente'] ?? '',
      recipients: intestazione.destinatari.map((element) => ({
        address: element['#text'] ?? '',
        kind: element['@tipo'] as 'certificato',
      })),
      replyTo: intestazione['risposte'] ?? null,
      subject: intestazione['oggetto'] ?? '',
      provider: dati['gestore-emittente'] ?? '',
      at: instant(dati.data),
      id: dati['identificativo'] ?? '',
      messageId: dati['msgid'] ?? null,
      extent: dati.ricevuta?.['@tipo'] ?? null,
      delivery: dati['consegna'] ?? null,
      receptions: dati.ricezione ?? [],
      detail: dati['errore-esteso'] ?? '',
    }
  }
  return { name: 'fast-xml-parser, validating', read }
}
