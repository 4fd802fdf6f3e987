/** The office's desk, as the host calls it. */
import type { Result } from '../../../kernel/index.ts'
import { bind } from '../../../runtime/bind.ts'
import type { CommandOptions } from '../../../runtime/input.ts'
import type { AssignmentHolder } from '../../assignment/charge.ts'
import {
  assign,
  type DeskAct,
  type DeskNoteForm,
  type DeskTakenOver,
  type DeskTakeOverForm,
  note,
  release,
  takeOver,
} from './acts.ts'
import type { DeskApiRefusal, DeskContext } from './context.ts'
import { counts, type DeskCounts, type DeskCountsForm } from './counts.ts'
import { type DeskListForm, list } from './list.ts'
import { type DeskSearchForm, search } from './search.ts'
import type { DeskPage } from './walk.ts'

/**
 * All requests that were filed with the office, of every procedure that it decides on. Every call is made for an operator, whom the host
 * vouches for. What a page costs does not grow with the number of requests.
 */
export interface DeskApi {
  /**
   * Requests by state, by day and by who has them in charge, in the order in which they were opened. Changes nothing and names no person.
   * Erased requests are left out.
   *
   * Called for an operator. Refused with `desk/form`.
   */
  list(form: DeskListForm): Promise<Result<DeskPage, DeskApiRefusal>>

  /**
   * The requests of a person, in the same lines. Each of them has in its journal who found it and by what kind of data. Erased requests are
   * not found.
   *
   * Called for an operator. Refused with `desk/form`. Throws a SportelloError `busy` where somebody acts on what is found all the time.
   */
  search(form: DeskSearchForm): Promise<Result<DeskPage, DeskApiRefusal>>

  /**
   * Figures for a dashboard, each counted up to 999. Changes nothing and names no person.
   *
   * Called for an operator. Refused with `desk/form`.
   */
  counts(form: DeskCountsForm): Promise<Result<DeskCounts, DeskApiRefusal>>

  /**
   * Takes a request in charge that waits for a decision or for its applicant. Whoever has it already keeps it. Its decision ends it.
   *
   * Called for an operator. Refused with `desk/form`, `desk/not-found`, `desk/closed`, `desk/own-request`, or `assignment/taken` with the id of
   * the colleague who has it and since when. Safe to repeat without a request key.
   */
  assign(form: DeskAct, options?: CommandOptions): Promise<Result<AssignmentHolder, DeskApiRefusal>>

  /**
   * Lets a request go that the operator has in charge.
   *
   * Called for an operator. Refused with `desk/form`, `desk/not-found`, `desk/own-request`, `assignment/not-assigned`, or `assignment/taken`
   * where a colleague has it.
   */
  release(form: DeskAct, options?: CommandOptions): Promise<Result<null, DeskApiRefusal>>

  /**
   * Takes a request over from a colleague, with a reason that stays in the journal.
   *
   * Called for an operator. Refused with `desk/form`, `desk/not-found`, `desk/closed`, `desk/own-request` or `assignment/not-assigned`. Safe to
   * repeat without a request key.
   */
  takeOver(form: DeskTakeOverForm, options?: CommandOptions): Promise<Result<DeskTakenOver, DeskApiRefusal>>

  /**
   * Notes something about a request, also about one that is decided. The dossier shows it to the office; the applicant is not told, and gets
   * it in an export. At most 50 for a request.
   *
   * Called for an operator. Refused with `desk/form`, `desk/not-found`, `desk/own-request`, `assignment/too-many-notes` or
   * `assignment/erased`. A repeat under a request key notes nothing more.
   */
  note(form: DeskNoteForm, options?: CommandOptions): Promise<Result<null, DeskApiRefusal>>
}

/** The desk at work in a context. */
export function deskApi(context: DeskContext): DeskApi {
  return {
    list: bind(context, list),
    search: bind(context, search),
    counts: bind(context, counts),
    assign: bind(context, assign),
    release: bind(context, release),
    takeOver: bind(context, takeOver),
    note: bind(context, note),
  }
}
