import { uncheckedKinds } from '../../render/unchecked';
import { object } from '../check/objects';
import { chartsOf } from './charts';

test('kinds without a pinned schema are named once, in order', () => {
  const chart = [
    object('v1', 'Service', 'a', 'tools'), object('example.org/v1', 'Widget', 'a', 'tools'),
    object('example.org/v1', 'Widget', 'b', 'tools'),
    object('example.org/v1', 'Gadget', 'a', 'tools'), object('v2', 'Service', 'a', 'tools'),
  ];
  expect(uncheckedKinds(chartsOf({ chart }))).toEqual(['Gadget (example.org/v1)', 'Service (v2)', 'Widget (example.org/v1)']);
});
