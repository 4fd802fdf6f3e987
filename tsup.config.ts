import { defineConfig } from 'tsup'

export default defineConfig([
  {
    entry: {
      index: 'src/index.ts',
      machines: 'src/machines.ts',
      civil: 'src/civil.ts',
      fragment: 'src/fragment.ts',
      express: 'src/express/index.ts',
      password: 'src/rules/password/index.ts',
      identity: 'src/rules/identity/index.ts',
      memory: 'src/adapters/memory.ts',
      files: 'src/adapters/files.ts',
      sql: 'src/adapters/sql/index.ts',
      sqlite: 'src/adapters/sqlite/index.ts',
      storage: 'src/adapters/storage.ts',
      pec: 'src/rules/pec/index.ts',
      federation: 'src/rules/federation/index.ts',
      smtp: 'src/adapters/smtp.ts',
      node: 'src/adapters/node.ts',
      testing: 'src/testing/index.ts',
    },
    format: ['esm'],
    platform: 'neutral',
    target: 'es2022',
    dts: { compilerOptions: { ignoreDeprecations: '6.0' } },
    // The second build writes into the same folder at the same time.
    clean: ['!*.global.js'],
    splitting: true,
    // Without it the entries import chunks that they need nothing of.
    treeshake: { moduleSideEffects: false },
    silent: true,
  },
  {
    // For a page without a bundler: <script src="password.global.js"> defines `sportelloPassword`.
    entry: { password: 'src/rules/password/index.ts' },
    format: ['iife'],
    globalName: 'sportelloPassword',
    platform: 'browser',
    target: 'es2020',
    minify: true,
    clean: false,
    banner: { js: '/*! sportello/password, MIT licence */' },
    silent: true,
  },
  {
    // For the pages of mailed links: <script defer src="fragment.global.js"> runs by itself.
    entry: { fragment: 'src/fragment-script.ts' },
    format: ['iife'],
    platform: 'browser',
    target: 'es2020',
    minify: true,
    clean: false,
    banner: { js: '/*! sportello/fragment, MIT licence */' },
    silent: true,
  },
  {
    // Beside password.global.js: <script defer src="checklist.global.js"> runs by itself.
    entry: { checklist: 'src/checklist-script.ts' },
    format: ['iife'],
    platform: 'browser',
    target: 'es2020',
    minify: true,
    clean: false,
    banner: { js: '/*! sportello/express, MIT licence */' },
    silent: true,
  },
])
