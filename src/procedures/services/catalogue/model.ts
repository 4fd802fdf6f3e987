/** What there is in the catalogue of an office: its services, and what each asks of whoever uses it (seed 002). */
import type { Locale } from '../../../kernel/index.ts'
import type { ServiceLevel, ServiceMeans } from '../means.ts'

/** `public`: for everybody. `personal`: for the person whom it concerns, and whoever acts for that person. `reserved`: for the people of authorised bodies. */
export const serviceAccesses = ['public', 'personal', 'reserved'] as const

/** Whom a service is for. */
export type CatalogueAccess = (typeof serviceAccesses)[number]

/** A text of the office in both languages. */
export type CatalogueWords = { readonly [L in Locale]: string }

/** One service of the office. */
export type CatalogueService = {
  /** 1 to 64 characters of a-z, 0-9 and -. */
  readonly id: string
  /** What people call it. It is shown. */
  readonly names: CatalogueWords
  readonly access: CatalogueAccess
  /** By what one gets in. Not asked of a public service. */
  readonly accepts: readonly ServiceMeans[]
  /** The least level of assurance. */
  readonly level: ServiceLevel
  /** The level that a credential of the office counts as here. */
  readonly localLevel: ServiceLevel
  /** The least age in completed years; 0 for none. */
  readonly ageMin: number
  /** Which course of the sunset ends the credentials of the office here; null for that of all others. */
  readonly audience: string | null
  /** What of `maintenance.features` a window closes it by; null for none. */
  readonly feature: string | null
}

/** The one record of an office. */
export type CatalogueState = {
  readonly status: 'none' | 'kept'
  readonly services: readonly CatalogueService[]
  readonly personal: null
}

type Reasoned = { readonly reason: string }

/** What can be asked of a catalogue. */
export type CatalogueCommand =
  /** A new service, or other conditions of one. */
  | { readonly type: 'SetService'; readonly service: CatalogueService; readonly personal: Reasoned }
  | { readonly type: 'RemoveService'; readonly id: string; readonly personal: Reasoned }

/** What has happened to a catalogue. */
export type CatalogueEvent =
  | { readonly type: 'ServiceSet'; readonly service: CatalogueService; readonly personal: Reasoned }
  | { readonly type: 'ServiceRemoved'; readonly id: string; readonly personal: Reasoned }

/** Why a command on a catalogue is refused. */
export type CatalogueRefusal =
  | { readonly code: 'catalogue/not-found' }
  | { readonly code: 'catalogue/too-many-services'; readonly servicesMax: number }
