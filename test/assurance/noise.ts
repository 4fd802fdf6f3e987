/** `npm run assurance:noise`: a month of wrong passwords on one account, and whether its owner gets in. */
import { simulateNoise } from '../support/noise.ts'
import { keepFigures, numberAfter, seconds, today } from './figures.ts'

const days = numberAfter('--days', 30)
const began = Date.now()
const rows: string[] = []
let isBroken = false
for (const requesters of [1, 100, 10_000]) {
  const { tried, daysIn, daysInElsewhere, judgedMax } = await simulateNoise({ requesters, days, everyMs: 10_000 })
  isBroken ||= daysIn < 0.99 * days || judgedMax > 100
  const judged = `at most ${judgedMax} judged on a day`
  rows.push(
    `${requesters.toLocaleString('en')} requesters, ${tried.toLocaleString('en')} tries: in on ${daysIn} of ${days} days with a known device and on ${daysInElsewhere} without, ${judged}`,
  )
  console.log(rows.at(-1))
}
keepFigures('noise', `${today()}, ${days} days: ${rows.join('; ')}; ${seconds(Date.now() - began)}`)
if (isBroken) throw new Error('an owner was kept out, or more was judged than the policy says')
