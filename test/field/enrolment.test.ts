/** Known faults on the way to a credential: a letter that never arrives, a wrong field. */
import { isDeepStrictEqual } from 'node:util'
import { recordingMailer } from 'sportello/testing'
import { expect } from 'vitest'
import { accepted, anna, approve, completed, drafted, openCounter, operator } from '../support/counter.ts'
import { everyWay, pinsOf } from './every-way.ts'
import { expectedFailure } from './expected-failure.ts'
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

expectedFailure('the dossier shows that the letter with the first credentials was refused for good', {
  async see() {
    const [arrived, refused] = [await mailed('sent'), await mailed('rejected')]
    const dossierOf = async ({ counter, id }: typeof arrived) =>
      accepted(await counter.sportello.approval.dossier({ operator, id }))
    const isShown = !isDeepStrictEqual(await dossierOf(arrived), await dossierOf(refused))
    const { digest: dossierDigest } = await dossierOf(refused)
    const answer = await refused.counter.sportello.approval.approve({ operator, id: refused.id, dossierDigest })
    return { isShown, isApproved: answer.ok }
  },
  today: { isShown: false, isApproved: true },
  isRight: ({ isShown }) => isShown,
})

expectedFailure('an approved person whose first credentials never arrived gets new ones', {
  see: () =>
    everyWay({
      async begin() {
        const { counter, id, ticket, pinSecondHalf } = await mailed('rejected')
        await approve(counter, id)
        await counter.sportello.relay()
        const forms = everyForm({ id, token: ticket, pin: '000000000', password: 'Mai.Arrivata0', dossierDigest: '' })
        return { counter, forms, tokens: [ticket], pinSecondHalf }
      },
      isReached: ({ counter, pinSecondHalf }, { digits, passwords }) =>
        isLetIn(counter, pinsOf([...digits, pinSecondHalf]), passwords),
    }),
  today: { ways: [], unfilled: [] },
  isRight: ({ ways }) => ways.length > 0,
})

const wrongForm = { ...anna, residenceCity: 'Trino' }
const reason = 'La residenza non corrisponde al documento.'

expectedFailure('an applicant can correct the field for which the office requested the correction', {
  see: () =>
    everyWay({
      async begin() {
        const counter = openCounter({ policy: patient })
        const { sportello, mailer } = counter
        const { id, credentials } = await completed(counter, wrongForm)
        const { digest: dossierDigest } = accepted(await sportello.approval.dossier({ operator, id }))
        accepted(await sportello.approval.requestCorrection({ operator, id, dossierDigest, reason }))
        await sportello.relay()
        const ticket = /#ticket=(\S+)/.exec(mailer.sent.at(-1)?.text ?? '')?.[1] ?? ''
        expect(accepted(await sportello.registration.inspect(ticket)).status).toBe('drafting')
        return { counter, id, forms: everyForm({ ...credentials, id, token: ticket, dossierDigest }), tokens: [ticket] }
      },
      async isReached({ counter: { sportello }, id }) {
        const dossier = await sportello.approval.dossier({ operator, id })
        return dossier.ok && dossier.value.person?.residence.city === anna.residenceCity
      },
    }),
  today: { ways: [], unfilled: [] },
  isRight: ({ ways }) => ways.length > 0,
})
