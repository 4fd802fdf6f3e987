import fc from 'fast-check'
import {
  type AssistanceTopic,
  type AssistanceTopicOption,
  type AssistanceTopicQuestion,
  type AssistanceTopicQuestionnaire,
  isSportelloError,
} from 'sportello'
import { outcomeOf, readTopics, seedTopics, topicAt } from 'sportello/machines'
import { describe, expect, it } from 'vitest'
import { accepted, openCounter } from '../../support/counter.ts'

function questionAt(path: readonly string[]): AssistanceTopicQuestion {
  const topic = topicAt(seedTopics, path)
  if (topic?.kind !== 'question') throw new Error(`no question at ${path}`)
  return topic
}

const labels = ({ options }: AssistanceTopicQuestion) => options.map(({ label }) => label.it)

/** Every path from the root to an outcome. */
function* waysOf(
  topic: AssistanceTopic,
  path: readonly string[] = [],
): Generator<readonly [path: readonly string[], outcome: AssistanceTopic]> {
  if (topic.kind !== 'question') yield [path, topic]
  else for (const { id, next } of topic.options) yield* waysOf(next, [...path, id])
}

const ways = [...waysOf(seedTopics)]

const text = { it: 'Testo', en: 'Text' }
const questionnaire = ways.flatMap(([, outcome]) =>
  outcome.kind === 'questionnaire' ? [outcome] : [],
)[0] as AssistanceTopicQuestionnaire
const asking = (...options: readonly AssistanceTopicOption[]): AssistanceTopicQuestion => ({ kind: 'question', text, options })
const leading = (next: AssistanceTopic, id = 'on'): AssistanceTopicOption => ({ id, label: text, next })

/** So many questions one after another, the last of which leads to the questionnaire. */
const chain = (length: number): AssistanceTopic => (length === 0 ? questionnaire : asking(leading(chain(length - 1))))

describe('the questions of seed 003 §2.2', () => {
  it('seed 003 §2.2: first the type of the technical problem, of which there are seven', () => {
    expect(questionAt([]).text.it).toBe('Seleziona la tipologia di problema tecnico')
    expect(labels(questionAt([]))).toEqual([
      'Registrazione',
      'Area privata',
      'Procedimenti',
      'Modifica anagrafica',
      'Esami e prova valutativa',
      'Elenchi/Registri',
      'Altro',
    ])
  })

  it('seed 003 §2.2: then the information wanted, of four kinds, whatever the type', () => {
    for (const { id } of seedTopics.options) {
      expect(questionAt([id]).text.it).toBe('Quali informazioni desideri in particolare?')
      expect(labels(questionAt([id]))).toEqual(['Servizi non disponibili', 'Account bloccato', 'Cambio PEC', 'Problema software'])
    }
  })

  it('seed 003 §2.2: then, for "Cambio PEC", whether one can sign in; "No" leads to the questionnaire, "Sì" to doing it oneself', () => {
    for (const { id } of seedTopics.options) {
      const question = questionAt([id, 'pec-change'])
      expect(question.text.it).toBe("Accedi all'Area privata?")
      expect(labels(question)).toEqual(['Sì', 'No'])
      const [yes, no] = ['yes', 'no'].map((answer) => outcomeOf(seedTopics, [id, 'pec-change', answer]))
      expect(no?.kind).toBe('questionnaire')
      expect(yes?.kind === 'advice' && yes.text.it).toMatch(/Modifica dati di registrazione/)
    }
  })

  it('no other way leads to the questionnaire: the rest is advice to write to the technical service', () => {
    const asked = ways.filter(([, outcome]) => outcome.kind === 'questionnaire').map(([path]) => path.slice(1))
    expect(asked).toEqual(seedTopics.options.map(() => ['pec-change', 'no']))
    const advised = ways.filter(([path, outcome]) => outcome.kind === 'advice' && !path.includes('pec-change'))
    expect(advised).toHaveLength(21)
    for (const [, outcome] of advised) expect(outcome.kind === 'advice' && outcome.text.it).toMatch(/servizio tecnico/)
  })

  it('seed 003 §2.2: the questionnaire asks for the new PEC twice and for an identity document with its expiry', () => {
    const required = questionnaire.items.filter(({ isRequired }) => isRequired).map(({ id }) => id)
    expect(required).toEqual(
      expect.arrayContaining(['pec', 'confirmation', 'documentType', 'documentNumber', 'documentExpiresOn']),
    )
    for (const { label } of questionnaire.items) expect(label.it).not.toBe('')
  })

  it('are in both languages', () => {
    for (const text of JSON.stringify(seedTopics).matchAll(/"(it|en)":"([^"]*)"/g)) expect(text[2]).not.toBe('')
  })
})

