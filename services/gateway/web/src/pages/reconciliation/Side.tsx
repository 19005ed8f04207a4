import { differs } from "@/pages/reconciliation/day";
import styles from "@/pages/reconciliation/Reconciliation.module.css";
import { Money } from "@/ui/Money";

/** One side's amount; a word where it says nothing, marked where it is another than Comptoir's. */
export function Side(props: {
  amount: number | null | undefined;
  ledger: number | null | undefined;
  currency: string;
  silent: string;
}) {
  const { amount, ledger, currency, silent } = props;
  if (amount == null) return <span className={styles.silent}>{silent}</span>;
  return (
    <span className={styles.side} data-differs={differs(amount, ledger)}>
      <Money amount={amount} currency={currency} />
    </span>
  );
}
