/** The few functions of fengari that the tests call; it brings no types. Names and arguments are those of Lua's C API. */
declare module 'fengari' {
  type LuaString = Uint8Array;
  interface State { readonly l_G: unknown }
  export const lua: { lua_tostring(state: State, index: number): LuaString | null };
  export const lauxlib: { luaL_newstate(): State; luaL_dostring(state: State, script: LuaString): boolean };
  export const lualib: { luaL_openlibs(state: State): void };
  export function to_luastring(text: string): LuaString;
  export function to_jsstring(text: LuaString): string;
}
