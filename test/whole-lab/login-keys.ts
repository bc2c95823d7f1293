/** For each key of `login` another value than in the lab in which every part is on. */
export const LOGIN_KEYS: Readonly<Record<string, unknown>> = {
  'login.issuer': 'https://id.frank.net',
  'login.clientID': 'other',
  'login.provider': 'dex',
  'login.endpoints': { authorization: 'https://a.frank.dev', token: 'https://b.frank.dev', userinfo: 'https://c.frank.dev' },
  'login.host': 'in',
  'login.emails': ['eve@frank.net'],
  'login.emailDomains': ['frank.net'],
  'login.groups': undefined,
  'login.anyone': undefined,
  'login.admins': ['eve@frank.dev'],
  'login.scopes': ['groups'],
  'login.emailClaim': 'mail',
  'login.groupsClaim': 'roles',
  'login.session': '12h',
  'login.secretName': 'other',
};
