/** A dashboard of Grafana. */
export interface Dashboard {
  /** Name of its file and, behind `dashboard-`, of its ConfigMap; alert rules refer to it. */
  readonly name: string;
  /** The dashboard as Grafana exports it. `uid` is the end of its address. */
  readonly json: { readonly uid: string; readonly [field: string]: unknown };
}

/** Dashboards of a project that ships them as files of a release; Grafana downloads them at each start. */
export interface DashboardDownload {
  /** Folder in Grafana. */
  readonly folder: string;
  /** Address of each file, by a name of this lab's own. */
  readonly urls: Readonly<Record<string, string>>;
}
