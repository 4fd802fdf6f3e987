/**
 * The questions that lead people who need help to what can be done (seed 003 §2.2): a tree of questions and options, which ends in advice or
 * in the questionnaire of a change of PEC. An office may put its own in the place of the seed's.
 */
import { isSportelloError, type Locale, oneLine, SportelloError } from '../../kernel/index.ts'

/** What people read, in each language: one line of 1 to 500 characters. */
export type AssistanceTopicText = { readonly [L in Locale]: string }

/** A question, and the answers that it offers. */
export type AssistanceTopicQuestion = {
  readonly kind: 'question'
  readonly text: AssistanceTopicText
  readonly options: readonly AssistanceTopicOption[]
}

/** `id`: 1 to 64 characters of `a-z 0-9 -`, beginning with a letter, one of its own within the question. It goes into the journal. */
export type AssistanceTopicOption = { readonly id: string; readonly label: AssistanceTopicText; readonly next: AssistanceTopic }

/** Nothing is filed here: what to do instead. */
export type AssistanceTopicAdvice = { readonly kind: 'advice'; readonly text: AssistanceTopicText }

/** What is asked of people who want their PEC changed, in the order of the page. */
export type AssistanceTopicQuestionnaire = {
  readonly kind: 'questionnaire'
  readonly items: readonly AssistanceQuestionnaireItem[]
}

/**
 * One thing that is asked. An `id` of `questionnaireFields` is that field of the form; any other (1 to 64 characters of `a-z 0-9 -`) is
 * a question of the office's own, answered in one line under that id in `answers`.
 */
export type AssistanceQuestionnaireItem = {
  readonly id: string
  readonly label: AssistanceTopicText
  readonly isRequired: boolean
}

/** What a question leads to. */
export type AssistanceTopic = AssistanceTopicQuestion | AssistanceTopicAdvice | AssistanceTopicQuestionnaire

/** Which questions an office asks. */
export type AssistancePolicy = {
  /**
   * At most 8 questions deep and 1000 nodes large; at least one way leads to a questionnaire. Null: those of the seed, which are
   * `seedTopics` of `sportello/machines`.
   */
  readonly topics: AssistanceTopicQuestion | null
}

/** What no questionnaire can do without: who asks, the new PEC typed twice, where the answer goes, the document. */
const indispensable = [
  'surname',
  'name',
  'codiceFiscale',
  'pec',
  'confirmation',
  'email',
  'documentType',
  'documentNumber',
  'documentExpiresOn',
] as const
/** What an office may ask, insist on, or leave out. */
export const optionalFields = ['oldPec', 'telephone', 'documentIssuer', 'note'] as const

/** The fields of the form that a questionnaire orders and words. */
export const questionnaireFields: readonly string[] = [...indispensable, ...optionalFields]

/** True for a question of the office's own, which is answered under its id. */
export function isOwnQuestion({ id }: AssistanceQuestionnaireItem): boolean {
  return !questionnaireFields.includes(id)
}

/** How many answers a path has, at the most. */
export const pathMax = 8
const nodesMax = 1000
const itemsMax = 50
const textMax = 500
const idPattern = /^[a-z][a-z0-9-]{0,63}$/

/**
 * What comes after these answers: the next question, or where they lead; null where they are none. Total over any value.
 *
 * @example
 * topicAt(seedTopics, []) === seedTopics  // true
 */
export function topicAt(tree: AssistanceTopicQuestion, path: unknown): AssistanceTopic | null {
  try {
    if (!Array.isArray(path) || path.length > pathMax) return null
    let topic: AssistanceTopic = tree
    for (const id of path as readonly unknown[]) {
      if (topic.kind !== 'question') return null
      const chosen: AssistanceTopicOption | undefined = topic.options.find((option) => option.id === id)
      if (chosen === undefined) return null
      topic = chosen.next
    }
    return topic
  } catch {
    return null
  }
}

/**
 * Where these answers lead in the end; null where they are none, or a question is still open. Total over any value.
 *
 * @example
 * outcomeOf(seedTopics, [])  // null
 */
export function outcomeOf(
  tree: AssistanceTopicQuestion,
  path: unknown,
): AssistanceTopicAdvice | AssistanceTopicQuestionnaire | null {
  const topic = topicAt(tree, path)
  return topic === null || topic.kind === 'question' ? null : topic
}

