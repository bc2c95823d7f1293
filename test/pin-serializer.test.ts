import { CHARTS, K3S_VERSION } from '../versions';
import { withoutPins } from './pin-serializer';

const { version } = CHARTS.cilium;

test('a snapshot has a placeholder where a pin was', () => {
  expect({ image: `registry.example/cilium:${version}`, text: `a: ${version}\nb: '${K3S_VERSION}'\n` }).toMatchInlineSnapshot(`
{
  "image": "registry.example/cilium:<pin>",
  "text": "a: <pin>
b: '<pin>'
",
}
`);
});

test.each(['1', '1.', 'x'])('a version that begins with %j and ends like a pin is another one', (before) => {
  expect(withoutPins(`${before}${version}`)).toBe(`${before}${version}`);
});

test.each(['0', '.1', '+k3s1', 'a'])('a version that begins like a pin and ends with %j is another one', (after) => {
  expect(withoutPins(`${version}${after}`)).toBe(`${version}${after}`);
});

test.each(['.', ',', '/', ' ', '-distroless', ''])('a pin before %j is one', (after) => {
  expect(withoutPins(`/${version}${after}`)).toBe(`/<pin>${after}`);
});
