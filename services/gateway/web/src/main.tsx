import { createRoot } from "react-dom/client";
import "@fontsource-variable/inter/index.css";
import "@mantine/core/styles.css";
import "@mantine/notifications/styles.css";
import "@/app/tokens.css";
import "@/app/base.css";
import { App } from "@/app/App";
import { lendStyleNonce } from "@/app/nonce";
import { loadLanguage, preferredLanguage } from "@/i18n";

const page = document.getElementById("page");
if (page) {
  lendStyleNonce();
  await loadLanguage(preferredLanguage());
  createRoot(page).render(<App />);
}
