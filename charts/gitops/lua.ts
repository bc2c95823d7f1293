/** Parts of a time, as Lua calls them. */
const PARTS_OF_A_TIME = ['year', 'month', 'day', 'hour', 'min', 'sec'];

/**
 * A function of Lua, `age`: seconds since a time as the API writes it. It needs the string library, which Argo CD opens for a check only
 * where `resource.customizations.useOpenLibs` says so.
 */
export function ageLua(): string {
  return `-- Seconds since a time as the API writes it, which is in UTC; 0 for what is no time.
local function age(timestamp)
  local year, month, day, hour, min, sec = string.match(timestamp or "", "^(%d+)-(%d+)-(%d+)T(%d+):(%d+):(%d+)")
  if year == nil then return 0 end
  local past = { ${PARTS_OF_A_TIME.map((part) => `${part} = tonumber(${part})`).join(', ')}, isdst = false }
  return os.time(os.date("!*t")) - os.time(past)
end
`;
}
