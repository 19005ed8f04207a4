import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { asProblem } from "@/api/problem";
import { EmptyState } from "@/ui/EmptyState";
import { useProblemText } from "@/ui/problems";

/** Says what could not be read and why; asks again by itself when the fault passes, or at once. */
export function ErrorState({ error, retry }: { error: unknown; retry?: () => void }) {
  const { t } = useTranslation("shell");
  const text = useProblemText();
  const problem = asProblem(error);
  return (
    <div role="alert" style={{ flex: 1, display: "flex" }}>
      <EmptyState
        title={text(problem)}
        why={problem.passing ? t("error.kept") : ""}
        action={
          retry && (
            <Button variant="default" onClick={retry}>
              {t("retry")}
            </Button>
          )
        }
      />
    </div>
  );
}
