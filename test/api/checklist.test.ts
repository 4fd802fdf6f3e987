import { passwordFacts } from 'sportello'
import { blocklist, checklist, definePolicy, infocert, italia, length, messages } from 'sportello/password'
import { describe, expect, it } from 'vitest'
import { type ChecklistLine, type ChecklistWindow, showChecklists } from '../../src/checklist.ts'
import { accepted, office, openCounter, subscribed } from '../support/counter.ts'

/** A page with one marked field and its list. */
function pageWith(attributes: { readonly [name: string]: string }, lang = 'it', own: object = {}) {
  const given: Record<string, string> = { 'data-sportello-checklist': 'rules', ...attributes }
  const lines: ChecklistLine[] = []
  const writes: string[] = []
  const list: Record<string, string> = {}
  let listener = () => {}
  const field = {
    value: '',
    getAttribute: (name: string) => given[name] ?? null,
    setAttribute: (name: string, value: string) => {
      given[name] = value
    },
    addEventListener: (_type: 'input', given: () => void) => {
      listener = given
    },
  }
  function newLine(): ChecklistLine {
    let text: string | null = null
    return Object.defineProperty({ className: '', hidden: false, textContent: null as string | null }, 'textContent', {
      get: () => text,
      set: (value: string) => {
        text = value
        writes.push(value)
      },
    })
  }
  const window: ChecklistWindow = {
    ...own,
    sportelloPassword: { ...{ checklist, messages, infocert }, italia: infocert } as never,
    document: {
      documentElement: { lang },
      querySelectorAll: (selectors) => (selectors === '[data-sportello-checklist]' ? [field] : []),
      getElementById: (id) =>
        id === 'rules'
          ? {
              append: (line) => lines.push(line),
              setAttribute: (name, value) => {
                list[name] = value
              },
            }
          : null,
      createElement: newLine,
    },
  }
  const type = (value: string) => {
    field.value = value
    writes.length = 0
    listener()
  }
  return { window, lines, list, given, writes, type }
}

const shown = (lines: readonly ChecklistLine[]) => lines.filter(({ hidden }) => !hidden).map(({ textContent }) => textContent)

