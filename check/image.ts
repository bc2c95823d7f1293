/** True for an image that names an exact version: by digest, or by a tag that has a number in it. */
export function isPinnedImage(image: string): boolean {
  if (image.includes('@sha256:')) { return true; }
  const tag = image.slice(image.lastIndexOf('/') + 1).split(':')[1];
  return tag !== undefined && /\d/.test(tag) && tag !== 'latest';
}
