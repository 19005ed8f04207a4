import "i18next";
import type { words } from "@/i18n/fr";
import type { LATE } from "@/i18n/late";

type Late = {
  [Part in keyof typeof LATE]: Awaited<ReturnType<(typeof LATE)[Part]["fr"]>>["default"];
};

// A key that French does not have is a type error; the other languages are held to French by a test.
declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "shell";
    keySeparator: false;
    resources: typeof words & Late;
  }
}
