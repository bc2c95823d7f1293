import { parseConfig } from '../../../charts/load-config';

test.each(['1m', '10m', '2h', '59m59s'])('the clock guard may wait for a jump of %s', (threshold) => {
  expect(parseConfig(`mesh: { clockJumpThreshold: ${threshold} }`).mesh.clockJumpThreshold).toBe(threshold);
});

test.each([
  ['30s', '720h', /ordinary corrections of the clock would restart the mesh/],
  ['0s', '720h', /ordinary corrections/],
  ['360h', '720h', /certificates would expire before the guard acts/],
  ['30m', '1h', /not below half of mesh.workloadCertificateTTL/],
])('a threshold of %s with certificates of %s is refused', (clockJumpThreshold, workloadCertificateTTL, message) => {
  expect(() => parseConfig(JSON.stringify({ mesh: { clockJumpThreshold, workloadCertificateTTL } }))).toThrow(message);
});
