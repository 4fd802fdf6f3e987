/** Where the links in mail lead: one table. */
import type { LinkTable } from '../runtime/links.ts'

/**
 * Every link that is mailed, and where it leads by default. A host that serves these pages elsewhere says so with `linkPaths` of its
 * configuration. The secret stands behind `#`, so that no log of a server has it: a script of the page reads it from `location.hash`.
 */
export const linkPaths: LinkTable = {
  registrationTicket: { path: 'registration', parameter: 'ticket' },
  registrationPass: { path: 'registration', parameter: 'pass' },
  assistancePass: { path: 'assistance', parameter: 'pass' },
  pecChangeToken: { path: 'pec-change', parameter: 'token' },
  recoveryToken: { path: 'recovery', parameter: 'token' },
  emailChangeToken: { path: 'email-change', parameter: 'token' },
  suspendToken: { path: 'suspend', parameter: 'token' },
}
