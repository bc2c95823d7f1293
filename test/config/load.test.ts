import { parseConfig } from '../../config/load';

test('an empty file is the default lab', () => {
  expect(parseConfig('').domain).toBe('homelab.example.com');
});
