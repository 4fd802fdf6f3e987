/** How much of a seeded walk is gone through: a third at every change, the whole before a release (`npm run assurance:walks`). */

/** True in a campaign before a release. */
export const isWhole: boolean = process.env['ASSURANCE'] === 'whole'

/** Of so many runs, those of this time. */
export function runsOf(whole: number): number {
  return isWhole ? whole : Math.ceil(whole / 3)
}
