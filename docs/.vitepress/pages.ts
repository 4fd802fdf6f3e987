/** The pages of the site in the order in which they are wanted: by task. A page of the repository that is in no group is told by a test. */

/** `path` is relative to `docs`, without its ending; `says` is one sentence. */
export type SitePage = { readonly path: string; readonly title: string; readonly says: string }

export type SiteGroup = { readonly title: string; readonly pages: readonly SitePage[] }

const page = (path: string, title: string, says: string): SitePage => ({ path, title, says })

export const siteGroups: readonly SiteGroup[] = [
  {
    title: 'Start',
    pages: [
      page('index', 'What it is, and a first sign-in', 'What the library does, two commands, and the quick start.'),
      page('first-portal', 'A first portal in the browser', 'A whole portal on Express, in one file, from an empty folder.'),
      page(
        'portal',
        'The portal, page by page',
        'The larger portal to click through, how it is made, and how an office takes it over.',
      ),
      page('demo', 'The demo', 'What `npm run demo` prints, word by word.'),
      page('deciding', 'Which procedures an office needs', 'What the law or the seeds fix, and what an office chooses.'),
      page('going-live', 'Before going live', 'A checklist of keys, backups, jobs, PEC and limits, to be printed.'),
      page('comparison', 'Compared with others', 'Kratos, Keycloak, better-auth and wp-spid-italia beside this library, dated.'),
    ],
  },
  {
    title: 'Procedures',
    pages: [
      page('registration', 'Registration and approval', 'How requests are corrected, and first credentials issued anew.'),
      page('account', 'The account', 'Who suspends and revokes a credential, and what that does.'),
      page('recovery', 'A forgotten password, a lost PIN', 'How a password is recovered and a PIN renewed.'),
      page('identification', 'Identified face to face', 'How a person who was identified in person has access again.'),
      page('cannot-get-in', 'Somebody cannot get in', 'What the office does for somebody who cannot get in.'),
      page('addresses', 'PEC and mailbox', 'How addresses change, and what the assisted way is.'),
      page('rebinding', 'Another codice fiscale or name', 'How a person with another codice fiscale or name keeps the account.'),
      page('desk', 'The desk of the office', 'How the office lists, searches, assigns and counts its requests.'),
      page('services', 'Services, bodies, delegations', 'What there is for whom, and who may use it (seed 002).'),
      page('federation', 'SPID, CIE, CNS and eIDAS', 'What gateways hand over, how it is read, whose account it opens.'),
      page('spid-and-cie', 'From credentials to SPID and CIE', 'The way there, step by step, for an office and its supplier.'),
      page('sunset', 'The end of local credentials', 'How they come to their end in favour of SPID, CIE and CNS (seed 002).'),
      page(
        'maintenance',
        'Maintenance windows',
        'How features are closed for a time, and what becomes of what is under way (seed 000).',
      ),
      page('maintenance-table', 'Maintenance, every case', 'What each call answers in each maintenance window.'),
      page(
        'migration',
        'Mailboxes to another provider',
        'How the mailboxes of a domain move, and which password opens which (seed 004).',
      ),
      page('import', 'Accounts of another system', 'How they are taken over in bulk.'),
    ],
  },
  {
    title: 'Guides',
    pages: [
      page('guides/express', 'Express', 'The portal of the package, and pages and routes of your own beside it.'),
      page('guides/fastify', 'Fastify', 'An interface for JSON on Fastify.'),
      page('guides/next', 'Next.js', 'Route handlers and cookies on web requests, for Next.js and everything like it.'),
      page('guides/keys', 'Keys', 'How keys are drawn, kept, rotated and retired.'),
      page('guides/jobs', 'Jobs', 'Mail, sweep, anchors: what a timer or a worker calls, and what it reports.'),
      page('guides/pec-receipts', 'PEC receipts', 'How receipts are read from a mailbox and handed over.'),
      page('guides/passwords', 'Passwords in a page', 'The rules of passwords in the browser, by the very code of the server.'),
      page('guides/testing', 'Testing', 'A counter in memory for your own tests: clock, chance, mail, faults.'),
      page('guides/adapters', 'Adapters', 'How a storage, a mailer or a scanner of your own is written and proved.'),
      page('guides/postgresql', 'PostgreSQL in production', 'Pool, migrations, rights, your own transactions, many processes.'),
      page('upgrading', 'Upgrading', 'What a version number says, and how a host moves to a new one.'),
    ],
  },
  {
    title: 'What a host needs to know',
    pages: [
      page('host', 'What a host writes itself', 'Everything that is left to the host, with what the library has for each.'),
      page('letters', 'Letters', 'What is mailed, in what words, and how a host words it anew.'),
      page('storage', 'Storage', 'Where the records live: PostgreSQL, SQLite, memory.'),
      page('retention', 'Retention', 'How long data are kept, and what export and erasure do.'),
      page('feed', 'The feed', 'How rows of the host follow what happens.'),
      page('journal', 'The journals', 'What they prove, and how anchors are kept.'),
      page('observability', 'Traces and metrics', 'What OpenTelemetry gets by `observe`.'),
      page('civil', 'Rome’s time', 'How it is read and told.'),
    ],
  },
  {
    title: 'Tables and reference',
    pages: [
      page('guides/functions', 'Every function', 'All functions of the package, with the chapter that tells of each.'),
      page('reference/index', 'API reference', 'A page for every export of every entry point.'),
      page('refusals', 'Refusals and problems', 'Every refusal and every problem of a form, in words.'),
      page('policy', 'Policy', 'Every figure of the policy, its default and its limits.'),
      page('machines', 'Machines', 'Every state machine, drawn from the code.'),
    ],
  },
  {
    title: 'What is promised',
    pages: [
      page('security', 'Security', 'What is defended, against whom, and how a fault is told.'),
      page('threat-model', 'Threat model', 'Every case, invariant and goal, and the test that shows it.'),
      page('assurance', 'Assurance', 'What is promised, and what shows it.'),
      page('campaigns', 'Campaigns', 'The long runs before a release.'),
      page('mutants', 'Mutants', 'How many changed copies of the sources the unit tests find, part by part.'),
      page('performance', 'Performance', 'What it costs in time and memory, measured.'),
      page('versions', 'Supported versions', 'The versions that it is tested with.'),
      page('changelog', 'Changes', 'What changed in each version.'),
    ],
  },
  {
    title: 'How it is made',
    pages: [
      page('architecture', 'Architecture', 'How the sources hang together.'),
      page('contributing', 'Contributing', 'Commands, names, and how a procedure is added.'),
      page('decisions/index', 'Decisions', 'What shapes several folders, why, and what was measured.'),
    ],
  },
]

/** The pages in Italian, for the office. */
export const italianGroup: SiteGroup = {
  title: 'Per l’ufficio (in italiano)',
  pages: [
    page('it/index', 'Che cosa fa', 'Che cosa fa lo sportello, per chi decide.'),
    page('it/deciding', 'Quali procedure servono', 'Che cosa fissano le norme, che cosa sceglie l’ente.'),
    page('it/going-live', 'Prima di andare in servizio', 'La lista di controllo, da stampare.'),
  ],
}
