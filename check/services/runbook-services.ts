/** A Service that a command in a runbook names. */
export interface RunbookService {
  /** File of the runbook, below `runbooks/`. */
  readonly page: string;
  /** Its namespace. */
  readonly namespace: string;
  /** Its name. */
  readonly name: string;
  /** Its port. */
  readonly port: number;
}

/** Every Service that runbooks of the platform name; a test reads the pages. */
export const RUNBOOK_SERVICES: readonly RunbookService[] = [
  { page: 'gatewaydown.md', namespace: 'monitoring', name: 'grafana', port: 3000 },
  { page: 'watchdog.md', namespace: 'monitoring', name: 'kube-prometheus-stack-alertmanager', port: 9093 },
];
