/** A request for assistance after it was filed: its applicant looks at it or takes it back, the office accepts or refuses it. */
import { type Topic, topicAt } from './topics.ts'
import { accept, type Instant, type Locale, type Result, refuse } from '../kernel/index.ts'
import { parseMailAddress } from '../identity/index.ts'
import { invariant } from '../kernel/index.ts'
import { beginPecChange, drawLink } from '../pec-change/desk.ts'
import { dropDocuments, fetchDocument } from '../shell/documents.ts'
import { type CommandOptions, readInput } from '../shell/input.ts'
import type { RequestKeyRefusal } from '../shell/request.ts'
import type { Operator } from '../shell/schema.ts'
import type { Unit } from '../shell/transact.ts'
import {
  type AssistanceAnswer,
  type AssistanceDesk,
  type AssistanceDeskRefusal,
  type AssistanceFormRefusal,
  decideOn,
  withTicket,
} from './desk.ts'
