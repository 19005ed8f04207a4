// The server takes 5 MiB and keeps 2000 pixels a side: what a telephone takes is made to fit.
const LARGEST = 4 * 1024 * 1024;
const SIDE = 2000;

/** The picture itself where it is small enough, else the same with at most 2000 pixels a side. */
export async function fitted(file: File): Promise<Blob> {
  if (file.size <= LARGEST) return file;
  const picture = await createImageBitmap(file);
  const scale = Math.min(1, SIDE / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  const made = await new Promise<Blob | null>((take) => canvas.toBlob(take, "image/jpeg", 0.9));
  return made ?? file;
}
