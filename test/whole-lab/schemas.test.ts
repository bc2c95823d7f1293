import { checkSchemas } from '../../check/schemas/schema-check';
import { describeTrees, nameOf } from './labs';

describeTrees((tree) => {
  test('has no object that an API server with strict field validation would refuse', () => {
    const refusals = checkSchemas(tree().manifests);
    expect(refusals.flatMap(({ object, violations }) => violations.map(({ path, message }) => `${nameOf(object)}: ${path} ${message}`)))
      .toEqual([]);
  });
});
