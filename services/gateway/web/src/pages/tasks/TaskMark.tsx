import {
  IconArrowsDiff,
  IconBasketX,
  IconFlagQuestion,
  IconKey,
  IconMessageOff,
  IconPhone,
  IconQuestionMark,
  IconReceipt,
  IconReceiptRefund,
} from "@tabler/icons-react";
import styles from "@/pages/tasks/Tasks.module.css";
import type { Task } from "@/tasks/openTasks";

const MARKS: Record<Task["kind"], typeof IconKey> = {
  folio: IconReceipt,
  partner_not_told: IconPhone,
  refund_refused: IconReceiptRefund,
  claim_unanswered: IconFlagQuestion,
  order_refused: IconBasketX,
  order_missing: IconQuestionMark,
  contradiction: IconArrowsDiff,
  guest_not_told: IconMessageOff,
  pms_sign_in: IconKey,
};

export function TaskMark({ kind, closed = false }: { kind: Task["kind"]; closed?: boolean }) {
  const Icon = MARKS[kind] ?? IconQuestionMark;
  return (
    <span className={styles.mark} data-closed={closed}>
      <Icon size={20} aria-hidden />
    </span>
  );
}
