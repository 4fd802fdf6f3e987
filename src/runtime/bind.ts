/** Use cases without the context that they work in, as the host calls them. */

/** The use case with its first argument given. */
export function bind<Context, Rest extends readonly unknown[], Answer>(
  context: Context,
  useCase: (context: Context, ...rest: Rest) => Answer,
): (...rest: Rest) => Answer {
  return (...rest) => useCase(context, ...rest)
}
