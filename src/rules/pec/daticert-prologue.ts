/** What some providers write before the root of a daticert.xml: a style sheet and the name of a document type. Nothing of it is fetched. */

const blanks = '[ \\t\\r\\n]'
// A scheme is that of the web or none: whatever else is named there is meant for a reader that opens it.
const address = '(?:https?://[A-Za-z0-9.-]{1,253}(?::[0-9]{1,5})?/)?[A-Za-z0-9._~/%?=&;,+@-]{0,512}'
const systemName = `(?:"${address}"|'${address}')`
const publicName = `(?:"[A-Za-z0-9 ._/+:-]{0,256}"|'[A-Za-z0-9 ._/+:-]{0,256}')`

const declaration = new RegExp(`^(?:<\\?xml${blanks}[^<>?]{0,256}\\?>)?`)
const styleSheet = new RegExp(`^${blanks}*<\\?xml-stylesheet${blanks}(?:[^<>?]|\\?(?!>)){0,1024}\\?>`)
const documentType = new RegExp(
  `^${blanks}*<!DOCTYPE${blanks}+postacert${blanks}+(?:PUBLIC${blanks}+${publicName}${blanks}+|SYSTEM${blanks}+)${systemName}${blanks}*>`,
)

/**
 * The text without one instruction for a style sheet and one document type, in either order, between the declaration and the root. The type
 * is that of a receipt, names where it is kept, and brings nothing of its own (RFC 6109 §4.4 has neither; providers write both). Anything
 * else stays, to be refused.
 */
export function withoutPrologue(text: string): string {
  const body = text.replace(declaration, '')
  let rest = body
  const left = [styleSheet, documentType]
  for (let i = left.findIndex((piece) => piece.test(rest)); i >= 0; i = left.findIndex((piece) => piece.test(rest))) {
    rest = rest.replace(left[i] as RegExp, '')
    left.splice(i, 1)
  }
  return rest === body ? text : text.slice(0, text.length - body.length) + rest
}
