import { createRoot } from "react-dom/client";
import "@fontsource-variable/inter/index.css";
import "@mantine/core/styles.css";
import "@mantine/notifications/styles.css";
import "@/app/tokens.css";
import "@/app/base.css";
import { App } from "@/app/App";
import { loadLanguage, preferredLanguage } from "@/i18n";

const page = document.getElementById("page");
if (page) {
  await loadLanguage(preferredLanguage());
  createRoot(page).render(<App />);
}
