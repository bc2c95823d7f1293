import { pathOfCall } from '../../config/call-path';

test.each([
  [{}, 'PathPrefix', '/'],
  [{ service: 'shop.Orders', method: 'Get' }, 'Exact', '/shop.Orders/Get'],
  [{ service: 'shop.Orders' }, 'PathPrefix', '/shop.Orders'],
  [{ method: 'Get' }, 'RegularExpression', '/[^/]+/Get'],
  [{ service: 'shop\\..*', type: 'RegularExpression' as const }, 'RegularExpression', '/shop\\..*/.+'],
  [{ method: 'Get.*', type: 'RegularExpression' as const }, 'RegularExpression', '/[^/]+/Get.*'],
])('the path of the call %j is %s %s', (call, type, value) => {
  expect(pathOfCall(call)).toEqual({ type, value });
});
