import "i18next";
import type { words } from "@/i18n/fr";

// A key that French does not have is a type error; the other languages are held to French by a test.
declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "shell";
    keySeparator: false;
    resources: typeof words;
  }
}
