/** What comes from outside into the catalogue of an office. */
import * as z from 'zod'
import { sentNumber } from '../../../runtime/page-fields.ts'
import { emptyAsAbsent, type Operator, operatorField, reasonField, textUpTo } from '../../../runtime/schema.ts'
import { publicWords } from '../../calendar/maintenance/form-schema.ts'
import { someOf } from '../../calendar/sunset/form-schema.ts'
import { serviceIdField } from '../form-schema.ts'
import { meansGroups, meansOf, type ServiceLevel, serviceMeans } from '../means.ts'
import { type CatalogueService, serviceAccesses } from './model.ts'

/** A service as an operator sets it. */
export type ServiceGiven = { readonly operator: Operator; readonly reason: string } & CatalogueService

const error = 'malformed'
const text = z.string({ error: 'type' })

/** A name of the office's own that must be known. */
const named = (known: readonly string[]): z.ZodType<string | null> =>
  emptyAsAbsent(
    textUpTo(64, text)
      .refine((name) => known.includes(name), { error: 'unknown' })
      .optional(),
  ).transform((name) => name ?? null)

const levelField: z.ZodType<ServiceLevel> = emptyAsAbsent(
  sentNumber(z.literal([1, 2, 3], { error }).optional()).transform((level) => level ?? 1),
)

const ageField: z.ZodType<number> = emptyAsAbsent(
  sentNumber(z.int({ error }).min(0, { error }).max(120, { error }).optional()).transform((age) => age ?? 0),
)

/** The form "Imposta un servizio". Whoever is to get in must be told by what. */
export function serviceForm(audiences: readonly string[], features: readonly string[] = audiences): z.ZodType<ServiceGiven> {
  return z
    .object(
      {
        operator: operatorField,
        reason: reasonField,
        id: serviceIdField,
        names: publicWords,
        access: z.literal(serviceAccesses, { error: ({ input }) => (input === undefined ? 'required' : 'unknown') }),
        accepts: someOf([...serviceMeans, ...meansGroups]).transform(meansOf),
        level: levelField,
        localLevel: levelField,
        ageMin: ageField,
        audience: named(audiences),
        feature: named(features),
      },
      { error: 'type' },
    )
    .refine(({ access, accepts }) => access === 'public' || accepts.length > 0, { error: 'required', path: ['accepts'] })
}

/** A service that is taken out of the catalogue. */
export const removeForm: z.ZodType<{ readonly operator: Operator; readonly reason: string; readonly id: string }> = z.object(
  { operator: operatorField, reason: reasonField, id: serviceIdField },
  { error: 'type' },
)
