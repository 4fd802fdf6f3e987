/** Ports of which one call fails, or after which a process is gone: every await between a command and its ports, one after another. */
import type { Documents, Mailer } from 'sportello'
import { type Fault, faulty } from 'sportello/testing'
import type { Ports } from './interleaving.ts'

/**
 * What befalls the call of this number, counted over all ports from 1. `crash`: it and every later one fail before they have an
 * effect, as they do for a process that is gone. Nothing befalls call 0.
 */
export type Trouble = {
  calls: number
  readonly call: number
  readonly fault: 'before' | 'after' | 'conflict' | 'crash'
  /** What was asked of which port when trouble came. */
  struck: string
}

export const troubleAt = (call: number, fault: Trouble['fault']): Trouble => ({ calls: 0, call, fault, struck: '' })

/** Counts a call. */
function meet(trouble: Trouble, what: string): Exclude<Trouble['fault'], 'crash'> | null {
  trouble.calls += 1
  const { calls, call, fault } = trouble
  const gone = fault === 'crash' && call > 0 && calls > call
  if (calls === call) trouble.struck = what
  if (gone) return 'before'
  if (calls !== call) return null
  return fault === 'crash' ? 'before' : fault
}

/** The ports with the trouble on its way; a conflict is for commits only. */
export function troubled({ storage, documents, mailer }: Ports, trouble: Trouble): Ports {
  const behind = <Given extends readonly unknown[], Answer>(name: string, call: (...given: Given) => Promise<Answer>) => {
    return async (...given: Given): Promise<Answer> => {
      const fault = meet(trouble, name)
      if (fault === 'before') throw new Error('a fault before the call')
      const answer = await call(...given)
      if (fault === 'after') throw 'the answer was lost'
      return answer
    }
  }
  const files: Documents = {
    put: behind('put', documents.put),
    get: behind('get', documents.get),
    delete: behind('delete', documents.delete),
    list: behind('list documents', documents.list),
  }
  const post: Mailer = { send: behind('send', mailer.send) }
  const plan = ({ operation }: { readonly operation: string }): Fault | null => meet(trouble, operation)
  return { storage: faulty(storage, plan), documents: files, mailer: post }
}
