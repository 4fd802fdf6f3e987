/** Documents that are no daticert.xml, though most of them nearly are one, and what each is refused with. */
import type { DaticertRefusal } from 'sportello/pec'
import { daticertXml } from './daticert.ts'

export type HostileDaticert = {
  readonly name: string
  readonly document: unknown
  readonly refusal: DaticertRefusal
}

const valid = daticertXml({ kind: 'avvenuta-consegna' })
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const raw = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0))

function swap(from: string, to: string): string {
  if (!valid.includes(from)) throw new Error(`the sample has no ${from}`)
  return valid.replace(from, () => to)
}

const root = '<postacert tipo="avvenuta-consegna" errore="nessuno">'
const address = 'anna.verdi@pec.example.it</consegna>'
const withDoctype = (doctype: string): string => swap(root, `${doctype}\n${root}`)
const inData = (element: string): string => swap('</dati>', `${element}</dati>`)

const malformed: DaticertRefusal = { code: 'daticert/malformed-xml' }
const doctype: DaticertRefusal = { code: 'daticert/doctype' }
const encoding: DaticertRefusal = { code: 'daticert/encoding' }
const instruction: DaticertRefusal = { code: 'daticert/instruction' }
const unknown: DaticertRefusal = { code: 'daticert/unknown-element' }
const tooLarge: DaticertRefusal = { code: 'daticert/too-large', sizeMax: 65_536 }
const wrong = (field: 'giorno' | 'ora' | 'data/@zona' | 'consegna' | 'destinatari'): DaticertRefusal => ({
  code: 'daticert/malformed',
  field,
})

// Close under the limit of size, so that every character of it is looked at.
const much = 62_000
const lol = Array.from({ length: 9 }, (_, i) => `<!ENTITY lol${i + 1} "${`&lol${i};`.repeat(10)}">`).join('')

