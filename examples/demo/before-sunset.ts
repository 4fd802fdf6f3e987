/** The chapter `sunset`, first half: the office sets the course of seed 002, and the last evening before the first date. */
import type { SunsetAct, SunsetCourseForm } from 'sportello'
import { apply } from './applying.ts'
import { operatorFor } from './counter.ts'
import { must } from './ending.ts'
import { quietly, stageOf } from './neighbours.ts'
import { deliver, type Stage } from './stage.ts'
import { type Subscriber, subscribe, tokenIn } from './subscriber.ts'
import { moment } from './words.ts'

/** Three months before the first date: 1 December 2020, 10:00 in Rome. */
export const beginning = Date.UTC(2020, 11, 1, 9)
/** From 28 February 2021 on nothing is issued or renewed: 00:00 in Rome. */
export const lastIssue = Date.UTC(2021, 1, 27, 23)
/** After 30 September 2021 nothing opens: 1 October, 00:00 in Rome. */
export const lastUse = Date.UTC(2021, 8, 30, 22)

/** Somebody else of the town, with a stage of her own. */
export type Neighbour = { readonly stage: Stage; readonly subscriber: Subscriber }

/** Everybody of the story. */
export type Cast = { readonly anna: Subscriber; readonly paolo: Neighbour; readonly sara: Neighbour; readonly sofia: Neighbour }

/** Puts the clock of the story there. */
export function goTo({ clock }: Stage, at: number): void {
  clock.advance(at - clock.now())
}

/** The next step, with the time of the story in front. */
export function stepAt({ page, clock, locale }: Stage, role: Parameters<Stage['page']['step']>[0], text: string): void {
  page.step(role, `${moment(clock.now(), locale)} · ${text}`)
}

/** Whoever has credentials in December. */
export async function gather(stage: Stage, anna: Subscriber): Promise<Cast> {
  const neighbour = async (who: 'paolo' | 'sara' | 'sofia'): Promise<Neighbour> => {
    const own = stageOf(stage, who)
    return { stage: own, subscriber: await subscribe(quietly(own)) }
  }
  const others = { paolo: await neighbour('paolo'), sara: await neighbour('sara'), sofia: await neighbour('sofia') }
  stage.page.past('citizen', stage.words.sunset.others)
  return { anna, ...others }
}

/** Seed 002 as a course: D.L. 76/2020, art. 24, c. 4. */
export const seed002: Omit<SunsetCourseForm, 'operator'> = {
  reason: 'D.L. 76/2020, art. 24, c. 4.',
  title: { it: 'D.L. 76/2020', en: 'Decree-Law 76/2020' },
  ends: {
    issue: '2021-02-28T00:00',
    'password-replacement': '2021-02-28T00:00',
    'pin-replacement': '2021-02-28T00:00',
    'first-credentials': '2021-02-28T00:00',
    restoration: '2021-02-28T00:00',
    use: '2021-10-01T00:00',
  },
  exempt: ['minor'],
  means: ['spid', 'cie', 'cns'],
  remindDays: [30],
}

/** The office sets the course, and everybody can read it. */
export async function setCourse(stage: Stage): Promise<void> {
  const { page, words, locale, sportello, input } = stage
  const { course } = words.sunset
  const { name, ...operator } = operatorFor(input.codiceFiscale)
  stepAt(stage, 'office', course.count(name))
  const { credentials } = must(await sportello.sunset.simulate({ operator, ...seed002 }), locale)
  page.list([course.hit(credentials.active), course.exempted(credentials.exempt)])

  stepAt(stage, 'office', course.set)
  const set = () => sportello.sunset.set({ operator, ...seed002 })
  const { ends } = must(await page.during(course.wait, set), locale)
  page.say(course.from)
  const acts = Object.keys(ends) as readonly SunsetAct[]
  page.fields(acts.map((act) => [course.acts[act], moment(ends[act] ?? lastUse, locale)]))
  page.say(course.exempt)

  stepAt(stage, 'citizen', course.asked)
  const { text } = await sportello.sunset.phase()
  page.say(text[locale])
}

/** The last evening: what Sara and Giulia begin. Answers with the link of the one and the request of the other. */
export async function lastEvening(stage: Stage, { sara }: Cast): Promise<{ readonly link: string; readonly request: string }> {
  const { page, words, locale, sportello } = stage
  goTo(stage, lastIssue - 40 * 60_000)
  stepAt(stage, 'citizen', words.sunset.evening.sara)
  const { codiceFiscale } = sara.subscriber
  must(await page.during(words.forgotten.wait, () => sportello.recovery.request({ codiceFiscale })), locale)
  const { text } = await deliver(quietly(sara.stage), 'link-')
  page.done(words.sunset.evening.link)

  goTo(stage, lastIssue - 60_000)
  stepAt(stage, 'citizen', words.sunset.evening.giulia)
  const { id } = await page.during(words.form.wait, () => apply(quietly(stageOf(stage, 'giulia'))))
  page.done(words.complete.done)
  return { link: tokenIn(text), request: id }
}
