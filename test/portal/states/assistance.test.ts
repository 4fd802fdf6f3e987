/** The pages of people who cannot sign in. */
import { unwrap } from 'sportello'
import { samplePdf } from 'sportello/testing'
import { expect } from 'vitest'
import { subscribe } from '../../../examples/portal/setting/people.ts'
import { mailed, pdf, somebody } from '../support/applicants.ts'
import { askForHelp, decide, opensHelp, path, questionnaireOf } from '../support/assistance.ts'
import { fill, follow, press, sees } from '../support/forms.ts'
import { describeStates } from '../support/states.ts'
import type { Visit } from '../support/world.ts'

const title = { it: 'Assistenza', en: 'Assistance' }
const mine = { it: 'La mia richiesta di assistenza', en: 'My request for assistance' }
const withdrawal = { it: 'Ritiro della richiesta', en: 'Withdrawal of the request' }
const send = /^(Invia la richiesta|Send the request)$/

/** Answers questions from the first on. */
async function answers(visit: Visit, ...ids: readonly string[]) {
  await visit.go('/assistance')
  for (const id of ids) await follow(visit, `main button[value="${id}"]`)
}

/** Fills in the questionnaire as somebody who has lost the PEC. */
async function fills(visit: Visit, form = somebody()) {
  const { path: _, noticeVersion: __, ...fields } = questionnaireOf(form)
  await fill(visit, Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, String(value)])))
  return form
}

/** Somebody whose mailbox has made as many requests as it may. */
async function atLimit({ world: { town } }: Visit) {
  const form = somebody()
  for (let at = 0; at < 30; at += 1)
    unwrap(
      await town.sportello.assistance.open(questionnaireOf(form), samplePdf(form.email), { requester: `${form.email}-${at}` }),
    )
  return form
}

describeStates('assistance', [
  { name: 'assistance/question', title, reach: ({ go }) => go('/assistance') },
  { name: 'assistance/second-question', title, reach: (visit) => answers(visit, 'private-area') },
  { name: 'assistance/advice', title, reach: (visit) => answers(visit, 'private-area', 'locked-account') },
  { name: 'assistance/questionnaire', title, reach: (visit) => answers(visit, ...path) },
  {
    name: 'assistance/questionnaire-empty',
    title,
    async reach(visit) {
      await answers(visit, ...path)
      await press(visit, send)
      await sees(visit, '#field-surname-wrong')
      const told = await visit.page.locator('#wrong li').allTextContents()
      expect(told).toHaveLength(9)
      expect(new Set(told).size).toBe(9)
    },
  },
  {
    name: 'assistance/file-wrong',
    title,
    async reach(visit) {
      await answers(visit, ...path)
      await fills(visit)
      await visit.page.locator('[name=file]').setInputFiles(pdf('foto.pdf', 'GIF89a'))
      await press(visit, send)
      await sees(visit, '#field-file-wrong')
    },
  },
  {
    name: 'assistance/quota-exceeded',
    title,
    async reach(visit) {
      const form = await atLimit(visit)
      await answers(visit, ...path)
      await fills(visit, form)
      await visit.page.locator('[name=file]').setInputFiles(pdf('carta.pdf', samplePdf(form.email)))
      await press(visit, send)
      await sees(visit, '#wrong')
    },
  },
  {
    name: 'assistance/with-pass',
    title,
    needsScript: true,
    async reach(visit) {
      const { town } = visit.world
      const form = await atLimit(visit)
      await town.sportello.assistance.open(questionnaireOf(form), samplePdf(form.email), { requester: 'one-more' })
      await visit.page.goto(`${town.url}assistance#pass=${await mailed(town, form, /assistance#pass=([\w~-]+)/)}`)
    },
  },
  {
    name: 'assistance/filed',
    title: mine,
    async reach(visit) {
      await answers(visit, ...path)
      const form = await fills(visit)
      await visit.page.locator('[name=file]').setInputFiles(pdf('carta.pdf', samplePdf(form.email)))
      await press(visit, send)
      await visit.page.waitForURL(/assistance\/status$/)
    },
  },
  {
    name: 'assistance/approved',
    title: mine,
    async reach(visit) {
      const { town } = visit.world
      const form = somebody()
      await subscribe(town, form, 'Mandorle.amare7')
      const { id, ticket } = await askForHelp(town, form)
      await decide(town, id, 'approve')
      await opensHelp(visit, { ticket })
    },
  },
  {
    name: 'assistance/rejected',
    title: mine,
    async reach(visit) {
      const { town } = visit.world
      const { id, ticket } = await askForHelp(town)
      await decide(town, id, 'reject')
      await opensHelp(visit, { ticket })
    },
  },
  {
    name: 'assistance/withdraw',
    title: withdrawal,
    async reach(visit) {
      await opensHelp(visit, await askForHelp(visit.world.town))
      await visit.go('/assistance/withdraw')
    },
  },
  {
    name: 'assistance/withdrawn',
    title: mine,
    async reach(visit) {
      await opensHelp(visit, await askForHelp(visit.world.town))
      await visit.go('/assistance/withdraw')
      await press(visit, /^(Ritira definitivamente|Withdraw for good)$/)
      await sees(visit, '[role=status]')
    },
  },
  {
    name: 'assistance/withdraw-impossible',
    title: withdrawal,
    async reach(visit) {
      const { town } = visit.world
      const { id, ticket } = await askForHelp(town)
      await decide(town, id, 'reject')
      await opensHelp(visit, { ticket })
      await visit.go('/assistance/withdraw')
    },
  },
  {
    name: 'assistance/withdrawn-meanwhile',
    title: withdrawal,
    async reach(visit) {
      const { town } = visit.world
      const { ticket } = await askForHelp(town)
      await opensHelp(visit, { ticket })
      await visit.go('/assistance/withdraw')
      unwrap(await town.sportello.assistance.withdraw(ticket))
      await press(visit, /^(Ritira definitivamente|Withdraw for good)$/)
      await sees(visit, '#wrong')
    },
  },
  { name: 'assistance/none-open', title: mine, reach: ({ go }) => go('/assistance/status') },
])
