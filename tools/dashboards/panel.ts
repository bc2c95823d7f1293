import { RowBuilder, DashboardBuilder, ThresholdsConfigBuilder, ThresholdsMode } from '@grafana/grafana-foundation-sdk/dashboard';
import { DataqueryBuilder } from '@grafana/grafana-foundation-sdk/prometheus';
import { PanelBuilder as StatBuilder } from '@grafana/grafana-foundation-sdk/stat';
import { PanelBuilder as TimeseriesBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import type { Expression } from '../../charts/core/promql';

/** One line of a panel. */
export interface Query {
  /** What is shown. */
  readonly expr: Expression;
  /** Name of the line, with Grafana's {{label}}. */
  readonly legend: string;
}

/** A panel of a dashboard. */
export interface Panel {
  /** Lines over time, or one number. */
  readonly kind: 'graph' | 'number';
  /** Its heading. */
  readonly title: string;
  /** What it shows and when to worry. */
  readonly description: string;
  /** Grafana's unit id. */
  readonly unit: string;
  /** Its lines. */
  readonly queries: readonly Query[];
  /** Columns out of 24. @default 8 */
  readonly width?: number;
  /** Values below which a number is red, and from there on green. @default - no colours */
  readonly redBelow?: number;
  /** Values from which a number is red, and below which it is green. @default - no colours */
  readonly redFrom?: number;
}

/** Panels below one heading. */
export interface Row {
  /** The heading. */
  readonly title: string;
  /** The panels, from left to right. */
  readonly panels: readonly Panel[];
}

/** What a dashboard is made from. */
export interface DashboardProps {
  /** Part of the address, so it never changes. */
  readonly uid: string;
  /** Its name in Grafana. */
  readonly title: string;
  /** One sentence on what it is for. */
  readonly description: string;
  /** Its rows, from the top. */
  readonly rows: readonly Row[];
}

/** The data source's id is fixed by kube-prometheus-stack (grafana.sidecar.datasources.uid). */
const PROMETHEUS = { type: 'prometheus', uid: 'prometheus' };

/** A dashboard as Grafana's JSON. */
export function dashboard({ uid, title, description, rows }: DashboardProps): unknown {
  const builder = new DashboardBuilder(title)
    .uid(uid)
    .description(description)
    .tags(['homelab'])
    .timezone('browser')
    .refresh('1m')
    .time({ from: 'now-6h', to: 'now' })
    .readonly();
  for (const { title: rowTitle, panels } of rows) {
    builder.withRow(new RowBuilder(rowTitle));
    panels.forEach((panel) => { builder.withPanel(panel.kind === 'graph' ? graph(panel) : number(panel)); });
  }
  return builder.build();
}

function graph({ title, description, unit, queries, width = 8 }: Panel): TimeseriesBuilder {
  return addQueries(
    new TimeseriesBuilder().title(title).description(description).unit(unit).datasource(PROMETHEUS).height(8).span(width).min(0),
    queries,
  );
}

function number({ title, description, unit, queries, width = 6, redBelow, redFrom }: Panel): StatBuilder {
  const panel = new StatBuilder().title(title).description(description).unit(unit).datasource(PROMETHEUS).height(5).span(width);
  if (redBelow !== undefined) { panel.thresholds(colours('red', redBelow, 'green')); }
  if (redFrom !== undefined) { panel.thresholds(colours('green', redFrom, 'red')); }
  return addQueries(panel, queries);
}

function colours(below: string, limit: number, from: string): ThresholdsConfigBuilder {
  return new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps([{ value: null, color: below }, { value: limit, color: from }]);
}

function addQueries<T extends { withTarget(target: DataqueryBuilder): unknown }>(panel: T, queries: readonly Query[]): T {
  queries.forEach(({ expr, legend }, index) => {
    panel.withTarget(
      new DataqueryBuilder()
        .datasource(PROMETHEUS)
        .expr(expr.toString())
        .legendFormat(legend)
        .refId(String.fromCharCode(65 + index)),
    );
  });
  return panel;
}
