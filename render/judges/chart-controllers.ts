import { checkControllers } from '../../check/controllers/controller-check';
import { prometheusFeatures } from '../../check/promql/features';
import { checkMetadata, checkSchema } from '../../check/schemas/schema-check';
import type { Judge } from '../judge';
import { withoutNulls } from '../without-nulls';

/** What the API server takes of a chart and a controller then cannot use, such as a PrometheusRule with a mistake in its PromQL. */
export const chartControllers: Judge = {
  name: 'chart-controllers',
  severity: 'error',
  check: (charts) => {
    const features = prometheusFeatures(charts.all);
    return charts.objects.flatMap((object) => {
      const sent = withoutNulls(object);
      // What its schema does not allow is said by another judge, and may have a number in the place of a text.
      if ((checkSchema(sent) ?? checkMetadata(sent)).length > 0) { return []; }
      return checkControllers(sent, { features }).map(({ path, message, by, does }) => ({
        object,
        what: `is nothing that ${by} can use, which ${does}: ${path === '' ? '' : `${path} `}${message}`,
        fix: 'change the value that this field is made from',
      }));
    });
  },
};
