import { useTranslation } from "react-i18next";
import { csvOf, type Day } from "@/pages/reconciliation/day";
import { useProperty } from "@/session/property";

/** Hands the person the day that is shown, as a file for a spreadsheet. */
export function useDownload(day: Day): () => void {
  const { t } = useTranslation("reconciliation");
  const { id } = useProperty();
  return () => {
    const count = day.mismatch_count;
    const table = csvOf(day, {
      head: [
        t("col.day"),
        t("csv.reference"),
        t("csv.external"),
        t("col.partner"),
        t("col.ledger"),
        t("col.folio"),
        t("csv.currency"),
        t("csv.reasons"),
      ],
      result: count > 0 ? t("result.differs", { count }) : t("result.equal"),
      why: (reason) => t(`why.${reason}`),
    });
    const address = URL.createObjectURL(new Blob([table], { type: "text/csv;charset=utf-8" }));
    const link = document.createElement("a");
    link.href = address;
    link.download = `${id}-reconciliation-${day.day}.csv`;
    link.click();
    URL.revokeObjectURL(address);
  };
}
