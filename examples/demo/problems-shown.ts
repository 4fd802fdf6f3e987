/** A form that was refused, as its page shows it: every problem beside its field. */
import { type AnyRefusal, fieldLabel, type Problem, problemText, type Result } from 'sportello'
import { DemoError } from './ending.ts'
import type { Stage } from './stage.ts'

/** An answer that must be a refusal of the form at this point of the story. */
export function showProblems({ page, locale }: Stage, answer: Result<unknown, AnyRefusal>, code: AnyRefusal['code']): void {
  if (answer.ok) throw new DemoError('demo/let-in', code)
  const { refusal } = answer
  if (refusal.code !== code) throw new DemoError('demo/refusal', `${refusal.code}, ${code}`)
  const problems = (refusal as { readonly problems?: readonly Problem[] }).problems ?? []
  for (const problem of problems) page.refused(`${fieldLabel(problem.field, locale)}: ${problemText(problem, locale)}`)
}
