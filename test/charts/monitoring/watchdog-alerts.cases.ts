import type { AlertCase } from '../../alerts/case';

const cases: readonly AlertCase[] = [
  {
    alert: 'Watchdog',
    on: 'always',
    at: '5m',
    series: {},
    fires: [
      { labels: {}, description: 'This alert always fires. It proves that Prometheus evaluates rules and that Alertmanager delivers.' },
    ],
  },
];

export default cases;
