/** Certified mail: receipts of PEC as facts, and the term that begins with one. */
export { confirmationDeadline, endOfDayText } from '../civil/index.ts'
export {
  type Daticert,
  type DaticertError,
  type DaticertKind,
  type DaticertRecipient,
  type DaticertRefusal,
  parseDaticert,
} from './daticert.ts'
export type { DaticertField } from './daticert-form.ts'
export { receiptOf } from './delivery.ts'
export {
  type MimeMessage,
  type MimeOptions,
  type MimeParser,
  type MimePart,
  type PecReceiptRefusal,
  type PecReceiptTools,
  type PecReceiptVerifier,
  type PecVerification,
  parseReceipt,
} from './message.ts'
export type { PecDeliveryFailure, PecReceipt, PecReceiptKind, PecReceiptTrust } from './receipt.ts'
