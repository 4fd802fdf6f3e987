/** The way to a credential where something goes wrong: a letter that never arrives, a wrong field. */
import { recordingMailer } from 'sportello/testing'
import { expect, it } from 'vitest'
import { accepted, anna, completed, drafted, openCounter, operator, refusedCode } from '../support/counter.ts'
import { everyWay, pinsOf } from './every-way.ts'
import { everyForm, isLetIn, patient } from './means.ts'

/** A completed registration whose letter with the first credentials was sent or refused for good. Later letters arrive. */
async function mailed(outcome: 'sent' | 'rejected') {
  const mailer = recordingMailer([outcome])
  const counter = { ...openCounter({ mailer, policy: patient }), mailer }
  const opened = await drafted(counter.sportello)
  accepted(await counter.sportello.registration.complete(opened.ticket))
  expect((await counter.sportello.relay())[outcome]).toHaveLength(1)
  return { counter, ...opened }
}

it('the dossier shows that the letter with the first credentials was refused for good', async () => {
  const [arrived, refused] = [await mailed('sent'), await mailed('rejected')]
  const dossierOf = async ({ counter, id }: typeof arrived) =>
    accepted(await counter.sportello.approval.dossier({ operator, id }))
  expect((await dossierOf(arrived)).letters).toMatchObject([{ name: 'registration/completed', status: 'sent' }])
  const { digest: dossierDigest, letters } = await dossierOf(refused)
  expect(letters).toMatchObject([{ name: 'registration/completed', status: 'rejected' }])
  const decision = { operator, id: refused.id, dossierDigest }
  const { approval } = refused.counter.sportello
  expect(refusedCode(await approval.approve(decision))).toBe('approval/letter-not-delivered')
  accepted(await approval.approve({ ...decision, despiteUndelivered: true }))
})

it('an approved person whose first credentials never arrived gets new ones', async () => {
  const { ways } = await everyWay({
    async begin() {
      const { counter, id, ticket, pinSecondHalf } = await mailed('rejected')
      const { digest } = accepted(await counter.sportello.approval.dossier({ operator, id }))
      accepted(await counter.sportello.approval.approve({ operator, id, dossierDigest: digest, despiteUndelivered: true }))
      await counter.sportello.relay()
      const forms = everyForm({ id, token: ticket, pin: '000000000', password: 'Mai.Arrivata0', dossierDigest: '' })
      return { counter, forms, tokens: [ticket], pinSecondHalf }
    },
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
  const { ways } = await everyWay({
    async begin() {
      const counter = openCounter({ policy: patient })
      const { sportello, mailer } = counter
      const { id, credentials } = await completed(counter, wrongForm)
      const { digest: dossierDigest } = accepted(await sportello.approval.dossier({ operator, id }))
      const wanted = { fields: ['residenceCity'] } as const
      accepted(await sportello.approval.requestCorrection({ operator, id, dossierDigest, reason, ...wanted }))
      await sportello.relay()
      const ticket = /#ticket=(\S+)/.exec(mailer.sent.at(-1)?.text ?? '')?.[1] ?? ''
      expect(accepted(await sportello.registration.inspect(ticket)).status).toBe('drafting')
      return { counter, id, forms: everyForm({ ...credentials, id, token: ticket, dossierDigest }), tokens: [ticket] }
    },
    async isReached({ counter: { sportello }, id }) {
      const dossier = await sportello.approval.dossier({ operator, id })
      return dossier.ok && dossier.value.person?.residence.city === anna.residenceCity
    },
  })
  expect(ways).toContainEqual(['registration.correct'])
})
