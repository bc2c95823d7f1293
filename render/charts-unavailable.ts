import { SystemRefusal } from '../errors';

/**
 * Thrown if charts cannot be rendered at all: no helm, no archive, no registry, or an archive that has changed. The message is ready to
 * print.
 */
export class ChartsUnavailable extends SystemRefusal {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ChartsUnavailable';
  }
}
