/** What comes from outside when somebody's own data are asked for. */
import * as z from 'zod'
import { codiceFiscaleField, type Operator, operatorField, reasonField } from '../../../runtime/schema.ts'

const subject = { operator: operatorField, codiceFiscale: codiceFiscaleField }

export const exportForm: z.ZodType<{ readonly operator: Operator; readonly codiceFiscale: string }> = z.object(subject, {
  error: 'type',
})

export const eraseForm: z.ZodType<{ readonly operator: Operator; readonly codiceFiscale: string; readonly reason: string }> =
  z.object({ ...subject, reason: reasonField }, { error: 'type' })
