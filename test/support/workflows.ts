/** What the workflows of the repository may do: jobs with their permissions and commands, read from YAML as it is written there. */

type Violations = readonly string[]

/** One job: its name, and its lines. */
type Job = { readonly name: string; readonly lines: readonly string[] }

/** The jobs of a workflow, each with the lines that stand before all jobs, since permissions there hold for it too. */
function jobsOf(workflow: string): readonly Job[] {
  const [head = '', below = ''] = workflow.split(/^jobs:$/m)
  const jobs = [...below.matchAll(/^ {2}([\w-]+):\n((?:(?: {3,}.*)?\n)*)/gm)]
  return jobs.map(([, name = '', lines = '']) => ({ name, lines: [...head.split('\n'), ...lines.split('\n')] }))
}

/** Actions that are named by a tag or branch, which can be moved, or without the version that a reader knows. */
export function loosePins(workflow: string): Violations {
  const uses = [...workflow.matchAll(/\buses: *(.+)$/gm)].map(([, action = '']) => action)
  return uses.filter((action) => !/^[\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(action))
}

const rights = /^ *(?:[\w-]+: write\b|permissions: *write-all)|\bsecrets\./

/** Commands that run code of packages: scripts of an installation, scripts of the repository with its tools, a package itself. */
const runsPackages = /\bnpx\b|\bnpm (?:run|test|t|cit|exec|x|start)\b|\bnode_modules\b|\.ci\/run\b/
const installs = /\bnpm (?:ci|i|install|publish|pack|rebuild)\b/

/** Jobs that hold a right to write or a secret, and run code of packages. */
export function exposedJobs(workflow: string): Violations {
  return jobsOf(workflow).flatMap(({ name, lines }) => {
    if (!lines.some((line) => rights.test(line))) return []
    const commands = lines.filter(
      (line) => runsPackages.test(line) || (installs.test(line) && !line.includes('--ignore-scripts')),
    )
    return commands.map((line) => `${name}: ${line.trim()}`)
  })
}
