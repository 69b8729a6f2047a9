// `OmniHub('open')` and `OmniHub.open()` are the same, and what was asked for before the loader came is done then.

export type Call = [name: string, ...args: unknown[]]
export type Methods = Record<string, (...args: never[]) => unknown>
export type Api = ((name: string, ...args: unknown[]) => unknown) & { q: { push(...calls: Call[]): void } } & Record<string, unknown>

export function createApi(methods: Methods): Api {
  const call = (name: string, ...args: unknown[]): unknown => {
    if (!Object.hasOwn(methods, name)) {
      throw new Error(`OmniHub: there is no method ${name}`)
    }
    return methods[name]?.(...(args as never[]))
  }
  return Object.assign(call, methods, { q: { push: (...calls: Call[]) => run(call, calls) } }) as Api
}

// One wrong call does not keep the others from being made.
export function run(call: (name: string, ...args: unknown[]) => unknown, calls: Call[]): void {
  for (const [name, ...args] of calls) {
    try {
      call(name, ...args)
    } catch (problem) {
      console.error(problem)
    }
  }
}
