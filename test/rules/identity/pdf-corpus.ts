/** A corpus of PDF documents made in code: good, doubtful and hostile ones. */
import type { PdfInspection, PdfRefusal } from '../../../src/rules/identity/index.ts'
import { latin1, onePage, pdfOf } from './minimal-pdf.ts'

export type Expectation =
  | { readonly refused: PdfRefusal['code'] }
  | { readonly verdict: PdfInspection['verdict']; readonly findings?: readonly string[]; readonly notes?: readonly string[] }

export type Specimen = { readonly name: string; readonly bytes: Uint8Array<ArrayBuffer>; readonly expected: Expectation }

const page = (catalog = '', extra: readonly string[] = []): string => pdfOf(onePage('Documento di prova', catalog, extra))
const good = page()
const jpeg = '\xFF\xD8\xFF\xE0\0\x10JFIF\0'
const zipEnd = `PK\x05\x06${'\0'.repeat(18)}`
const clean: Expectation = { verdict: 'clean' }
const suspicious = (...findings: string[]): Expectation => ({ verdict: 'suspicious', findings })
const refused = (reason: string): Expectation => ({ refused: `pdf/${reason}` as PdfRefusal['code'] })
const noted = (...notes: string[]): Expectation => ({ verdict: 'clean', notes })
const action = '<< /S /JavaScript /JS (app.alert\\(1\\)) >>'

// Repeatable noise, as compressed images are.
function noise(length: number): string {
  let seed = 1
  return Array.from({ length }, () => {
    seed = (seed * 16_807) % 2_147_483_647
    return String.fromCharCode((seed >> 8) & 0xff)
  }).join('')
}

