/** How names of the time zone database look. */
export const TIME_ZONE_FORM = /^[A-Z][A-Za-z0-9_+-]*(\/[A-Z][A-Za-z0-9_+-]*)*$/;

/**
 * True for a name of the time zone database. Node's list may be older or newer than that of the API server, but what differs are places
 * renamed within a few years.
 */
export function isTimeZone(name: string): boolean {
  // Go reads a file of that name, so capitals matter to it and not to Node; and "Local" is whatever the server's machine has.
  if (!TIME_ZONE_FORM.test(name) || name === 'Local') { return false; }
  const known = checked.get(name);
  if (known !== undefined) { return known; }
  const answer = isKnown(name);
  checked.set(name, answer);
  return answer;
}

/** What most schedules have: to ask for any other takes a dozen milliseconds, since Node loads its tables then. */
const USUAL = ['Etc/UTC', 'UTC'];
const checked = new Map<string, boolean>(USUAL.map((name) => [name, true]));

function isKnown(timeZone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
