/** Names Windows keeps for devices, with or without an extension: https://learn.microsoft.com/windows/win32/fileio/naming-a-file. */
const DEVICE = /^(con|prn|aux|nul|com[0-9]|lpt[0-9]) *(\.|$)/i;

/** True for a file or folder name that Windows takes for a device. */
export function isDeviceName(name: string): boolean {
  return DEVICE.test(name);
}