const list: readonly (readonly [name: string, document: unknown, refusal: DaticertRefusal])[] = [
  ['a document type', withDoctype('<!DOCTYPE postacert>'), doctype],
  ['a document type in a file', withDoctype('<!DOCTYPE postacert SYSTEM "file:///etc/passwd">'), doctype],
  ['a document type by another name', withDoctype('<!DOCTYPE html PUBLIC "x" "http://127.0.0.1:9/x.dtd">'), doctype],
  ['a document type twice', withDoctype('<!DOCTYPE postacert SYSTEM "x.dtd"><!DOCTYPE postacert SYSTEM "x.dtd">'), doctype],
  [
    'a document type with an address and parts of its own',
    withDoctype('<!DOCTYPE postacert SYSTEM "x.dtd" [<!ENTITY a "x">]>'),
    doctype,
  ],
  ['a document type with an endless address', withDoctype(`<!DOCTYPE postacert SYSTEM "${'x'.repeat(much)}">`), doctype],
  ['a document type with an address that is a program', withDoctype('<!DOCTYPE postacert SYSTEM "javascript:x">'), doctype],
  [
    'entities that multiply',
    withDoctype(`<!DOCTYPE postacert [<!ENTITY lol0 "lol">${lol}]>`).replace(address, `&lol9;</consegna>`),
    doctype,
  ],
  [
    'an entity that is a file',
    withDoctype('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>').replace(address, '&x;</consegna>'),
    doctype,
  ],
  ['a parameter entity', withDoctype('<!DOCTYPE a [<!ENTITY % x SYSTEM "http://127.0.0.1:9/"> %x;]>'), doctype],
  ['a document type that does not end', `<!DOCTYPE a [${'<!E>'.repeat(much / 4)}`, doctype],
  ['a document type in small letters', withDoctype('<!doctype postacert>'), malformed],
  ['a document type as text', swap('Conferma del', '<![CDATA[<!DOCTYPE a>]]>'), doctype],
  ['an entity that nobody declared', swap(address, '&nbsp;</consegna>'), malformed],
  ['a reference to the character zero', swap(address, '&#0;</consegna>'), malformed],
  ['a reference to half a character', swap(address, '&#xD800;</consegna>'), malformed],
  ['a NUL', swap('anna', 'an\0na'), malformed],
  ['a NUL as bytes', bytes(swap('anna', 'an\0na')), malformed],
  ['a control character', swap('anna', 'an\u001bna'), malformed],
  ['half a character', swap('anna', 'an\ud800na'), encoding],
  ['half a character that hides a bracket', swap('</consegna>', '\ud800</consegna>'), encoding],
  ['bytes that are no UTF-8', raw(swap('anna', 'ann\u00e0')), encoding],
  ['a bracket in too many bytes', raw(swap('<msgid>', '\u00c0\u00bcmsgid>')), encoding],
  ['half a character in bytes', raw(swap('anna', '\u00ed\u00a0\u0080')), encoding],
  ['UTF-16 with its mark', Buffer.from(`\ufeff${valid}`, 'utf16le'), encoding],
  ['UTF-16 without its mark', Buffer.from(valid, 'utf16le'), malformed],
  ['UTF-7, declared', swap('UTF-8', 'UTF-7'), encoding],
  ['UTF-16, declared', swap('UTF-8', 'UTF-16'), encoding],
  ['Latin-1, declared', raw(swap('UTF-8', 'ISO-8859-1').replace('anna', 'ann\u00e0')), encoding],
  ['Latin-1, declared of bytes in UTF-8', bytes(swap('UTF-8', 'ISO-8859-1').replace('anna', 'ann\u00e0')), encoding],
  ['XML 1.1', swap('version="1.0"', 'version="1.1"'), malformed],
  ['two byte order marks', `\ufeff\ufeff${valid}`, malformed],
  ['two roots', `${valid}<postacert tipo="errore-consegna"/>`, malformed],
  ['two roots of another name', `${valid}<x/>`, malformed],
  ['a root of another name', '<html><body>Not found</body></html>', unknown],
  ['a group for a root', '<dati/>', { code: 'daticert/misplaced', field: 'dati' }],
  ['text after the end', `${valid}junk`, malformed],
  ['a zero after the end', `${valid}\0`, malformed],
  ['text before the beginning', `junk${valid}`, malformed],
  ['no document', '', malformed],
  ['blanks only', ' \n '.repeat(20_000), malformed],
  ['half a document', valid.slice(0, -20), malformed],
  ['elements that cross', swap('</ora>\n    </data>', '</data></ora>'), malformed],
  ['a declaration in the middle', inData('<?xml version="1.0"?>'), malformed],
  ['an instruction', swap(root, `<?xml-model href="http://127.0.0.1:9/x.rng"?>${root}`), instruction],
  ['two style sheets', swap(root, `<?xml-stylesheet href="a.xsl"?><?xml-stylesheet href="b.xsl"?>${root}`), instruction],
  ['a style sheet in the root', swap(root, `${root}<?xml-stylesheet href="a.xsl"?>`), instruction],
  ['a style sheet with an endless address', swap(root, `<?xml-stylesheet href="${'x'.repeat(much)}"?>${root}`), instruction],
  ['an instruction in an address', swap('anna', 'a<?x?>nna'), instruction],
  [
    'a comment in an address',
    swap('example.it</consegna>', 'example.it<!-- -->.example.org</consegna>'),
    { code: 'daticert/split', field: 'consegna' },
  ],
  [
    'a section in an address',
    swap('example.it</consegna>', 'example.it<![CDATA[.example.org]]></consegna>'),
    { code: 'daticert/split', field: 'consegna' },
  ],
  ['a section that ends twice', swap(address, '<![CDATA[a]]>]]></consegna>'), malformed],
  ['an element in an address', swap('anna', '<b>anna</b>'), unknown],
  ['a known element in an address', swap('anna', '<msgid/>anna'), { code: 'daticert/misplaced', field: 'msgid' }],
  [
    'a second address of delivery',
    inData('<consegna>other@pec.example.org</consegna>'),
    { code: 'daticert/repeated', field: 'consegna' },
  ],
  [
    'a second address of delivery after an empty one',
    swap('<consegna>', '<consegna/><consegna>'),
    { code: 'daticert/repeated', field: 'consegna' },
  ],
  [
    'a second time',
    inData('<data zona="+0000"><giorno>01/01/2026</giorno><ora>00:00:00</ora></data>'),
    { code: 'daticert/repeated', field: 'data' },
  ],
  ['a second day', swap('</giorno>', '</giorno><giorno>01/01/2026</giorno>'), { code: 'daticert/repeated', field: 'giorno' }],
  ['a second pair of data', swap('</postacert>', '<dati/></postacert>'), { code: 'daticert/repeated', field: 'dati' }],
  ['a second kind', swap('errore="nessuno"', 'tipo="errore-consegna"'), malformed],
  [
    'a delivery in the heading',
    swap('</intestazione>', '<consegna>a@b.it</consegna></intestazione>'),
    { code: 'daticert/misplaced', field: 'consegna' },
  ],
  ['an element that nobody knows', inData('<rinvio/>'), unknown],
  ['an element with a prefix that is bound to nothing', inData('<x:consegna>a@b.it</x:consegna>'), unknown],
  ['a name space', swap(root, root.replace('>', ' xmlns="urn:x">')), { code: 'daticert/unknown-attribute', field: 'postacert' }],
  ['an attribute that nobody knows', swap('<msgid>', '<msgid tipo="x">'), { code: 'daticert/unknown-attribute', field: 'msgid' }],
  ['__proto__ as an element', inData('<__proto__><consegna>a@b.it</consegna></__proto__>'), unknown],
  ['constructor as an element', inData('<constructor/>'), unknown],
  ['__proto__ as an attribute', swap('<msgid>', '<msgid __proto__="x">'), { code: 'daticert/unknown-attribute', field: 'msgid' }],
  ['__proto__ as a kind', swap('tipo="avvenuta-consegna"', 'tipo="__proto__"'), { code: 'daticert/unknown-kind' }],
  ['a kind that there is not', swap('tipo="avvenuta-consegna"', 'tipo="mancata-consegna"'), { code: 'daticert/unknown-kind' }],
  ['a kind in capitals', swap('tipo="avvenuta-consegna"', 'tipo="AVVENUTA-CONSEGNA"'), { code: 'daticert/unknown-kind' }],
  ['a delivery that failed', swap('errore="nessuno"', 'errore="no-dest"'), { code: 'daticert/contradictory' }],
  ['the 31st of February', swap('20/11/2026', '31/02/2026'), wrong('giorno')],
  ['the 29th of February of a year that has none', swap('20/11/2026', '29/02/2026'), wrong('giorno')],
  ['the 13th month', swap('20/11/2026', '01/13/2026'), wrong('giorno')],
  ['the day 0', swap('20/11/2026', '00/11/2026'), wrong('giorno')],
  ['a day of the first century', swap('20/11/2026', '20/11/0026'), wrong('giorno')],
  ['a day as programs write it', swap('20/11/2026', '2026-11-20'), wrong('giorno')],
  ['a day in other digits', swap('20/11/2026', '\u0662\u0660/11/2026'), wrong('giorno')],
  ['24:00', swap('10:15:30', '24:00:00'), wrong('ora')],
  ['the second 60', swap('10:15:30', '23:59:60'), wrong('ora')],
  ['a time without seconds', swap('10:15:30', '10:15'), wrong('ora')],
  ['no zone', swap(' zona="+0100"', ''), { code: 'daticert/missing', field: 'data/@zona' }],
  ['a zone by its name', swap('+0100', 'CET'), wrong('data/@zona')],
  ['a zone with a colon', swap('+0100', '+01:00'), wrong('data/@zona')],
  ['a zone beyond the world', swap('+0100', '+1401'), wrong('data/@zona')],
  ['a zone of 60 minutes', swap('+0100', '+0060'), wrong('data/@zona')],
  ['an address with a line end in it', swap('anna', 'an\nna'), wrong('destinatari')],
  ['an address that reads backwards', swap(address, `anna\u202e@pec.example.it</consegna>`), wrong('consegna')],
  ['an address of 513 characters', swap(address, `${'a'.repeat(513)}</consegna>`), wrong('consegna')],
  [
    'no address',
    swap('<mittente>protocollo@pec.comune.example.it</mittente>', ''),
    { code: 'daticert/missing', field: 'mittente' },
  ],
  ['1 MiB of text', swap('anna', 'a'.repeat(1_048_576)), tooLarge],
  ['1 MiB of bytes', new Uint8Array(1_048_576).fill(0x3c), tooLarge],
  ['elements in each other', '<postacert>'.repeat(5_000), { code: 'daticert/misplaced', field: 'postacert' }],
  ['unknown elements in each other', swap('<dati>', `<dati>${'<a>'.repeat(18_000)}`), unknown],
  [
    'a thousand recipients and one',
    swap('<risposte>', `${'<destinatari>a@b.it</destinatari>'.repeat(1_000)}<risposte>`),
    { code: 'daticert/too-many', field: 'destinatari', most: 1_000 },
  ],
  [
    'attributes without end',
    `<postacert ${Array.from({ length: 6_000 }, (_, i) => `a${i}=""`).join(' ')}/>`,
    { code: 'daticert/unknown-attribute', field: 'postacert' },
  ],
  ['an attribute without end', `<postacert tipo="${'a'.repeat(much)}"/>`, { code: 'daticert/unknown-kind' }],
  ['references without end', swap(address, `${'&lt;'.repeat(much / 4)}</consegna>`), wrong('consegna')],
  ['blanks without end in an address', swap(address, `a${' '.repeat(much)}b</consegna>`), wrong('consegna')],
  ['comments without end', `<postacert>${'<!---->'.repeat(much / 7)}`, malformed],
  ['a comment without end', `<postacert><!--${'- '.repeat(much / 2)}`, malformed],
  ['a section without end', `<postacert><![CDATA[${'] '.repeat(much / 2)}`, malformed],
  ['an instruction without end', `<postacert><?a ${'? '.repeat(much / 2)}`, malformed],
  ['a name without end', `<${'a'.repeat(much)}/>`, unknown],
  ['carriage returns without end', `<postacert>${'\r'.repeat(much)}`, malformed],
  ['nothing', undefined, { code: 'daticert/type' }],
  ['a number', 42, { code: 'daticert/type' }],
  ['an object', { toString: () => valid }, { code: 'daticert/type' }],
  ['a text in an object', Object(valid), { code: 'daticert/type' }],
  ['code points in an array', [...bytes(valid)], { code: 'daticert/type' }],
  ['a stand-in for bytes', new Proxy(bytes(valid), {}), { code: 'daticert/type' }],
]

/** Every one of them is refused, by the code that says why. */
export const hostileDaticerts: readonly HostileDaticert[] = list.map(([name, document, refusal]) => ({ name, document, refusal }))
