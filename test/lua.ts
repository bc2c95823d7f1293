import { lauxlib, lua, lualib, to_luastring as toLua, to_jsstring as fromLua } from 'fengari';

/** Runs Lua text that returns a string. */
export function runLua(script: string): string {
  const state = lauxlib.luaL_newstate();
  lualib.luaL_openlibs(state);
  const failed = lauxlib.luaL_dostring(state, toLua(script));
  const result = fromLua(lua.lua_tostring(state, -1) ?? toLua('nothing'));
  if (failed) { throw new Error(result); }
  return result;
}

/** Plain data as a Lua expression; a field that is undefined is absent, as Lua has no other way to say so. */
export function luaLiteral(value: unknown): string {
  if (typeof value === 'string') {
    return `"${[...new TextEncoder().encode(value)].map((byte) => `\\${String(byte).padStart(3, '0')}`).join('')}"`;
  }
  if (typeof value === 'number' || typeof value === 'boolean') { return String(value); }
  if (Array.isArray(value)) { return `{${value.map(luaLiteral).join(', ')}}`; }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).filter(([, each]) => each !== undefined);
    return `{${entries.map(([key, each]) => `[${luaLiteral(key)}] = ${luaLiteral(each)}`).join(', ')}}`;
  }
  throw new Error(`${String(value)} has no form in Lua`);
}