describe('a walk along the questions', () => {
  it('gives at each step the next question, at the end the outcome, and beyond it nothing', () => {
    for (const [path, outcome] of ways) {
      expect(outcomeOf(seedTopics, path)).toBe(outcome)
      expect(topicAt(seedTopics, [...path, 'on'])).toBeNull()
      for (let length = 0; length < path.length; length += 1) {
        expect(topicAt(seedTopics, path.slice(0, length))?.kind).toBe('question')
        expect(outcomeOf(seedTopics, path.slice(0, length))).toBeNull()
      }
    }
  })

  it('J1, J2: is total: whatever is no path leads nowhere', () => {
    const thrower = new Proxy([], {
      get: () => {
        throw new Error('no')
      },
    })
    const others = [
      null,
      undefined,
      'registration',
      ['Registrazione'],
      ['__proto__'],
      [0],
      [thrower],
      thrower,
      Array(9).fill('other'),
    ]
    for (const path of others) expect(topicAt(seedTopics, path)).toBeNull()
    fc.assert(
      fc.property(fc.anything(), (path) => {
        const topic = topicAt(seedTopics, path)
        if (topic !== null) expect(path).toEqual(expect.any(Array))
      }),
    )
  })

  it('is the counter’s too, from the first question on', async () => {
    const { sportello } = openCounter()
    expect(accepted(await sportello.assistance.topics())).toEqual(seedTopics)
    expect(accepted(await sportello.assistance.topics(['other', 'pec-change', 'no']))).toEqual(questionnaire)
    const answer = await sportello.assistance.topics(['other', 'elsewhere'])
    expect(answer.ok ? null : answer.refusal).toEqual({
      code: 'assistance/form',
      problems: [{ field: 'path', code: 'unknown' }],
      problemCount: 1,
    })
  })
})

