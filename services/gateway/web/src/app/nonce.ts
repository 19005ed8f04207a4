/** The value that the content security policy asks of styles made by the page (see index.html). */
export function styleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="style-nonce"]')?.content ?? "";
}

declare global {
  // What libraries look for that make a style by themselves (dialogs, which stop scrolling).
  var __webpack_nonce__: string | undefined;
}

/** Lets such libraries' styles through, too. Before anything is drawn. */
export function lendStyleNonce(): void {
  globalThis.__webpack_nonce__ = styleNonce();
}
