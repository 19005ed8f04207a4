import { Modal, Skeleton } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ErrorState } from "@/ui/ErrorState";
import type { SetAside } from "../answers";
import { useDeadRecord, useParkedRecord } from "../asking";
import { Correct } from "./Correct";
import { DeadActions, SkipAction } from "./RecordActions";
import { RecordFacts } from "./RecordFacts";

interface Shown {
  service: string;
  id: string;
  close: () => void;
}

/** One message that was set aside: why, where it stood, its headers and body, what to do. */
export default function RecordDialog({ list, ...shown }: Shown & { list: "dead" | "parked" }) {
  const { t } = useTranslation(["operations", "shell"]);
  const narrow = useMediaQuery("(max-width: 62em)") ?? false;
  return (
    <Modal
      opened
      onClose={shown.close}
      fullScreen={narrow}
      size="62rem"
      title={t(list === "dead" ? "letter" : "parked.record")}
      closeOnClickOutside={false}
      closeButtonProps={{ "aria-label": t("shell:close") }}
    >
      {list === "dead" ? <Dead {...shown} /> : <Parked {...shown} />}
    </Modal>
  );
}

function Dead({ service, id }: Shown) {
  const { data, error, refetch } = useDeadRecord(service, id);
  const [correcting, setCorrecting] = useState(false);
  if (!data) return <Unread error={error} retry={() => void refetch()} />;
  return (
    <RecordFacts record={data} bodyHidden={correcting}>
      {correcting ? (
        <Correct service={service} record={data} close={() => setCorrecting(false)} />
      ) : (
        <DeadActions service={service} record={data} correct={() => setCorrecting(true)} />
      )}
    </RecordFacts>
  );
}

function Parked({ service, id, close }: Shown) {
  const { data, error, refetch } = useParkedRecord(service, id);
  if (!data) return <Unread error={error} retry={() => void refetch()} />;
  return (
    <RecordFacts record={data satisfies SetAside}>
      <SkipAction service={service} record={data} done={close} />
    </RecordFacts>
  );
}

function Unread({ error, retry }: { error: unknown; retry: () => void }) {
  return error ? <ErrorState error={error} retry={retry} /> : <Skeleton h={320} />;
}
