import { nearest } from '../../config/nearest';

test.each([
  ['nmae', ['name', 'names'], 'name'],
  ['prot', ['port', 'protocol'], 'port'],
  ['CIDR', ['cidr', 'cdir'], 'cidr'],
  ['domian', ['domain', 'domains'], 'domain'],
  ['frobnicate', ['domain', 'network'], undefined],
  ['xy', [], undefined],
])('of a misspelt word %s and the known ones %j it is %s', (word, known, expected) => {
  expect(nearest(word, known)).toBe(expected);
});
