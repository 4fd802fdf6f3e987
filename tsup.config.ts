import { defineConfig } from 'tsup'

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    machines: 'src/machines.ts',
    password: 'src/password/index.ts',
    identity: 'src/identity/index.ts',
    memory: 'src/adapters/memory.ts',
    files: 'src/adapters/files.ts',
    smtp: 'src/adapters/smtp.ts',
    node: 'src/adapters/node.ts',
    testing: 'src/testing/index.ts',
  },
  format: ['esm'],
  platform: 'neutral',
  target: 'node20',
  dts: { compilerOptions: { ignoreDeprecations: '6.0' } },
  clean: true,
  sourcemap: false,
  splitting: true,
  treeshake: false,
})
