/** Welch's t of two samples of times, of which the slowest twentieth is left out: what the machine did meanwhile is in there. */
export function welch(
  one: readonly number[],
  other: readonly number[],
): { readonly t: number; readonly meanOfOne: number; readonly meanOfOther: number } {
  const [a, b] = [spread(one), spread(other)]
  const t = (a.mean - b.mean) / Math.sqrt(a.variance / a.count + b.variance / b.count)
  return { t: Number.isNaN(t) ? 0 : t, meanOfOne: a.mean, meanOfOther: b.mean }
}

function spread(times: readonly number[]) {
  const kept = [...times].sort((x, y) => x - y).slice(0, Math.ceil(times.length * 0.95))
  const mean = kept.reduce((sum, x) => sum + x, 0) / kept.length
  const variance = kept.reduce((sum, x) => sum + (x - mean) ** 2, 0) / Math.max(1, kept.length - 1)
  return { mean, variance, count: kept.length }
}
