import type { ErrorObject } from 'ajv';
import { formatPointer, type Violation } from './violation';

/** An error of a compiled schema in words. */
export function explain({ instancePath, keyword, params, message }: ErrorObject): Violation {
  const path = formatPointer(instancePath);
  switch (keyword) {
    case 'additionalProperties':
      return { path: formatPointer(`${instancePath}/${String(params['additionalProperty']).replaceAll('~', '~0').replaceAll('/', '~1')}`), message: 'is a field this kind does not have' };
    case 'required': return { path, message: `lacks the field ${String(params['missingProperty'])}` };
    case 'type': return { path, message: `must be of type ${[params['type']].flat().join(' or ')}` };
    case 'enum': return { path, message: `must be one of ${(params['allowedValues'] as unknown[]).join(', ')}` };
    default: return { path, message: message ?? `breaks the rule "${keyword}"` };
  }
}
