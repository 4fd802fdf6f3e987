/** In a page that asks for a new password: the list of the rules beside the field, each met or not, at every key that is pressed. */
import type { Locale } from './kernel/index.ts'
import type { ChecklistItem, Messages, PasswordFacts, PasswordPolicy } from './rules/password/index.ts'

/** A line of the list. */
export type ChecklistLine = { textContent: string | null; className: string; hidden: boolean }

/** The list beside the field. */
export type ChecklistList = {
  setAttribute(name: string, value: string): void
  append(line: ChecklistLine): void
}

/** The field of the new password. */
export type ChecklistField = {
  readonly value: string
  getAttribute(name: string): string | null
  setAttribute(name: string, value: string): void
  addEventListener(type: 'input', listener: () => void): void
}

/** What `password.global.js` defines, as far as it is used. */
export type PagePasswords = {
  readonly checklist: (password: unknown, policy: PasswordPolicy, facts?: PasswordFacts) => readonly ChecklistItem[]
  readonly messages: { readonly [L in Locale]: Messages }
}

/** The part of a browser's window that is used: `window` is one, once `password.global.js` was loaded. */
export type ChecklistWindow = {
  readonly sportelloPassword: PagePasswords
  /** Not of every browser. */
  requestIdleCallback?(run: () => void, options: { readonly timeout: number }): unknown
  readonly document: {
    readonly documentElement: { readonly lang: string }
    querySelectorAll(selectors: string): Iterable<ChecklistField>
    getElementById(id: string): ChecklistList | null
    createElement(name: 'li'): ChecklistLine
  }
}

const states: { readonly [L in Locale]: (isMet: boolean) => string } = {
  it: (isMet) => (isMet ? 'rispettata' : 'non ancora rispettata'),
  en: (isMet) => (isMet ? 'met' : 'not met yet'),
}

/** The policy under a name, of the package or of a script of the page. */
function policyOf(window: ChecklistWindow, name: string): PasswordPolicy {
  const own: unknown = Reflect.get(window.sportelloPassword, name) ?? Reflect.get(window, name)
  if (typeof own !== 'object' || own === null || !('rules' in own)) throw new Error(`checklist: there is no policy ${name}`)
  return own as PasswordPolicy
}

/** Facts that cannot be read are none: the server looks for its own. */
function factsOf(text: string | null): PasswordFacts {
  try {
    const read: unknown = JSON.parse(text ?? '{}')
    return typeof read === 'object' && read !== null ? read : {}
  } catch {
    return {}
  }
}

function showChecklist(window: ChecklistWindow, field: ChecklistField, list: ChecklistList, id: string): void {
  const { document, sportelloPassword } = window
  const locale = document.documentElement.lang.startsWith('en') ? 'en' : 'it'
  const policy = policyOf(window, field.getAttribute('data-sportello-policy') ?? 'italia')
  const facts = factsOf(field.getAttribute('data-sportello-facts'))
  const lines: ChecklistLine[] = []
  const check = (password: string) => sportelloPassword.checklist(password, policy, facts)
  const show = () => {
    // Nothing is right or wrong before something is typed: rules that forbid are met by an empty field.
    const isJudged = field.value !== ''
    const items = isJudged ? check(field.value) : policy.rules.map(({ violation }) => ({ ...violation, met: false }))
    while (lines.length < items.length) {
      const line = document.createElement('li')
      lines.push(line)
      list.append(line)
    }
    lines.forEach((line, at) => {
      const item = items[at]
      const isMet = item?.met === true
      const rule = item === undefined ? '' : sportelloPassword.messages[locale](item)
      const text = isJudged && item !== undefined ? `${rule}: ${states[locale](isMet)}` : rule
      // A screen reader says what changes: a line that stays as it was is not touched.
      if (line.textContent !== text) line.textContent = text
      line.className = isJudged ? (isMet ? 'met' : 'unmet') : ''
      line.hidden = item === undefined
    })
  }
  list.setAttribute('aria-live', 'polite')
  if (field.getAttribute('aria-describedby') === null) field.setAttribute('aria-describedby', id)
  field.addEventListener('input', show)
  show()
  // A list of common words is prepared at the first check: while nobody waits, rather than at the first key. A busy page may
  // have no such moment, hence the two seconds at most.
  window.requestIdleCallback?.(() => void check('Idle-1'), { timeout: 2_000 })
}

/**
 * Fills the list that each field marked with `data-sportello-checklist="ID"` names, and keeps it up to date. `data-sportello-facts` is the JSON of
 * `passwordFacts`; `data-sportello-policy` names the policy: `italia` where it is left out, `infocert`, `nist`, or a global of the page that `definePolicy`
 * made. In the language of the page. Once something is typed, a line has the class `met` or `unmet`, and says it in words; beside an empty field it is the rule alone.
 */
export function showChecklists(window: ChecklistWindow): void {
  for (const field of window.document.querySelectorAll('[data-sportello-checklist]')) {
    const id = field.getAttribute('data-sportello-checklist') ?? ''
    const list = window.document.getElementById(id)
    if (list !== null) showChecklist(window, field, list, id)
  }
}
