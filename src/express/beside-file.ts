/** What is wrong with the file of a form, beside its field. */
import type { AnyRefusal, Locale } from '../kernel/index.ts'
import type { PageReply } from '../page-reply.ts'
import type { Exchange } from './exchange.ts'
import type { PortalRequest } from './http.ts'

const chosen = {
  it: 'Scelga il file da caricare: un PDF.',
  en: 'Choose the file to upload: a PDF.',
} as const

/** For `tell` of a form with a file: that none was chosen is told along with the rest. */
export function besideFile(locale: Locale) {
  return (told: PageReply, { code }: AnyRefusal, { file }: Pick<Exchange<PortalRequest>, 'file'>): PageReply => {
    const ofFile = /\/(document-refused|duplicate-document|documents-too-large)$/.test(code)
    if (file.content.length === 0 && (ofFile || code.endsWith('/form')))
      return { ...told, fields: { ...told.fields, file: chosen[locale] } }
    return ofFile ? { ...told, fields: { ...told.fields, file: told.sentence } } : told
  }
}
