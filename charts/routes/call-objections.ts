import type { CallMatch } from '../../config/call-path';
import type { Objection } from '../../config/objection';
import { regexProblem } from '../core/re2';
import { about, type RuleObjection } from './objection-about';

/** Everything that the API server or the gateway would refuse in what is asked of a call, from `call` on. */
export function callObjections({ service, method, type = 'Exact' }: CallMatch): RuleObjection[] {
  if (type === 'RegularExpression') {
    return Object.entries({ service, method })
      .flatMap(([key, value]) => value === undefined ? [] : about(expressionObjection(value), value, key));
  }
  return [
    ...service === undefined ? [] : about(nameObjection(service, SERVICE, 'shop.v1.Orders'), service, 'service'),
    ...method === undefined ? [] : about(nameObjection(method, METHOD, 'GetOrder'), method, 'method'),
  ];
}

/** The definition's own forms. */
const SERVICE = /^\.?[a-z_][a-z_0-9]*(\.[a-z_][a-z_0-9]*)*$/i;
const METHOD = /^[A-Za-z_][A-Za-z_0-9]*$/;

function nameObjection(value: string, form: RegExp, example: string): Objection | undefined {
  return form.test(value) ? undefined : {
    what: 'is not a name that gRPC has', fix: `write it as the .proto file does, such as ${example}, or use a RegularExpression`,
  };
}

function expressionObjection(value: string): Objection | undefined {
  const wrong = regexProblem(value);
  return wrong === undefined ? undefined : {
    what: `is not a regular expression that the gateway knows, ${wrong}`,
    fix: 'write it in the syntax of RE2, https://github.com/google/re2/wiki/Syntax',
  };
}
