/** What may be uploaded, and what is wrong with what may not; sizes in bytes. */
export const PHOTOS = ["image/jpeg", "image/png", "image/webp"];
export const PDF = "application/pdf";
export const LARGEST_PHOTO = 500 * 1024;
/** What is made smaller on arrival is at most so large; so is a document. */
export const LARGEST_BODY = 5 * 1024 * 1024;

export type Fault = "kind" | "photo_large" | "document_large";

/** What keeps a file from being sent as it is. */
export function faultOf({ type, size }: { type: string; size: number }): Fault | null {
  if (type === PDF) return size > LARGEST_BODY ? "document_large" : null;
  if (!PHOTOS.includes(type)) return "kind";
  return size > LARGEST_PHOTO ? "photo_large" : null;
}

/** A file's name without its ending, as something is called in the library. */
export function nameOf(file: string): string {
  const name = file.replace(/\.[^.]{1,5}$/, "").replace(/[_\s]+/g, " ");
  return name.trim().slice(0, 200) || file;
}

/** "812 Ko", "1,4 Mo": a size as its reader writes it. */
export function sizeText(bytes: number, language: string): string {
  const mega = bytes >= 1024 * 1024;
  const format = new Intl.NumberFormat(language, {
    style: "unit",
    unit: mega ? "megabyte" : "kilobyte",
    maximumFractionDigits: mega ? 1 : 0,
  });
  return format.format(bytes / (mega ? 1024 * 1024 : 1024));
}
