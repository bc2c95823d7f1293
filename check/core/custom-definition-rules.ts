import { celProblem } from '../cel/admission-cel';
import { itemsOf, textOf, type Report } from './report';

/** Rules in CEL of a schema of somebody's own: their syntax and the names in them. */
export function checkValidations(report: Report, path: string, rules: unknown): void {
  itemsOf(rules).forEach(({ rule, reason, fieldPath, message, messageExpression }, index) => {
    const here = `${path}.x-kubernetes-validations[${index}]`;
    const text = textOf(rule).trim();
    if (text === '') { report.say(`${here}.rule`, 'must be there and not be empty'); } else {
      const problem = celProblem(text, 'bool', ['self', 'oldSelf']);
      if (problem !== undefined && !problem.includes('any type')) { report.say(`${here}.rule`, `must be CEL: ${problem}`); }
    }
    report.among(`${here}.reason`, reason, ['FieldValueInvalid', 'FieldValueForbidden', 'FieldValueRequired', 'FieldValueDuplicate']);
    if (textOf(message) !== '' && textOf(message).trim() === '') { report.say(`${here}.message`, 'must not be empty'); }
    if (textOf(messageExpression) !== '') {
      const problem = celProblem(textOf(messageExpression), 'string', ['self', 'oldSelf']);
      if (problem !== undefined && !problem.includes('any type')) { report.say(`${here}.messageExpression`, `must be CEL: ${problem}`); }
    }
    if (fieldPath !== undefined && !/^[.[]/.test(textOf(fieldPath))) { report.say(`${here}.fieldPath`, 'must begin with "." or "["'); }
  });
}
