/** The way to a credential where something goes wrong: a letter that never arrives, a wrong field. */
import { recordingMailer } from 'sportello/testing'
import { expect, it } from 'vitest'
import { accepted, anna, type Counter, completed, drafted, openCounter, operator, refusedCode } from '../support/counter.ts'
import { replayed } from '../support/interleaving.ts'
import { everyWay, pinsOf } from './every-way.ts'
import { everyForm, isLetIn, patient } from './means.ts'

/** A completed registration whose letter with the first credentials was sent or refused for good. Later letters arrive. */
async function mailed({ sportello }: Counter, outcome: 'sent' | 'rejected') {
  const opened = await drafted(sportello)
  accepted(await sportello.registration.complete(opened.ticket))
  expect((await sportello.relay())[outcome]).toHaveLength(1)
  return opened
}

it('the dossier shows that the letter with the first credentials was refused for good', async () => {
  const dossierAfter = async (outcome: 'sent' | 'rejected') => {
    const counter = openCounter({ mailer: recordingMailer([outcome]), policy: patient })
    const { id } = await mailed(counter, outcome)
    return { counter, id, dossier: accepted(await counter.sportello.approval.dossier({ operator, id })) }
  }
  const [arrived, refused] = [await dossierAfter('sent'), await dossierAfter('rejected')]
  expect(arrived.dossier.letters).toMatchObject([{ name: 'registration/completed', status: 'sent' }])
  const { digest: dossierDigest, letters } = refused.dossier
  expect(letters).toMatchObject([{ name: 'registration/completed', status: 'rejected' }])
  const decision = { operator, id: refused.id, dossierDigest }
  const { approval } = refused.counter.sportello
  expect(refusedCode(await approval.approve(decision))).toBe('approval/letter-not-delivered')
  accepted(await approval.approve({ ...decision, despiteUndelivered: true }))
})

it('an approved person whose first credentials never arrived gets new ones', async () => {
  const begin = replayed(
    async (counter) => {
      const { id, ticket, pinSecondHalf } = await mailed(counter, 'rejected')
      const { digest } = accepted(await counter.sportello.approval.dossier({ operator, id }))
      accepted(await counter.sportello.approval.approve({ operator, id, dossierDigest: digest, despiteUndelivered: true }))
      await counter.sportello.relay()
      const forms = everyForm({ id, token: ticket, pin: '000000000', password: 'Mai.Arrivata0', dossierDigest: '' })
      return { forms, tokens: [ticket], pinSecondHalf }
    },
    { policy: patient, mailer: recordingMailer(['rejected']) },
  )
  const { ways } = await everyWay({
    begin,
    isReached: ({ counter, pinSecondHalf }, { digits, passwords }) =>
      isLetIn(counter, pinsOf([...digits, pinSecondHalf]), passwords),
  })
  expect(ways).toEqual([
    ['approval.reissue', 'registration.showPinHalf'],
    ['identification.record', 'identification.showPinHalf'],
  ])
})

const wrongForm = { ...anna, residenceCity: 'Trino' }
const reason = 'La residenza non corrisponde al documento.'

it('an applicant can correct the field for which the office requested the correction', async () => {
  const begin = replayed(
    async (counter) => {
      const { sportello, mailer } = counter
      const { id, credentials } = await completed(counter, wrongForm)
      const { digest: dossierDigest } = accepted(await sportello.approval.dossier({ operator, id }))
      const wanted = { fields: ['residenceCity'] } as const
      accepted(await sportello.approval.requestCorrection({ operator, id, dossierDigest, reason, ...wanted }))
      await sportello.relay()
      const ticket = /#ticket=(\S+)/.exec(mailer.sent.at(-1)?.text ?? '')?.[1] ?? ''
      expect(accepted(await sportello.registration.inspect(ticket)).status).toBe('drafting')
      return { id, forms: everyForm({ ...credentials, id, token: ticket, dossierDigest }), tokens: [ticket] }
    },
    { policy: patient },
  )
  const { ways } = await everyWay({
    begin,
    async isReached({ counter: { sportello }, id }) {
      const dossier = await sportello.approval.dossier({ operator, id })
      return dossier.ok && dossier.value.person?.residence.city === anna.residenceCity
    },
  })
  expect(ways).toContainEqual(['registration.correct'])
})
