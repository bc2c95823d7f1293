import { checkSchema } from '../../check/schemas/schema-check';
import { describeTrees, nameOf } from './labs';

describeTrees((tree) => {
  test('has no object that an API server with strict field validation would refuse', () => {
    const refusals = tree().manifests.flatMap((object) => {
      const violations = checkSchema(object);
      return violations ? violations.map(({ path, message }) => `${nameOf(object)}: ${path} ${message}`) : [`${nameOf(object)}: no schema`];
    });
    expect(refusals).toEqual([]);
  });
});
