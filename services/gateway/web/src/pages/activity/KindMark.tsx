import {
  IconAlertTriangle,
  IconArrowBackUp,
  IconBike,
  IconCheck,
  IconChefHat,
  IconClock,
  IconDoor,
  IconFlag,
  IconFlagCheck,
  IconKey,
  IconListCheck,
  IconMessage,
  IconMessageForward,
  IconPhoneCheck,
  IconReceipt,
  IconReceiptRefund,
  IconSend,
  IconSendOff,
  IconShoppingBag,
  IconWalk,
  IconX,
} from "@tabler/icons-react";
import type { Entry, Kind } from "@/pages/activity/feed";
import styles from "@/pages/activity/KindMark.module.css";

type Tone = "plain" | "progress" | "near" | "done" | "back" | "stop";

const MARKS: Record<Kind, [typeof IconX, Tone]> = {
  placed: [IconShoppingBag, "progress"],
  refused: [IconX, "stop"],
  accepted: [IconCheck, "progress"],
  preparing: [IconChefHat, "progress"],
  courier_assigned: [IconBike, "progress"],
  expected_time_changed: [IconClock, "plain"],
  code_changed: [IconKey, "plain"],
  room_changed: [IconDoor, "plain"],
  picked_up: [IconBike, "progress"],
  near: [IconWalk, "near"],
  delivered: [IconCheck, "done"],
  cancelled: [IconX, "stop"],
  failed: [IconX, "stop"],
  returned: [IconArrowBackUp, "stop"],
  contradicted: [IconAlertTriangle, "near"],
  order_missing: [IconAlertTriangle, "near"],
  refunded: [IconReceiptRefund, "back"],
  refund_refused: [IconAlertTriangle, "near"],
  message_received: [IconMessage, "progress"],
  message_sent: [IconMessageForward, "plain"],
  claim_opened: [IconFlag, "plain"],
  claim_ended: [IconFlagCheck, "plain"],
  partner_told: [IconPhoneCheck, "plain"],
  partner_not_told: [IconAlertTriangle, "near"],
  folio_posted: [IconReceipt, "plain"],
  folio_settled: [IconReceipt, "done"],
  folio_unknown: [IconReceipt, "plain"],
  folio_attention: [IconAlertTriangle, "near"],
  folio_attention_ended: [IconReceipt, "plain"],
  task_done: [IconListCheck, "done"],
  notice_sent: [IconSend, "plain"],
  notice_failed: [IconSendOff, "near"],
};

/** The sign of what happened; the sentence beside it says the same in words. */
export function KindMark({ entry, small = false }: { entry: Entry; small?: boolean }) {
  const [Icon, tone] = MARKS[entry.kind] ?? [IconClock, "plain"];
  const unanswered = entry.kind === "claim_ended" && entry.note === "unanswered";
  return (
    <span className={styles.mark} data-tone={unanswered ? "near" : tone} data-small={small}>
      <Icon size={small ? 14 : 18} stroke={2} aria-hidden />
    </span>
  );
}
