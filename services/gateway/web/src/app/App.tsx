import { MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { lazy, useMemo } from "react";
import { I18nextProvider, useTranslation } from "react-i18next";
import { queries } from "@/api/queries";
import { styleNonce } from "@/app/nonce";
import { router } from "@/app/router";
import { themeWith } from "@/app/theme";
import { i18n } from "@/i18n";
import { Later } from "@/ui/Later";
import { untilThere } from "@/ui/untilThere";

// What is told before it is there waits for it.
const Told = lazy(() => untilThere(() => import("@/app/Told")));

export function App() {
  return (
    <I18nextProvider i18n={i18n}>
      <Themed />
    </I18nextProvider>
  );
}

function Themed() {
  const { t } = useTranslation("shell");
  const close = t("close");
  const theme = useMemo(() => themeWith(close), [close]);
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={styleNonce}>
      <QueryClientProvider client={queries}>
        <Later>
          <Told />
        </Later>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  );
}