const exampleCommands: readonly (readonly [name: string, content: string, expected: Expectation])[] = [
  ['one page', good, clean],
  ['version 1.0', good.replace('1.7', '1.0'), clean],
  ['version 2.0', good.replace('1.7', '2.0'), clean],
  ['version 1.8', good.replace('1.7', '1.8'), refused('version')],
  ['version 2.9', good.replace('1.7', '2.9'), clean],
  ['version 2.10', good.replace('1.7', '2.10'), refused('version')],
  ['version 3.0', good.replace('1.7', '3.0'), refused('version')],
  ['version 1.75', good.replace('1.7', '1.75'), refused('version')],
  ['version 1.70', good.replace('1.7', '1.70'), refused('version')],
  ['version x', good.replace('1.7', 'x.y'), refused('version')],
  ['CR LF after the header', good.replace('1.7\n', '1.7\r\n'), clean],
  ['two revisions', `${good}6 0 obj\n<< >>\nendobj\ntrailer\n<< >>\nstartxref\n9\n%%EOF`, clean],
  ['blanks and NUL after the end', `${good}\r\n\t \0\0`, clean],
  ['a scan: 300 kB of compressed image', page('', [`<< >>\nstream\n${noise(300_000)}\nendstream`]), clean],
  ['a link', page('', ['<< /S /URI /URI (https://example.it/) >>']), noted('pdf/uri')],
  ['object streams instead of pages', good.replace('/Type /Page ', '/Type /ObjStm '), noted('pdf/not-fully-inspected')],
  ['opens at a page, as LibreOffice writes it', page('/OpenAction[3 0 R /XYZ null null 0]'), noted('pdf/open-destination')],
  ['opens at a page, after blanks', page('/OpenAction \r\n [3 0 R /Fit]'), noted('pdf/open-destination')],
  ['names that only begin like active ones', page('/JSX 1 /JavaScripts 2 /AAA 3 /LaunchPad 4 /GoTo 5 /URIs 6 '), clean],
  ['names that only begin like noted ones', page('/URIs 1 /ObjStms 2 '), clean],
  ['active names in another case', page('/javascript 1 /LAUNCH 2 /xfa 3 '), clean],
  ['active names without their slash', page('/A (JavaScript JS OpenAction Launch AA) '), clean],
  ['empty', '', refused('empty')],
  ['one byte of a header', '%', refused('truncated')],
  ['four bytes', '%PDF', refused('truncated')],
  ['header without version', '%PDF-', refused('truncated')],
  ['header with half a version', '%PDF-1.', refused('truncated')],
  ['header with the major version 2 only', '%PDF-2', refused('truncated')],
  ['header with an unknown major version only', '%PDF-3', refused('version')],
  ['a header and nothing else', '%PDF-1.7\n', refused('truncated')],
  ['text', 'Buongiorno', refused('not-pdf')],
  ['JPEG named .pdf', `${jpeg}${noise(2_000)}`, refused('not-pdf')],
  ['PNG', '\x89PNG\r\n\x1A\n', refused('not-pdf')],
  ['photograph of a telephone', '\0\0\0\x18ftypheic', refused('not-pdf')],
  ['ZIP', `PK\x03\x04${noise(100)}${zipEnd}`, refused('not-pdf')],
  ['program', `MZ\x90\0${noise(100)}`, refused('not-pdf')],
  ['page of the web', '<!DOCTYPE html><html></html>', refused('not-pdf')],
  ['old office document', `\xD0\xCF\x11\xE0${noise(100)}`, refused('not-pdf')],
  ['a PDF header too far inside', `${' '.repeat(1_024)}${good}`, refused('not-pdf')],
  ['a PDF header across the window', `${' '.repeat(1_020)}${good}`, refused('truncated')],
  ['cut in the middle', good.slice(0, good.length / 2), refused('truncated')],
  ['cut in its end marker', good.slice(0, -2), refused('truncated')],
  ['end marker with one percent sign', good.replace('%%EOF', ' %EOF'), refused('truncated')],
  ['end marker after three percent signs', good.replace('%%EOF', '%%%EOF'), clean],
  ['header after a newline', `\n${good}`, noted('pdf/leading-bytes')],
  ['header after line ends and blanks', `\r\n\t \0\f${good}`, noted('pdf/leading-bytes')],
  ['header after a byte order mark', `\xEF\xBB\xBF${good}`, noted('pdf/leading-bytes')],
  ['header after a byte order mark and a newline', `\xEF\xBB\xBF\r\n${good}`, noted('pdf/leading-bytes')],
  ['header far inside the window', `${' '.repeat(1_000)}${good}`, noted('pdf/leading-bytes')],
  ['header after a byte order mark of UTF-16', `\xFF\xFE${good}`, refused('header-offset')],
  ['header after a line of text', `Content-Type: application/pdf\r\n\r\n${good}`, refused('header-offset')],
  ['header after half a byte order mark', `\xEF\xBB${good}`, refused('header-offset')],
  ['web page before a PDF, after blanks', `\n <html>${good}`, refused('polyglot')],
  ['program before a PDF', `MZ${good}`, refused('polyglot')],
  ['ZIP before a PDF', `PK\x03\x04${good}`, refused('polyglot')],
  ['JPEG before a PDF', `${jpeg}${good}`, refused('polyglot')],
  ['web page before a PDF', ` \xEF\xBB\xBF<html>${good}`.trimStart(), refused('polyglot')],
  ['script before a PDF', `<script>${good}`, refused('polyglot')],
  ['ZIP after a PDF', `${good}PK\x03\x04${noise(3_000)}${zipEnd}`, refused('polyglot')],
  ['ZIP around a PDF', good.replace('startxref', `${zipEnd}\nstartxref`), refused('polyglot')],
  ['ZIP with the longest comment', `%PDF-1.7\n/Page ${zipEnd}${' '.repeat(65_529)}%%EOF\n`, refused('polyglot')],
  ['ZIP end that no reader would find', `%PDF-1.7\n/Page ${zipEnd}${' '.repeat(65_530)}%%EOF\n`, clean],
  ['web page after a PDF', `${good}<HTML><body>`, refused('polyglot')],
  ['script after a PDF', `${good}<ScRiPt>`, refused('polyglot')],
  ['web page inside', good.replace('1 0 obj', '%<html>\n1 0 obj'), suspicious('pdf/markup')],
  ['web page inside, and no end', `%PDF-1.7\n/Page <html>`, refused('truncated')],
  ['something after the end', `${good}Rar!`, suspicious('pdf/trailing-data')],
  ['end marker at the start of the last 1024 bytes', `${good.trimEnd()}${' '.repeat(1_019)}`, clean],
  ['end marker one byte before the last 1024', `${good.trimEnd()}${' '.repeat(1_020)}`, refused('truncated')],
  ['more than the window after the end', `${good}${'x'.repeat(1_024)}`, refused('truncated')],
  ['no page', pdfOf(['<< /Type /Catalog /Pages 2 0 R >>', '<< /Type /Pages /Kids [] /Count 0 >>']), refused('no-pages')],
  ['no page but the word', pdfOf(['<< /Type /Catalog /Title (Page ) /PageMode /UseNone >>']), refused('no-pages')],
  ['encrypted', pdfOf(onePage('x'), { trailer: '/Encrypt 6 0 R /ID [<00> <00>] ' }), refused('encrypted')],
  ['script', page('', [action]), suspicious('pdf/javascript')],
  ['script at opening', page('/OpenAction 6 0 R ', [action]), suspicious('pdf/javascript', 'pdf/open-action')],
  ['action at opening in place', page('/OpenAction<< /S /Named >> '), suspicious('pdf/open-action')],
  ['page at opening, by an action', page('/OpenAction<</S/GoTo/D[3 0 R/Fit]>>'), noted('pdf/open-destination')],
  [
    'page at opening, by a whole action',
    page('/OpenAction << /Type /Action /S /GoTo /D (page.1) >> '),
    noted('pdf/open-destination'),
  ],
  [
    'page at opening, by a reference to an action',
    page('/OpenAction 6 0 R ', ['<< /D /First /S /GoTo >>']),
    noted('pdf/open-destination'),
  ],
  ['page at opening, by a reference to a place', page('/OpenAction 6 0 R ', ['[ 3 0 R /Fit ]']), noted('pdf/open-destination')],
  [
    'page at opening, and a link',
    page('/OpenAction 6 0 R ', ['<< /S /GoTo /D [3 0 R /Fit] >>', '<< /S /URI >>']),
    noted('pdf/uri', 'pdf/open-destination'),
  ],
  [
    'page at opening, and then something',
    page('/OpenAction<</S/GoTo/D[3 0 R/Fit]/Next 6 0 R>>', ['<< /S /Named >>']),
    suspicious('pdf/open-action'),
  ],
  ['action at opening that says two things', page('/OpenAction<</S/GoTo/S/Named/D[3 0 R]>>'), suspicious('pdf/open-action')],
  ['action at opening that only begins like one', page('/OpenAction<</S/GoTo3DView/D[3 0 R]>>'), suspicious('pdf/open-action')],
  ['action at opening without a kind', page('/OpenAction<</D[3 0 R]>>'), suspicious('pdf/open-action')],
  ['page at opening, spelled with escapes', page('/Open#41ction<</S/GoTo/D[3 0 R]>>'), suspicious('pdf/open-action')],
  [
    'page at opening, and another spelled with escapes',
    page('/OpenAction<</S/GoTo/D[3 0 R]>>/Open#41ction 6 0 R ', ['<< /S /Named >>']),
    suspicious('pdf/open-action'),
  ],
  ['reference at opening to what is not there', page('/OpenAction 66 0 R '), suspicious('pdf/open-action')],
  [
    'reference at opening to what a later version changes',
    page('/OpenAction 6 0 R ', ['<< /S /GoTo /D [3 0 R] >>\nendobj\n6 0 obj\n<< /S /Named >>']),
    suspicious('pdf/open-action'),
  ],
  [
    'two catalogs, of which one opens at a page',
    page('/OpenAction [3 0 R]', ['<< /OpenAction 7 0 R >>', '<< /S /Named >>']),
    { verdict: 'suspicious', findings: ['pdf/open-action'], notes: ['pdf/open-destination'] },
  ],
  ['only the short name of a script', page('', ['<< /S /Rendition /JS (x) >>']), suspicious('pdf/javascript')],
  ['script behind an escape', page('', ['<< /S /J#61vaScript >>']), suspicious('pdf/javascript')],
  ['script behind escapes', page('', ['<< /S /#4a#61#76#61#53#63#72#69#70#74 >>']), suspicious('pdf/javascript')],
  ['escape in capitals', page('', ['<< /S /J#61#76#61#53#63r#69p#74#20 /L#61un#63h 1 >>']), suspicious('pdf/launch')],
  ['escape that is none', page('', ['<< /S /J#6gavaScript /JavaScript# /#4A#zS /J#XFA 1 /J#4XFA 2 >>']), clean],
  ['escape beyond ASCII', page('', ['<< /S /J#e1vaScript /#e1JS 1 /J#e1XFA 2 >>']), clean],
  ['additional actions', page('/AA << /WC 6 0 R >> ', ['<< /S /Named >>']), suspicious('pdf/additional-actions')],
  ['launch', page('', ['<< /S /Launch /F (cmd.exe) >>']), suspicious('pdf/launch')],
  ['attachments', page('/Names << /EmbeddedFiles 6 0 R >> ', ['<< >>']), suspicious('pdf/embedded-file')],
  ['attachment', page('', ['<< /Type/EmbeddedFile>>']), suspicious('pdf/embedded-file')],
  [
    'attachment without its type',
    page('', ['<< /Type /Filespec /F (a.exe) /EF << /F 7 0 R >> >>']),
    suspicious('pdf/embedded-file'),
  ],
  ['attachment as a note on the page', page('', ['<< /Subtype /FileAttachment >>']), suspicious('pdf/embedded-file')],
  [
    'content from the web',
    page('', ['<< /F << /FS /URL /F (http://example.it/x) >> /Length 0 >>']),
    suspicious('pdf/external-stream'),
  ],
  ['content from another file', page('', ['<< /F (x) /FFilter /FlateDecode /Length 0 >>']), suspicious('pdf/external-stream')],
  ['names that only begin like those of attachments', page('/EFX 1 /URLS 2 /FileAttachments 3 /FFilters 4 '), clean],
  ['rich media', page('', ['<< /Subtype /RichMedia >>']), suspicious('pdf/rich-media')],
  ['XFA form', page('/AcroForm << /XFA [] >> '), suspicious('pdf/xfa')],
  ['form that sends', page('', ['<< /S/SubmitForm/F(x) >>']), suspicious('pdf/submit-form')],
  ['form that reads a file', page('', ['<< /S /ImportData >>']), suspicious('pdf/import-data')],
  ['link into another file', page('', ['<< /S /GoToR >>']), suspicious('pdf/remote-go-to')],
  ['link into an attachment', page('', ['<< /S /GoToE >>']), suspicious('pdf/remote-go-to')],
  ['a name at the very end', `%PDF-1.7\n/Page %%EOF /Launch`, suspicious('pdf/launch', 'pdf/trailing-data')],
  [
    'a noted name at the very end',
    `%PDF-1.7\n/Page %%EOF /ObjStm`,
    { verdict: 'suspicious', findings: ['pdf/trailing-data'], notes: ['pdf/not-fully-inspected'] },
  ],
  ['an opening action at the very end', `%PDF-1.7\n/Page %%EOF /OpenAction`, suspicious('pdf/open-action', 'pdf/trailing-data')],
]

/** Every document with what is expected of it under a limit of 1 MiB. */
export const corpus: readonly Specimen[] = exampleCommands.map(([name, content, expected]) => ({
  name,
  bytes: latin1(content),
  expected,
}))
