import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { asProblem } from "@/api/problem";
import { EmptyState } from "@/ui/EmptyState";
import { useProblemText } from "@/ui/problems";

/** A page that could not be shown at all; a newer release, or the server out of reach. */
export function PageFault({ error }: { error: unknown }) {
  const { t } = useTranslation("shell");
  const text = useProblemText();
  return (
    <EmptyState
      title={t("fault.title")}
      why={text(asProblem(error))}
      action={<Button onClick={() => window.location.reload()}>{t("retry")}</Button>}
    />
  );
}
