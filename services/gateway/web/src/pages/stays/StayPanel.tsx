import { CloseButton } from "@mantine/core";
import { useTranslation } from "react-i18next";

interface Props {
  stay: string;
  close: () => void;
}

export default function StayPanel({ stay, close }: Props) {
  const { t } = useTranslation(["stays", "shell"]);
  return (
    <section aria-label={`${t("title")} ${stay}`}>
      <CloseButton aria-label={t("close", { ns: "shell" })} onClick={close} />
    </section>
  );
}
