import type { Manifest } from '../../charts/core/manifest';
import { podTemplate } from '../../charts/core/pod-template';
import { at, text } from '../../charts/core/rendered-lab';
import { isPinnedImage } from '../../check/image';
import type { Judge } from '../judge';
import { containersOf } from '../pods';

/** An image that moves runs something else after a restart than before, and nothing in git says so. */
export const chartImage: Judge = {
  name: 'chart-image',
  severity: 'error',
  check: ({ objects }) => objects.flatMap((object) => imagesOf(object).filter((image) => !isPinnedImage(image)).map((image) => ({
    object, what: `runs ${image}, which names no exact version`, fix: 'set the tag of that image to a version',
  }))),
};

/** Images of containers, and those that an operator is told to run. */
function imagesOf(object: Manifest): string[] {
  const template = podTemplate(object);
  const containers = template === undefined ? [] : containersOf(at(template, 'spec')).map((container) => text(container, 'image'));
  const operated = object.apiVersion.startsWith('monitoring.coreos.com/') ? [text(object, 'spec', 'image')] : [];
  return [...containers, ...operated.filter((image) => image !== '')];
}
