/** The value that the content security policy asks of styles made by the page (see index.html). */
export function styleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="style-nonce"]')?.content ?? "";
}
