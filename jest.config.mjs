/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  globalSetup: '<rootDir>/test/build.mjs',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  // What takes minutes: npm run test:slow (jest.slow.config.mjs).
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/slow/'],
  // Jest leaves one core to itself, although it does next to nothing: on two cores that is half of them.
  maxWorkers: '100%',
  // swc strips the types; `npm run lint` is what checks them.
  transform: {
    '\\.m?[jt]s$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } }],
  },
  // Node requires an ES module by itself; Jest's own loader does so from Node 24.9 on only. @clack/prompts brings the rest.
  transformIgnorePatterns: ['/node_modules/(?!(@marcbachmann/cel-js|@clack|sisteransi|fast-(string-(truncated-)?width|wrap-ansi))/)'],
  snapshotSerializers: ['<rootDir>/test/pin-serializer.ts'],
  snapshotFormat: { escapeString: false, printBasicPrototype: false },
};
