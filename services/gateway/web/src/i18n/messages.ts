import ICU, { type IcuInstance } from "i18next-icu";

interface Reading extends IcuInstance {
  parse(text: string, ...asked: unknown[]): string;
}
const Reader = ICU as unknown as new () => Reading;

/** Texts with values, plurals and choices (ICU). Most have none and are said as they are: reading
 * each as a message, and looking up its language anew, took a quarter of a page's start. */
export class Messages extends Reader {
  override parse(text: string, ...asked: unknown[]): string {
    return text.includes("{") ? super.parse(text, ...asked) : text;
  }
}
