import { isWithinDomain } from '../../../config/domain-names';
import { labDomains } from '../../../config/domains';
import { textOf } from '../../core/plain-data';
import { off, type SafeSetting, type SafeValue } from '../../core/safe-values';

const FOREIGN = 'it would write, and with sync delete, records that are not the lab\'s';
const MARKED = 'two labs would take each other\'s records for their own';

/** Values that decide where external-dns writes. Keys: charts/external-dns/values.yaml at external-dns-helm-chart-1.21.1. */
export const RECORD_SAFE_VALUES: readonly SafeValue[] = [
  {
    path: ['domainFilters'], wanted: 'a list of domains of the lab alone', why: FOREIGN,
    safe: (value, { lab: { config } }) => Array.isArray(value) && value.length > 0
      && value.every((each) => labDomains(config).some(({ name }) => isWithinDomain(name, textOf(each)))),
  },
  {
    path: ['policy'], wanted: 'nothing; dns.policy says it',
    why: 'whether records are deleted stands in homelab.yaml, where it is looked for',
    safe: (value, { lab: { config: { dns } } }) => dns.provider !== 'external-dns' || value === dns.policy,
  },
  {
    path: ['registry'], wanted: 'txt', why: MARKED,
    safe: (value, { lab: { config: { dns } } }) => dns.provider !== 'external-dns' || dns.zone.at === 'pihole' || value === 'txt',
  },
  {
    path: ['txtOwnerId'], wanted: 'nothing; dns.ownerID says it', why: MARKED,
    safe: (value, { lab: { config: { dns, domain } } }) => dns.provider !== 'external-dns' || dns.zone.at === 'pihole'
      || value === (dns.ownerID ?? domain),
  },
  {
    path: ['sources'], wanted: 'a list with gateway-httproute', why: 'no page of the lab would get a record',
    safe: (value) => Array.isArray(value) && value.includes('gateway-httproute'),
  },
  off('serviceMonitor.enabled', 'the lab scrapes it by a monitor of its own, and every sample would be there twice', { warns: true }),
];

/** Arguments that go round those values. */
export const RECORD_SAFE_SETTINGS: readonly SafeSetting[] = ['domain-filter', 'regex-domain-filter', 'policy', 'registry', 'txt-owner-id']
  .map((name) => ({ path: ['extraArgs'], name, why: 'it goes round the values that keep external-dns to the names of this lab' }));
