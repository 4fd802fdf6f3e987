/** The items of a source of any length, so many at once. */

/** Does `work` on each item, so many at once. The first failure ends it, after what is under way. */
export async function inParallel<T>(
  source: Iterable<T> | AsyncIterable<T>,
  parallel: number,
  work: (item: T, place: number) => Promise<void>,
): Promise<void> {
  const underWay = new Set<Promise<void>>()
  let failure: { readonly cause: unknown } | null = null
  let place = 0
  try {
    for await (const item of source) {
      if (failure !== null) break
      place += 1
      const one: Promise<void> = work(item, place)
        .catch((cause: unknown) => {
          failure ??= { cause }
        })
        .finally(() => underWay.delete(one))
      underWay.add(one)
      if (underWay.size >= parallel) await Promise.race(underWay)
    }
  } catch (cause) {
    failure ??= { cause }
  }
  await Promise.all(underWay)
  if (failure !== null) throw (failure as { readonly cause: unknown }).cause
}
