import { createRequire } from 'node:module';
import type * as Promql from '@prometheus-io/lezer-promql' with { 'resolution-mode': 'import' };

// The package has a CommonJS build, but says so only to Node.js and not to TypeScript.
const { parser } = createRequire(__filename)('@prometheus-io/lezer-promql') as typeof Promql;

/** The places at which a text is not PromQL; none if it is. */
export function promqlErrors(expression: string): string[] {
  const errors: string[] = [];
  parser.parse(expression).iterate({
    enter: ({ type, from, to }) => { if (type.isError) { errors.push(`${from}-${to}: ${expression.slice(from, to + 10)}`); } },
  });
  return errors;
}

/** Names of the metrics an expression reads. */
export function metricNames(expression: string): string[] {
  const names: string[] = [];
  parser.parse(expression).iterate({
    enter: ({ name, node, from, to }) => {
      if (name === 'Identifier' && node.parent?.name === 'VectorSelector') { names.push(expression.slice(from, to)); }
    },
  });
  return names;
}
