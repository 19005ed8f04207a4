import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { asProblem, Problem } from "@/api/problem";
import { isPartMissing, useLoadingAgain } from "@/app/release";
import { EmptyState } from "@/ui/EmptyState";
import { useProblemText } from "@/ui/problems";

/** A page that could not be shown at all; a newer release, or the server out of reach. */
export function PageFault({ error }: { error: unknown }) {
  const { t } = useTranslation("shell");
  const text = useProblemText();
  const missing = isPartMissing(error);
  const newer = useLoadingAgain(missing);
  const why = text(missing ? new Problem(0, "offline") : asProblem(error));
  return (
    <div role="alert" style={{ flex: 1, display: "flex" }}>
      <EmptyState
        title={t(newer ? "fault.release" : "fault.title")}
        why={newer ? t("fault.release_why") : why}
        action={<Button onClick={() => window.location.reload()}>{t("retry")}</Button>}
      />
    </div>
  );
}