describe('the list beside a new password', () => {
  it('judges nothing beside an empty field: before something is typed, and once it is taken back', () => {
    const page = pageWith({ 'data-sportello-policy': 'whole' }, 'it', { whole: italia })
    const judged = () => page.lines.filter(({ className }) => className !== '').length
    showChecklists(page.window)
    expect([judged(), shown(page.lines).filter((line) => line?.includes('rispettata'))]).toEqual([0, []])
    page.type('abcdefgh')
    expect(judged()).toBe(page.lines.length)
    page.type('')
    expect([judged(), shown(page.lines)[0]]).toEqual([0, '8 caratteri o più'])
  })

  it('prepares a list of words when the browser is idle: neither while the page opens nor at the first key', () => {
    let prepared = 0
    const words = () => {
      prepared += 1
      return ['mandorle']
    }
    const own = definePolicy({ name: 'own', rules: [length(8), blocklist(words)] })
    const idle: (() => void)[] = []
    const atMost: number[] = []
    const page = pageWith({ 'data-sportello-policy': 'own' }, 'it', {
      own,
      requestIdleCallback(run: () => void, { timeout }: { readonly timeout: number }) {
        idle.push(run)
        atMost.push(timeout)
      },
    })
    showChecklists(page.window)
    expect(shown(page.lines)).toHaveLength(2)
    expect(prepared).toBe(0)
    // A page that is never idle waits no longer.
    expect(atMost).toEqual([2_000])
    for (const run of idle) run()
    expect(prepared).toBe(1)
    expect(page.lines.map(({ className }) => className)).toEqual(['', ''])
    page.type('Mandorle')
    expect(prepared).toBe(1)
    expect(page.lines.map(({ className }) => className)).toEqual(['met', 'unmet'])
    // Whoever types sooner, or in a browser that is never idle, waits for it once.
    const hasty = pageWith({ 'data-sportello-policy': 'own' }, 'it', {
      own: definePolicy({ name: 'own', rules: [length(8), blocklist(words)] }),
    })
    showChecklists(hasty.window)
    expect(prepared).toBe(1)
    hasty.type('Mandorle')
    expect(prepared).toBe(2)
    expect(hasty.lines[1]?.className).toBe('unmet')
  })

  it('says each rule of the policy in words, met or not, and is announced', () => {
    const page = pageWith({})
    showChecklists(page.window)
    expect(shown(page.lines)).toHaveLength(infocert.rules.length)
    page.type('a')
    expect(shown(page.lines)[0]).toBe('8 caratteri o più: non ancora rispettata')
    expect(page.list).toEqual({ 'aria-live': 'polite' })
    expect(page.given['aria-describedby']).toBe('rules')
    page.type('abcdefgh')
    expect(shown(page.lines)[0]).toBe('8 caratteri o più: rispettata')
    expect(page.lines[0]?.className).toBe('met')
    expect(page.lines[1]?.className).toBe('unmet')
  })

  it('writes the lines that change, so that no others are announced', () => {
    const page = pageWith({})
    showChecklists(page.window)
    page.type('a')
    page.type('12345678')
    expect(page.writes).toEqual(['8 caratteri o più: rispettata', 'Una cifra, da 0 a 9: rispettata'])
    page.type('12345679')
    expect(page.writes).toEqual([])
  })

  it('speaks the language of the page', () => {
    const page = pageWith({}, 'en-GB')
    showChecklists(page.window)
    page.type('a')
    expect(shown(page.lines)[0]).toBe('At least 8 characters: not met yet')
  })

  it('has one line more for what can be no password, and no trace of it afterwards', () => {
    const page = pageWith({})
    showChecklists(page.window)
    page.type('a'.repeat(1_000))
    expect(shown(page.lines)).toHaveLength(infocert.rules.length + 1)
    page.type('abcdefgh')
    expect(shown(page.lines)).toHaveLength(infocert.rules.length)
  })

  it('looks for the facts that the page hands to it; facts that cannot be read are none', () => {
    const rules = [
      { ...infocert.rules[0], find: (_scan: unknown, facts: { surname?: string }) => (facts.surname === 'Verdi' ? [{}] : []) },
    ]
    const own = { town: { ...infocert, rules } }
    for (const [facts, isMet] of [
      ['{"surname":"Verdi"}', false],
      ['{', true],
      ['7', true],
    ] as const) {
      const page = pageWith({ 'data-sportello-policy': 'town', 'data-sportello-facts': facts }, 'it', own)
      showChecklists(page.window)
      page.type('abcdefgh')
      expect(page.lines[0]?.className, facts).toBe(isMet ? 'met' : 'unmet')
    }
  })

  it('keeps the description that a field has, and passes over one whose list is not there', () => {
    const page = pageWith({ 'aria-describedby': 'hint' })
    showChecklists(page.window)
    expect(page.given['aria-describedby']).toBe('hint')
    const none = pageWith({ 'data-sportello-checklist': 'none' })
    showChecklists(none.window)
    expect(none.lines).toEqual([])
  })

  it('does not guess where the policy is unknown', () => {
    expect(() => showChecklists(pageWith({ 'data-sportello-policy': 'none' }).window)).toThrow('there is no policy none')
  })
})

describe('the facts for it', () => {
  const person = {
    surname: 'Verdi',
    name: 'Anna',
    codiceFiscale: 'VRDNNA80A41L219Z',
    birthDate: '1980-01-01',
    email: 'a@example.it',
  }

  it('are the office and the subscriber whose session it is; the office alone without one', () => {
    expect(passwordFacts(office, { person })).toEqual({ words: 'Comune di Prova', ...person })
    for (const nobody of [{ person: null }, null, undefined]) {
      expect(passwordFacts(office, nobody)).toEqual({ words: 'Comune di Prova' })
    }
  })

  it.each(['Verdi', 'Anna', 'VRDNNA', '01011980', 'anna.verdi', 'Comune', 'Prova', 'nothing'])(
    'show of a password with %s what the server says of it',
    async (piece) => {
      const counter = openCounter()
      const { credentials } = await subscribed(counter)
      const { token } = accepted(await counter.sportello.session.signIn(credentials))
      const view = accepted(await counter.sportello.session.check(token))
      const next = `Xq7!${piece}.Lw`
      const shown = checklist(next, italia, passwordFacts(office, view)).flatMap(({ met, code }) => (met ? [] : [code]))
      const form = { token, current: credentials.password, next, confirmation: next }
      const changed = await counter.sportello.credential.changePassword(form)
      const said = changed.ok || changed.refusal.code !== 'credential/new-password' ? [] : changed.refusal.violations
      expect([...new Set(said.map(({ code }) => code))]).toEqual(shown)
      expect(shown).toEqual(piece === 'nothing' ? [] : ['context'])
    },
  )
})
