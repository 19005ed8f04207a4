import type { Price } from "./api";
import { linesOf, totalOf } from "./choice";
import { useWords } from "./speaking";
import type { Booking } from "./useBooking";

/** The bill: what is chosen times its price, and the sum that the hut has said. */
export function Lines({ booking, price }: { booking: Booking; price: Price | null }) {
  const { t, counted, money } = useWords();
  const { hut, choice } = booking;
  return (
    <table className="bill">
      <caption className="unseen">{t("total")}</caption>
      <tbody>
        {linesOf(hut, choice).map((line) => {
          const about = { quantity: line.quantity, amount: money(line.unit) };
          return (
            <tr key={line.id}>
              <th scope="row">
                {line.name}
                <span className="soft">
                  {line.nights > 1
                    ? t("line.nights", { ...about, nights: counted("nights", line.nights) })
                    : t("line", about)}
                </span>
              </th>
              <td>{money(line.total)}</td>
            </tr>
          );
        })}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{t("total")}</th>
          <td>{money(price?.total ?? totalOf(hut, choice))}</td>
        </tr>
      </tfoot>
    </table>
  );
}
