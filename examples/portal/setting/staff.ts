/** The people at the desk. Their codici fiscali are invented: nobody decides on an own request. */
import type { Worker } from '../web/around.ts'

const workers: readonly Worker[] = [
  { id: 'm.rossi', codiceFiscale: 'RSSMRA70A01H501S', name: 'Mario Rossi' },
  { id: 'l.bianchi', codiceFiscale: 'BNCLCU75C43F205L', name: 'Lucia Bianchi' },
]

export const staff = (password: string): readonly (Worker & { readonly password: string })[] =>
  workers.map((worker) => ({ ...worker, password }))
