import { baseCodiceFiscale, parseCodiceFiscale } from 'sportello/identity'
import { describe, expect, it } from 'vitest'
import { accepted, anna, approved, completed, openCounter, operator, refusedCode } from '../../../support/counter.ts'

/** The operator's own code with its last digit written as a letter, and the check letter that goes with it. */
const variant = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
  .map((letter) => `${operator.codiceFiscale.slice(0, 14)}M${letter}`)
  .find((code) => parseCodiceFiscale(code).ok) as string

const himself = {
  ...anna,
  surname: 'Rossi',
  name: 'Mario',
  sex: 'M',
  birthDate: '1970-01-01',
  codiceFiscale: variant,
} as unknown as typeof anna

const other = { id: 'operator-2', codiceFiscale: anna.codiceFiscale }

describe('an operator and a variant of his own codice fiscale', () => {
  it('the variant is another well-formed code of the same person', () => {
    expect(variant).not.toBe(operator.codiceFiscale)
    expect(baseCodiceFiscale(variant)).toEqual({ ok: true, value: operator.codiceFiscale })
  })

  it('INV-02: he cannot decide on a request under it, and a colleague can', async () => {
    const counter = openCounter()
    const { approval } = counter.sportello
    const { id } = await completed(counter, himself)
    const { digest: dossierDigest, findings } = accepted(await approval.dossier({ operator, id }))
    expect(findings.filter((finding) => finding.endsWith('-mismatch'))).toEqual([])
    expect(refusedCode(await approval.approve({ operator, id, dossierDigest }))).toBe('approval/own-request')
    expect(refusedCode(await approval.reject({ operator, id, dossierDigest, reason: 'x' }))).toBe('approval/own-request')
    expect(refusedCode(await approval.requestCorrection({ operator, id, dossierDigest, reason: 'x' }))).toBe(
      'approval/own-request',
    )
    accepted(await approval.approve({ operator: other, id, dossierDigest }))
  })

  it('INV-02: he cannot act for the office on a credential under it, and a colleague can', async () => {
    const counter = openCounter()
    const { credential } = counter.sportello
    const { id } = await completed(counter, himself)
    const { digest: dossierDigest } = accepted(await counter.sportello.approval.dossier({ operator: other, id }))
    accepted(await counter.sportello.approval.approve({ operator: other, id, dossierDigest }))
    const act = { codiceFiscale: variant, reason: 'Su richiesta.' }
    expect(refusedCode(await credential.revoke({ operator, ...act }))).toBe('credential/own-credential')
    expect(refusedCode(await credential.reactivate({ operator, ...act }))).toBe('credential/own-credential')
    accepted(await credential.revoke({ operator: other, ...act }))
  })

  it('a request of anybody else is his to decide, as before', async () => {
    accepted(await openCounter().sportello.approval.pending())
    await expect(approved(openCounter())).resolves.toMatchObject({ accountId: expect.any(String) })
  })
})
