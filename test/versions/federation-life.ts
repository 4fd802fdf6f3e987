/** Identities of SPID and eIDAS in every status, and accounts without secrets. */
import { accepted, type Counter, operator } from '../support/counter.ts'
import { identityOf } from '../support/federation.ts'
import { birthDateOf } from './services-life.ts'

export async function signInElsewhere(
  { sportello, clock }: Counter,
  person: () => { readonly codiceFiscale: string; readonly birthDate: string },
): Promise<void> {
  const reason = 'Compared at the counter.'
  let next = 0
  const identity = () => {
    next += 1
    const { codiceFiscale } = person()
    const subject = { scheme: 'spid-code', value: `ABCD${String(next).padStart(10, '0')}` } as const
    return (changed: { readonly birthDate?: string | null; readonly codiceFiscale?: string } = {}) =>
      identityOf('readSpidSaml', {
        at: clock.now(),
        subject,
        person: { codiceFiscale, sex: null, birthDate: birthDateOf(codiceFiscale), surname: 'Verdi', ...changed },
      })
  }
  const { federation, credential } = sportello
  /** Decides on the one case that waits. */
  const decided = async (how: 'approve' | 'reject') => {
    const [waiting] = accepted(await federation.pending())
    const id = waiting?.id ?? ''
    const { digest: dossierDigest } = accepted(await federation.dossier({ operator, id }))
    accepted(await federation[how]({ operator, id, dossierDigest, reason }))
  }
  const odd = { birthDate: '1900-01-01' }

  const linked = identity()
  const { token } = accepted(await federation.signIn(linked()))
  accepted(await federation.inspectOwn({ token }))
  const suspended = identity()
  const { codiceFiscale } = suspended().person
  accepted(await federation.signIn(suspended()))
  accepted(await credential.suspend({ operator, codiceFiscale: codiceFiscale ?? '', reason }))

  const rejected = identity()
  await federation.signIn(rejected(odd))
  await decided('reject')
  const approved = identity()
  await federation.signIn(approved(odd))
  await decided('approve')

  const unlinked = identity()
  const opened = accepted(await federation.signIn(unlinked()))
  const [own] = accepted(await federation.inspectOwn({ token: opened.token }))
  accepted(await federation.unlink({ operator, id: own?.id ?? '', reason }))

  accepted(await federation.signIn(identityOf('readEidas', { at: clock.now() })))
  // These two wait for the office: one that opens nothing yet, and one that is linked and comes with another codice fiscale.
  await federation.signIn(identity()(odd))
  const moved = identity()
  accepted(await federation.signIn(moved()))
  await federation.signIn(moved({ codiceFiscale: person().codiceFiscale }))
}
