/** Plays seeds in the time zone of this process and prints a digest of each. */
import { stepsMax } from './campaign.ts'
import { digestOf } from './digest.ts'
import { drawPlan } from './plan.ts'
import { play } from './play.ts'

for (const seed of process.argv.slice(2).map(Number)) process.stdout.write(`${digestOf(await play(drawPlan(seed, stepsMax)))}\n`)
