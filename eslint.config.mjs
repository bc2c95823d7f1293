import jsdoc from 'eslint-plugin-jsdoc';
import tseslint from 'typescript-eslint';

/*
 * Which declarations need a doc comment: every export, and every member of an exported interface or class. A member whose type is a single
 * literal (the `kind` of a union) says all there is to say itself.
 */
const EXPORTED = 'ExportNamedDeclaration';
const PROPERTY = ':matches(TSPropertySignature, TSMethodSignature):not([typeAnnotation.typeAnnotation.type="TSLiteralType"])';
const PUBLIC = ':not([accessibility="private"]):not([accessibility="protected"]):not([override=true]):not([key.type="PrivateIdentifier"])';
const DOCUMENTED = [
  `${EXPORTED} > TSInterfaceDeclaration`,
  `${EXPORTED} > TSTypeAliasDeclaration`,
  `${EXPORTED} > TSEnumDeclaration`,
  `${EXPORTED}[declaration.type="VariableDeclaration"]`,
  `${EXPORTED} > FunctionDeclaration`,
  `${EXPORTED} > ClassDeclaration`,
  'ExportDefaultDeclaration > FunctionDeclaration',
  'ExportDefaultDeclaration > ClassDeclaration',
  `${EXPORTED} > TSInterfaceDeclaration > TSInterfaceBody > ${PROPERTY}`,
  `${EXPORTED} > TSTypeAliasDeclaration > TSTypeLiteral > ${PROPERTY}`,
  `${EXPORTED} > TSTypeAliasDeclaration > TSIntersectionType > TSTypeLiteral > ${PROPERTY}`,
  `${EXPORTED} > ClassDeclaration > ClassBody > :matches(MethodDefinition, TSAbstractMethodDefinition):not([kind="constructor"])${PUBLIC}`,
  `${EXPORTED} > ClassDeclaration > ClassBody > :matches(PropertyDefinition, TSAbstractPropertyDefinition)${PUBLIC}`,
  // A constructor that declares public fields in its parameters is where these are explained.
  `${EXPORTED} > ClassDeclaration > ClassBody > MethodDefinition[kind="constructor"]:has(TSParameterProperty${PUBLIC})`,
];

/** Optional members of exported interfaces, each of which has to say what its absence means. The rule that uses it knows no ">". */
const OPTIONAL = `TSPropertySignature[optional=true][parent.type="TSInterfaceBody"][parent.parent.parent.type="${EXPORTED}"]`;

/** Sources that are read: `imports/` and what a synth writes are generated. */
const SOURCES = ['*.ts', '{charts,check,cli,config,diff,draw,host,output,synth,tools}/**/*.ts'];

export default tseslint.config(
  { ignores: ['node_modules/', 'imports/', 'dist/', 'lib/', 'runbooks/', 'schemas/', 'scripts/', 'coverage/'] },
  ...tseslint.configs.recommendedTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-definitions': ['error', 'interface'],
      // A JSON type that contains itself can only be written with an index signature.
      '@typescript-eslint/consistent-indexed-object-style': 'off',
      '@typescript-eslint/dot-notation': 'off',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      'no-console': 'error',
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
      'no-restricted-imports': ['error', {
        paths: [{ name: 'cdk8s-plus-28', message: 'Import k8s from charts/k8s: the index loads ten times as much.' }],
      }],
      'no-nested-ternary': 'error',
      eqeqeq: 'error',
      // test/host/columns.test.ts holds PowerShell and shell to the same.
      'max-len': ['error', { code: 140, tabWidth: 2 }],
      quotes: ['error', 'single', { avoidEscape: true, allowTemplateLiterals: true }],
      semi: ['error', 'always'],
      indent: 'off',
    },
  },
  {
    files: SOURCES,
    plugins: { jsdoc },
    rules: {
      'jsdoc/require-jsdoc': ['error', {
        contexts: DOCUMENTED, enableFixer: false, checkConstructors: false, require: { FunctionDeclaration: false },
      }],
      'jsdoc/no-restricted-syntax': ['error', {
        contexts: [{
          context: OPTIONAL,
          comment: 'JsdocBlock:not(:has(JsdocTag[tag=default])):not([description=/@default/])',
          message: 'Say with @default what counts if it is left out: a value, or "- " and words.',
        }],
      }],
      'jsdoc/require-throws': ['error', { contexts: [`${EXPORTED} > FunctionDeclaration`, 'MethodDefinition'] }],
      // Parameters that a comment names exist.
      'jsdoc/check-param-names': ['error', { checkDestructured: false, disableMissingParamChecks: true }],
      // Types stand in the code.
      'jsdoc/no-types': 'error',
      'jsdoc/empty-tags': 'error',
    },
  },
  {
    files: ['**/*.mjs', '**/*.cjs'],
    extends: [tseslint.configs.disableTypeChecked],
    // JavaScript has no place for a type.
    rules: { '@typescript-eslint/explicit-module-boundary-types': 'off' },
  },
  {
    files: ['**/*.cjs'],
    languageOptions: { sourceType: 'commonjs' },
    rules: { '@typescript-eslint/no-require-imports': 'off', '@typescript-eslint/explicit-module-boundary-types': 'off' },
  },
);
