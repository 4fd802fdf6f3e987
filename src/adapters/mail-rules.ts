/** What makes a mail unacceptable, for every mailer the same: a second line in a header, a second recipient, text that is none. */
import type { Mail } from '../ports/index.ts'

// Everything but the control characters of ASCII.
const headerText = /^[ -~\u0080-\uFFFF]{0,998}$/
const bodyControls = /[\0\r]/
// No blank, comma, bracket or quote: nothing that a header or an envelope could read as more than one address.
const addressPattern = /^[^\s"(),:;<>@[\\\]]{1,64}@[^\s"(),:;<>@[\\\]]{1,255}$/
const idPattern = /^[!-~]{1,255}$/
// A dot-atom, of the characters that ids of the library are made of; longer ones would break the line length of RFC 5322 §2.1.1.
const dotAtom = /^(?=.{1,900}$)[A-Za-z0-9_=-]+(?:\.[A-Za-z0-9_=-]+)*$/
// With the u flag a surrogate matches only when it stands alone; no charset can carry it.
const loneSurrogate = /[\uD800-\uDFFF]/u

const isHeaderText = (value: unknown): value is string =>
  typeof value === 'string' && headerText.test(value) && !loneSurrogate.test(value)

const isBody = (value: unknown): value is string =>
  typeof value === 'string' && !bodyControls.test(value) && !loneSurrogate.test(value)

export function isAddress(value: unknown): value is string {
  return isHeaderText(value) && addressPattern.test(value)
}

/** A display name: one line without control characters, possibly empty. */
export function isName(value: unknown): value is string {
  return isHeaderText(value)
}

/** A copy of the mail, each field read once, or null when it must not be sent. Total over any value. */
export function readMail(mail: Mail): Mail | null {
  try {
    const { id, messageIdLeft, to, subject, text, html, locale, channel } = mail
    const { name, address } = to
    const named = typeof id === 'string' && idPattern.test(id) && typeof messageIdLeft === 'string' && dotAtom.test(messageIdLeft)
    const sound = named && isName(name) && isAddress(address) && isHeaderText(subject)
    if (!sound || !isBody(text) || !isBody(html) || (locale !== 'it' && locale !== 'en')) return null
    if (channel !== 'ordinary' && channel !== 'pec') return null
    return { id, messageIdLeft, to: { name, address }, subject, text, html, locale, channel }
  } catch {
    return null
  }
}