/** The ids of the questions of the office's own, wherever in the tree they are asked. */
export function ownQuestionIds(tree: AssistanceTopic): readonly string[] {
  if (tree.kind === 'advice') return []
  if (tree.kind === 'questionnaire') return tree.items.filter(isOwnQuestion).map(({ id }) => id)
  return [...new Set(tree.options.flatMap(({ next }) => ownQuestionIds(next)))]
}

type Given = { readonly [name: string]: unknown }

function wrong(what: string): never {
  throw new SportelloError('config/invalid', `policy: assistance.topics: ${what}`)
}

function fieldsOf(value: unknown): Given {
  return typeof value === 'object' && value !== null ? { ...value } : wrong('a node is an object')
}

function listOf(value: unknown, what: string): readonly unknown[] {
  return Array.isArray(value) ? [...(value as readonly unknown[])] : wrong(`${what} are a list`)
}

function readText(value: unknown): AssistanceTopicText {
  const { it, en } = fieldsOf(value)
  const read = (text: unknown): string =>
    typeof text === 'string' && text.length <= textMax && oneLine(text) !== ''
      ? oneLine(text)
      : wrong(`a text has it and en, each a line of 1 to ${textMax} characters`)
  return Object.freeze({ it: read(it), en: read(en) })
}

function readItem(value: unknown): AssistanceQuestionnaireItem {
  const { id, label, isRequired } = fieldsOf(value)
  const isOwn = typeof id === 'string' && idPattern.test(id)
  if (typeof id !== 'string' || (!isOwn && !questionnaireFields.includes(id))) return wrong('an item has no such id')
  if (typeof isRequired !== 'boolean') return wrong('isRequired of an item is a boolean')
  return Object.freeze({ id, label: readText(label), isRequired })
}

function expectDistinct(ids: readonly string[], what: string): void {
  if (new Set(ids).size !== ids.length) wrong(`two ${what} have one id`)
}

function readQuestionnaire(given: unknown): AssistanceTopicQuestionnaire {
  const items = listOf(given, 'items').map(readItem)
  if (items.length > itemsMax) wrong(`a questionnaire has at most ${itemsMax} items`)
  expectDistinct(
    items.map(({ id }) => id),
    'items',
  )
  const missing = indispensable.find((field) => !items.some(({ id, isRequired }) => id === field && isRequired))
  if (missing !== undefined) wrong(`a questionnaire asks for ${missing}`)
  return Object.freeze({ kind: 'questionnaire', items: Object.freeze(items) })
}

/**
 * A frozen copy of an office's own tree. Throws `config/invalid` for what is none, is too deep or too large, leads back into itself, or
 * leads to no questionnaire.
 *
 * @example
 * const topics = readTopics(seedTopics) // throws config/invalid for a tree that leads nowhere
 */
export function readTopics(given: unknown): AssistanceTopicQuestion {
  let nodes = 0
  let questionnaires = 0

  function readOption(value: unknown, depth: number): AssistanceTopicOption {
    const { id, label, next } = fieldsOf(value)
    if (typeof id !== 'string' || !idPattern.test(id))
      return wrong('the id of an option has 1 to 64 characters of a-z, 0-9 and -')
    return Object.freeze({ id, label: readText(label), next: readTopic(next, depth + 1) })
  }

  function readTopic(value: unknown, depth: number): AssistanceTopic {
    nodes += 1
    // A tree that leads back into itself has no end: both bounds hold for it.
    if (nodes > nodesMax) wrong(`at most ${nodesMax} nodes`)
    const { kind, text, options, items } = fieldsOf(value)
    if (kind === 'advice') return Object.freeze({ kind, text: readText(text) })
    if (kind === 'questionnaire') {
      questionnaires += 1
      return readQuestionnaire(items)
    }
    if (kind !== 'question') return wrong('a node is a question, advice or a questionnaire')
    if (depth >= pathMax) wrong(`at most ${pathMax} questions after one another`)
    const read = listOf(options, 'options').map((option) => readOption(option, depth))
    if (read.length === 0) wrong('a question has an option')
    expectDistinct(
      read.map(({ id }) => id),
      'options of a question',
    )
    return Object.freeze({ kind, text: readText(text), options: Object.freeze(read) })
  }

  try {
    const tree = readTopic(given, 0)
    if (tree.kind !== 'question') return wrong('it begins with a question')
    return questionnaires === 0 ? wrong('no way leads to the questionnaire') : tree
  } catch (cause) {
    if (isSportelloError(cause)) throw cause
    throw new SportelloError('config/invalid', 'policy: assistance.topics: it cannot be read', cause)
  }
}
