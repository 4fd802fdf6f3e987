/** All that pages are made with, in the language of one reader. */
import type { Locale, Office } from 'sportello'
import { type FieldKit, fieldKit } from './fields.ts'
import { type Frame, frameOf, type Words } from './frame.ts'
import { type Pieces, pieces } from './pieces.ts'

export type Kit = FieldKit &
  Pieces & {
    readonly locale: Locale
    readonly office: Office
    readonly t: Words
    readonly page: Frame
  }

export function kitOf(office: Office): Kit {
  const { locale } = office
  const t: Words = (italian, english) => (locale === 'it' ? italian : english)
  const fileText = t('Un solo file PDF, di al massimo 10 MB.', 'One PDF file of at most 10 MB.')
  return { locale, office, t, page: frameOf(office, t), ...fieldKit(locale, t, fileText), ...pieces(t) }
}
