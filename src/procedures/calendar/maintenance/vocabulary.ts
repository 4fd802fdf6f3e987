/** What a plan can name, with the words by which a page offers it. */

import { nameOf } from './calendar-words.ts'
import type { MaintenanceAvailability, MaintenanceContext, MaintenanceText } from './context.ts'
import { credentialKinds, credentialStates, fates, type MaintenanceFate, type MaintenancePredicate } from './model.ts'
import { fateWords } from './notice.ts'
import { predicateText } from './predicate.ts'
import { inBoth } from './view.ts'

/** What a window of this office can name. */
export type MaintenanceVocabulary = {
  /** The features that can be closed, those of the citizen's menu first. `isPersonal`: also for some people alone, by a predicate. */
  readonly features: readonly (Pick<MaintenanceAvailability, 'feature' | 'name' | 'of'> & { readonly isPersonal: boolean })[]
  /** What people have under way, each with the fates that it can meet. */
  readonly procedures: readonly {
    readonly procedure: string
    readonly name: MaintenanceText
    readonly fates: readonly {
      readonly fate: MaintenanceFate
      /** What becomes of it, behind its name. */
      readonly text: MaintenanceText
    }[]
  }[]
  /** Whom a predicate tells apart in this office: those of one word, which `all`, `any` and `not` join. */
  readonly predicates: readonly {
    readonly predicate: MaintenancePredicate
    /** Behind "chi" or "whoever". */
    readonly text: MaintenanceText
  }[]
}

/** Everything that `plan` takes by its name. */
export async function vocabularyOf({ follow, vocabulary, menu }: MaintenanceContext): Promise<MaintenanceVocabulary> {
  const { names } = follow
  const mailbox = 'institutional-mailbox'
  const predicates: readonly MaintenancePredicate[] = [
    ...(vocabulary.hasInstitutional ? [{ has: mailbox } as const, { registeredWith: mailbox } as const] : []),
    ...vocabulary.audiences.map((audience) => ({ audience })),
    ...credentialKinds.map((credentialKind) => ({ credentialKind })),
    ...credentialStates.map((state) => ({ state })),
  ]
  return {
    features: menu.map(({ feature, of }) => ({
      ...{ feature, of, isPersonal: vocabulary.personal.has(feature) },
      name: inBoth((locale) => nameOf(names.features, feature, locale)),
    })),
    procedures: [...vocabulary.procedures].map(([procedure, offered]) => ({
      procedure,
      name: inBoth((locale) => nameOf(names.procedures, procedure, locale)),
      fates: fates.filter((fate) => offered.includes(fate)).map((fate) => ({ fate, text: fateWords[fate] })),
    })),
    predicates: predicates.map((predicate) => ({
      predicate,
      text: inBoth((locale) => predicateText(predicate, locale, names.audiences)),
    })),
  }
}
