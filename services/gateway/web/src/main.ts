import "@fontsource-variable/inter/index.css";
import "@mantine/core/styles.css";
import "@mantine/notifications/styles.css";
import "@/app/tokens.css";
import "@/app/base.css";
import { parts, partsAt } from "@/app/parts";
import { preferredLanguage, wordsIn } from "@/i18n/languages";

// All that this address needs is asked for at once and comes side by side, in place of one after
// the other as each is found to be needed. Whoever needs one that did not come says so.
const begun = import("@/app/begin");
const ahead = [
  wordsIn[preferredLanguage()],
  ...partsAt(location.pathname).map((one) => parts[one]),
];
for (const fetched of ahead) fetched().catch(() => undefined);

const page = document.getElementById("page");
if (page) await (await begun).begin(page);
