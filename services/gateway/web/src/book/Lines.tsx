import { linesOf } from "./choice";
import { useWords } from "./speaking";
import type { Leg } from "./tour";

/** The bill: what is chosen times its price, hut by hut, and the sum that the hut has said. */
export function Lines({ legs, total }: { legs: Leg[]; total: number }) {
  const { t, counted, money } = useWords();
  return (
    <table className="bill">
      <caption className="unseen">{t("total")}</caption>
      {legs.map(({ hut, choice }) => (
        <tbody key={hut.property_id}>
          {legs.length > 1 && (
            <tr>
              <th scope="rowgroup" colSpan={2} className="of">
                {hut.name}
              </th>
            </tr>
          )}
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
      ))}
      <tfoot>
        <tr>
          <th scope="row">{t("total")}</th>
          <td>{money(total)}</td>
        </tr>
      </tfoot>
    </table>
  );
}
