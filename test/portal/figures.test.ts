/** How soon something is seen of a page, in this browser on this machine: printed by the run, and judged by nobody. */
/// <reference lib="dom" />
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openWorld, type World } from './support/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world?.close())

it.for(['/', '/sign-in', '/registration'])('the first contentful paint of %s is told', async (path, { task }) => {
  const { page, go, context } = await world.browser('it')
  await go(path)
  const painted = await page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        new PerformanceObserver((list) => {
          for (const { startTime } of list.getEntriesByName('first-contentful-paint')) resolve(startTime)
        }).observe({ type: 'paint', buffered: true })
      }),
  )
  task.meta.figure = `first contentful paint of ${path}: ${Math.round(painted)} ms`
  expect(painted).toBeGreaterThan(0)
  await context.close()
})
