/** What the office and a subscriber are refused about identities: forms that are none, what is not there, and what was decided or has changed. */
import { describe, expect, it } from 'vitest'
import { accepted, anna, operator, refusedCode, subscribed } from '../../support/counter.ts'
import { federated, reason } from './signing-in.ts'

const unknown = 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'
const document = { kind: 'tax-code-certificate', number: 'AE 2026/17', issuedOn: '2026-03-01' } as const
const decision = { operator, id: unknown, dossierDigest: 'x', reason }
const joining = { operator, id: unknown, codiceFiscale: anna.codiceFiscale, document, reason }

describe('what nobody has', () => {
  it('is not found, whatever is asked about it', async () => {
    const { sportello, counter } = federated()
    const { credentials } = await subscribed(counter)
    const { token } = accepted(await sportello.session.signIn(credentials))
    const { federation } = sportello
    const answers = [
      await federation.dossier({ operator, id: unknown }),
      await federation.approve(decision),
      await federation.reject(decision),
      await federation.unlink({ operator, id: unknown, reason }),
      await federation.unlinkOwn({ token, id: unknown }),
      await federation.join(joining),
    ]
    expect(answers.map((answer) => refusedCode(answer))).toEqual(answers.map(() => 'federation/not-found'))
    const nobody = { operator, codiceFiscale: 'BNCBRT80A41L219E' }
    expect(refusedCode(await federation.inspectAsOffice(nobody))).toBe('credential/not-found')
    const own = { operator, codiceFiscale: operator.codiceFiscale }
    expect(refusedCode(await federation.inspectAsOffice(own))).toBe('credential/own-credential')
  })

  it.each([undefined, null, 1, 'x', [], {}, { operator, id: 1 }, { operator: null, id: unknown }, { token: 7 }])(
    'INV-29: a form that is %j is refused as none',
    async (form) => {
      const { federation } = federated().sportello
      const given = form as never
      const answers = [
        await federation.dossier(given),
        await federation.approve(given),
        await federation.reject(given),
        await federation.unlink(given),
        await federation.unlinkOwn(given),
        await federation.join(given),
        await federation.inspectOwn(given),
        await federation.inspectAsOffice(given),
        await federation.signIn(given),
      ]
      for (const answer of answers) expect(refusedCode(answer)).toMatch(/^federation\/form$|^session\/not-active$/)
    },
  )
})

describe('what is decided', () => {
  it('S6: waits for nobody any more, and is not decided twice', async () => {
    const { sportello, counter, identity, signIn } = federated()
    await subscribed(counter)
    expect(refusedCode(await signIn(identity('readSpidSaml', { person: { sex: 'M' } })))).toBe('federation/data-differ')
    const [waiting] = accepted(await sportello.federation.pending({ limit: 1 }))
    const id = waiting?.id ?? ''
    const { digest: dossierDigest } = accepted(await sportello.federation.dossier({ operator, id }))
    accepted(await sportello.federation.reject({ operator, id, dossierDigest, reason }))
    for (const again of ['approve', 'reject'] as const) {
      expect(refusedCode(await sportello.federation[again]({ operator, id, dossierDigest, reason }))).toBe(
        'federation/not-waiting',
      )
    }
    expect(refusedCode(await sportello.federation.unlink({ operator, id, reason }))).toBe('federation/not-linked')
    const after = accepted(await sportello.federation.dossier({ operator, id }))
    expect(after).toMatchObject({ status: 'rejected', question: null, askedAt: null, fields: [], findings: [] })
    expect(accepted(await sportello.federation.pending({ after: waiting?.place ?? '' }))).toEqual([])
    expect(refusedCode(await sportello.federation.join({ ...joining, id }))).toBe('federation/not-linked')
  })

  it('S6: nobody is joined to a codice fiscale who has one, nor from a document of tomorrow', async () => {
    const { sportello, counter, identity, signIn } = federated()
    await subscribed(counter)
    const { token } = accepted(await signIn(identity()))
    const [own] = accepted(await sportello.federation.inspectOwn({ token }))
    const id = own?.id ?? ''
    expect(refusedCode(await sportello.federation.join({ ...joining, id }))).toBe('federation/already-joined')
    const foreign = accepted(await signIn(identity('readEidas')))
    const [other] = accepted(await sportello.federation.inspectOwn({ token: foreign.token }))
    const tomorrow = { ...joining, id: other?.id ?? '', document: { ...document, issuedOn: '2099-01-01' } }
    expect(refusedCode(await sportello.federation.join(tomorrow))).toBe('federation/form')
    const ofOperator = { ...joining, id: other?.id ?? '', codiceFiscale: operator.codiceFiscale }
    expect(refusedCode(await sportello.federation.join(ofOperator))).toBe('credential/own-credential')
  })
})

describe('a day of birth', () => {
  it('S6: of the other century links nobody, though the codice fiscale says both', async () => {
    const { sportello, counter, identity, signIn } = federated()
    const old = { ...anna, codiceFiscale: 'VRDNNA20A41L219L', birthDate: '1920-01-01' }
    await subscribed(counter, old)
    const { codiceFiscale } = old
    const young = identity('readSpidSaml', { person: { codiceFiscale, birthDate: '2020-01-01' } })
    expect(refusedCode(await signIn(young))).toBe('federation/data-differ')
    expect(accepted(await sportello.federation.pending())).toMatchObject([{ question: 'data-differ' }])
    const same = identity('readSpidSaml', { person: { codiceFiscale, birthDate: '1920-01-01' } })
    expect(accepted(await signIn(same)).outcome).toBe('linked')
  })

  it('S6: that is no day of the codice fiscale links nobody, though it is stored so', async () => {
    const { counter, identity, signIn } = federated()
    await subscribed(counter, { ...anna, birthDate: '1980-01-02' } as never)
    const odd = identity('readSpidSaml', { person: { birthDate: '1980-01-02' } })
    expect(refusedCode(await signIn(odd))).toBe('federation/data-differ')
  })
})
