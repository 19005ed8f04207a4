import "i18next";
import type { words } from "@/i18n/fr";
import type products from "@/i18n/fr/products.json";

// A key that French does not have is a type error; the other languages are held to French by a test.
declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "shell";
    keySeparator: false;
    resources: typeof words & { products: typeof products };
  }
}
