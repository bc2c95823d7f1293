import { z } from 'zod';
import { dns01, DNS01_PROVIDERS } from '../../config/dns01';
import { kindUnion } from '../../config/kinds';

test.each(DNS01_PROVIDERS)('what stands in for a wrong key of %s is right itself', (provider) => {
  // GIVEN only the keys that this provider cannot do without
  const { options, kinds } = kindUnion(dns01)!;
  const option = options.find(({ shape }) => (shape['provider'] as z.ZodType).safeParse(provider).success)!;
  const known = Object.entries(kinds.standIns!).filter(([key]) => Object.hasOwn(option.shape, key));
  // THEN
  expect(option.safeParse({ provider, ...Object.fromEntries(known) })).toMatchObject({ success: true });
});
