/** A dashboard of Grafana. */
export interface Dashboard {
  /** Name of its file and, behind `dashboard-`, of its ConfigMap; alert rules refer to it. */
  readonly name: string;
  /** The dashboard as Grafana exports it. `uid` is the end of its address. */
  readonly json: { readonly uid: string; readonly [field: string]: unknown };
}

/** A panel or the row above some, as Grafana exports them. */
interface Panel { readonly type: string; readonly title: string }

/**
 * A dashboard without one of its rows; Grafana closes the gap.
 *
 * @throws Error if it has no row of that title
 */
export function withoutRow<Json extends Dashboard['json'] & { readonly panels: readonly Panel[] }>(json: Json, title: string): Json {
  const first = json.panels.findIndex((panel) => panel.type === 'row' && panel.title === title);
  if (first < 0) { throw new Error(`the dashboard ${json.uid} has no row "${title}"`); }
  const next = json.panels.findIndex((panel, index) => index > first && panel.type === 'row');
  return { ...json, panels: json.panels.filter((_, index) => index < first || next >= 0 && index >= next) };
}

/** Dashboards of a project that ships them as files of a release; Grafana downloads them at each start. */
export interface DashboardDownload {
  /** Folder in Grafana. */
  readonly folder: string;
  /** Address of each file, by a name of this lab's own. */
  readonly urls: Readonly<Record<string, string>>;
}
