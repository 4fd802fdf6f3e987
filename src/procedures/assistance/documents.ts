/** The file of a request for assistance: which requests need its bytes. */
import { loadState } from '../../runtime/runtime.ts'
import type { AssistanceContext } from './context.ts'
import type { AssistanceState } from './model.ts'

/** True while the request is not withdrawn and lists the content, so that its bytes must stay. */
export function needsProof(state: AssistanceState, digest: string): boolean {
  return state.status !== 'none' && state.status !== 'withdrawn' && state.documents.some((filed) => filed.digest === digest)
}

/** The same of the request as it is stored now. */
export async function isListed(
  { runtime, assistance }: Pick<AssistanceContext, 'runtime' | 'assistance'>,
  id: string,
  digest: string,
): Promise<boolean> {
  const state = await loadState(runtime, assistance, id)
  return state !== null && needsProof(state, digest)
}
