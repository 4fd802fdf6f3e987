/** What a person may ask of the own data, as the host calls it (GDPR art. 15, 17, 20). */
import type { Result } from '../../../kernel/index.ts'
import { bind } from '../../../runtime/bind.ts'
import type { SubjectContext, SubjectRefusal } from './context.ts'
import { eraseSubject, type SubjectErased } from './erasure.ts'
import { exportSubject, type SubjectAct, type SubjectData } from './export.ts'

/** Whose data are erased, by whom and why. */
export type SubjectEraseForm = SubjectAct & {
  /** One line of 1 to 2000 characters. The journals keep it: put the number of the letter there, and nothing about the person. */
  readonly reason: string
}

/** The data of one person, for the office. No operator acts on own data: `subject/own-data`. */
export interface SubjectApi {
  /**
   * Everything that is held about a person, bit by bit: records and their journals, as far as each procedure names it. Left out are
   * verifiers, sealed halves, tickets, the files themselves, and what cannot be traced to a person without a secret. Each look is
   * written into the journal that it is on. Iterating throws a SportelloError when the world fails; ask again then.
   *
   * Called for an operator. Refused with `subject/form`, `subject/own-data` or `subject/not-found`. Personal data, also of whoever made a
   * request on the same codice fiscale: look before handing out.
   */
  export(form: SubjectAct): Promise<Result<SubjectData, SubjectRefusal>>

  /**
   * Erases everything personal that is held about a person; unsent mail is cancelled, drafts are voided. Instants, decisions and keyed
   * digests stay, and the journals still verify. Not one commit: a call that was cut off is repeated, and goes on.
   *
   * Called for an operator. Refused with `subject/form`, `subject/own-data`, `subject/credential-in-force` or `subject/open-request`:
   * the office ends those first. Safe to repeat without a request key.
   */
  erase(form: SubjectEraseForm): Promise<Result<SubjectErased, SubjectRefusal>>
}

/** Export and erasure at work in a context. */
export function subjectApi(context: SubjectContext): SubjectApi {
  return { export: bind(context, exportSubject), erase: bind(context, eraseSubject) }
}
