/** Name of the add-on, and of everything that its chart makes. */
export const EXTERNAL_DNS = 'external-dns';