describe('the questions of an office’s own', () => {
  it('take the place of the seed’s, and are copied: what is done to either afterwards changes nothing', async () => {
    const own = structuredClone(asking(leading(questionnaire, 'pec')))
    const { sportello } = openCounter({ policy: { assistance: { topics: own } } })
    const before = accepted(await sportello.assistance.topics())
    expect(before).toEqual(own)
    Object.assign(own, { options: [] })
    expect(accepted(await sportello.assistance.topics())).toEqual(before)
    expect(() => Object.assign(before, { kind: 'advice' })).toThrow(TypeError)
    const [items] = [accepted(await sportello.assistance.topics(['pec']))]
    expect(() => Object.assign((items as AssistanceTopicQuestionnaire).items[0] ?? {}, { isRequired: false })).toThrow(TypeError)
  })

  it('are the seed’s where the policy says nothing, or null', async () => {
    for (const policy of [{}, { assistance: {} }, { assistance: { topics: null } }]) {
      expect(accepted(await openCounter({ policy }).sportello.assistance.topics())).toEqual(seedTopics)
    }
  })

  it('are at most eight after one another', () => {
    expect(topicAt(readTopics(chain(8)), Array(8).fill('on'))?.kind).toBe('questionnaire')
    expect(() => readTopics(chain(9))).toThrow('at most 8 questions after one another')
  })

  it('are at most a thousand nodes with all that they lead to', () => {
    const wide = (count: number) =>
      asking(leading(questionnaire), ...Array.from({ length: count }, (_, i) => leading({ kind: 'advice', text }, `a${i}`)))
    expect(readTopics(wide(998)).options).toHaveLength(999)
    expect(() => readTopics(wide(999))).toThrow('at most 1000 nodes')
  })

  it('have no way back: a tree that leads into itself is refused, however wide', () => {
    const loop = { kind: 'question', text, options: [] as AssistanceTopicOption[] } as const
    loop.options.push(leading(loop), leading(loop, 'again'), leading(questionnaire, 'pec'))
    expect(() => readTopics(loop)).toThrow(/at most/)
  })

  const withItems = (change: (items: AssistanceTopicQuestionnaire['items']) => readonly unknown[]): unknown =>
    asking(leading({ ...questionnaire, items: change(questionnaire.items) } as AssistanceTopicQuestionnaire))
  const cases: readonly (readonly [name: string, tree: unknown, message: RegExp])[] = [
    ['no tree', 5, /object/],
    ['an outcome', questionnaire, /begins with a question/],
    ['an unknown kind', { ...asking(leading(questionnaire)), kind: 'riddle' }, /a question, advice or a questionnaire/],
    ['no options', asking(), /has an option/],
    ['options that are no list', { ...asking(), options: {} }, /options are a list/],
    ['an option that is none', { ...asking(), options: [null] }, /object/],
    ['two options of one id', asking(leading(questionnaire), leading(questionnaire)), /one id/],
    ['no way to the questionnaire', asking(leading({ kind: 'advice', text })), /no way leads/],
    ['a text in one language', { ...asking(leading(questionnaire)), text: { it: 'Testo' } }, /it and en/],
    ['a blank text', { ...asking(leading(questionnaire)), text: { it: 'Testo', en: ' \u200B' } }, /it and en/],
    ['a text of 501 characters', { ...asking(leading(questionnaire)), text: { it: 'x'.repeat(501), en: 'x' } }, /it and en/],
    ['an id in capitals', asking(leading(questionnaire, 'PEC')), /id of an option/],
    ['an id of 65 characters', asking(leading(questionnaire, 'a'.repeat(65))), /id of an option/],
    ['an id that is no text', asking(leading(questionnaire, 5 as never)), /id of an option/],
    ['items that are no list', withItems(() => 'all' as never), /items are a list/],
    ['an item of no id', withItems((items) => [...items, { id: 'Own', label: text, isRequired: true }]), /no such id/],
    ['an item whose id is no text', withItems((items) => [...items, { id: 5, label: text, isRequired: true }]), /no such id/],
    ['an item twice', withItems((items) => [...items, ...items.slice(0, 1)]), /one id/],
    ['an item that is required perhaps', withItems((items) => [...items, { id: 'own', label: text, isRequired: 1 }]), /boolean/],
    [
      'fifty-one items',
      withItems((items) => Array.from({ length: 51 }, (_, i) => items[i] ?? { id: `own-${i}`, label: text, isRequired: true })),
      /at most 50/,
    ],
    ['no new PEC', withItems((items) => items.filter(({ id }) => id !== 'pec')), /asks for pec/],
    [
      'an optional expiry',
      withItems((items) => items.map((item) => (item.id === 'documentExpiresOn' ? { ...item, isRequired: false } : item))),
      /asks for documentExpiresOn/,
    ],
    [
      'a getter that throws',
      Object.defineProperty({}, 'kind', {
        get: () => {
          throw new Error('no')
        },
        enumerable: true,
      }),
      /cannot be read/,
    ],
  ]

  it.each(cases)('of %s stop the counter from starting', (_name, topics, message) => {
    let thrown: unknown
    try {
      openCounter({ policy: { assistance: { topics: topics as AssistanceTopicQuestion } } })
    } catch (error) {
      thrown = error
    }
    expect(isSportelloError(thrown) && thrown.code).toBe('config/invalid')
    expect(String(thrown)).toMatch(message)
  })

  it('a text of 500 characters, an id of 64 and fifty items are let pass', () => {
    const items = Array.from(
      { length: 50 },
      (_, i) => questionnaire.items[i] ?? { id: `own-${i}`, label: text, isRequired: true },
    )
    const tree = asking(leading({ ...questionnaire, items }, 'a'.repeat(64)))
    expect(readTopics({ ...tree, text: { it: 'x'.repeat(500), en: 'x' } }).text.it).toHaveLength(500)
  })

  it('there is nothing else to say of assistance in a policy', () => {
    expect(() => openCounter({ policy: { assistance: { colour: 1 } as object } })).toThrow('there is no assistance.colour')
  })
})
