import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import type { Availability } from "./api";
import { dayOf } from "./choice";
import { monthAfter, monthOf, shifted, weeksOf } from "./nights";
import { useWords } from "./speaking";

const MOVES: Record<string, number> = {
  ArrowLeft: -1,
  ArrowRight: 1,
  ArrowUp: -7,
  ArrowDown: 7,
};

interface Props {
  availability: Availability;
  nights: string[];
  onChoose(night: string): void;
}

/** A month of nights, each with the places that are left. Arrows move from day to day. */
export function Calendar({ availability, nights, onChoose }: Props) {
  const { t, month, weekdays } = useWords();
  const first = availability.first_online;
  const open = firstOpen(availability) ?? first;
  const [shown, setShown] = useState(() => monthOf(nights[0] ?? open));
  const [here, setHere] = useState(nights[0] ?? open);
  const table = useRef<HTMLTableElement>(null);
  const moved = useRef(false);
  const least = monthOf(first);
  const most = monthOf(availability.last);

  useEffect(() => {
    if (!moved.current) return;
    moved.current = false;
    table.current?.querySelector<HTMLElement>(`[data-night="${here}"]`)?.focus();
  }, [here]);

  function go(to: string) {
    const night = to < first ? first : to > availability.last ? availability.last : to;
    moved.current = true;
    setHere(night);
    setShown(monthOf(night));
  }
  function pressed(event: KeyboardEvent) {
    const by = MOVES[event.key];
    if (by !== undefined) go(shifted(here, by));
    else if (event.key === "PageDown") go(monthAfter(monthOf(here), 1));
    else if (event.key === "PageUp") go(monthAfter(monthOf(here), -1));
    else return;
    event.preventDefault();
  }
  function turn(by: number) {
    const to = monthAfter(shown, by);
    setShown(to);
    // The first day of the month, but none that is past.
    setHere([to, first].sort()[1] ?? to);
  }

  return (
    <div className="calendar">
      <div className="month">
        <Turn
          label={t("month.before")}
          can={shown > least}
          onTurn={() => turn(-1)}
          path="M15 5l-7 7 7 7"
        />
        <p aria-live="polite" id="month">
          {month(shown)}
        </p>
        <Turn
          label={t("month.after")}
          can={shown < most}
          onTurn={() => turn(1)}
          path="M9 5l7 7-7 7"
        />
      </div>
      <table ref={table} aria-label={t("days", { month: month(shown) })} onKeyDown={pressed}>
        <thead>
          <tr>
            {weekdays().map((one) => (
              <th key={one.long} scope="col" abbr={one.long}>
                {one.short}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeksOf(shown).map((week) => (
            <tr key={week.find(Boolean)}>
              {week.map((night, n) => (
                // Beside the month there is nothing that could change places.
                <td key={night ?? `beside-${n}`}>
                  {night && (
                    <Day
                      night={night}
                      availability={availability}
                      at={nights.indexOf(night)}
                      count={nights.length}
                      reachable={night === here}
                      onReach={() => setHere(night)}
                      onChoose={() => onChoose(night)}
                    />
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p className="soft legend">{t("legend")}</p>
    </div>
  );
}

function firstOpen(availability: Availability): string | null {
  for (let n = 0; n < availability.days; n++) {
    if (availability.rows.some((row) => (row.left[n] ?? 0) > 0)) {
      return shifted(availability.from, n);
    }
  }
  return null;
}

function Day(props: {
  night: string;
  availability: Availability;
  at: number;
  count: number;
  reachable: boolean;
  onReach(): void;
  onChoose(): void;
}) {
  const { t, counted, dayParts } = useWords();
  const { night, availability, at, count } = props;
  const { left, why } = dayOf(availability, night);
  const { before, number, after } = dayParts(night);
  // "15 places free": the number is seen, and all of it is heard.
  const said = why ? t(`why.${why}`) : counted("places", left).slice(String(left).length);
  const chosen = at < 0 ? "" : at === 0 ? " first" : " on";
  const end = at >= 0 && at === count - 1 ? " last" : "";
  return (
    <button
      type="button"
      className={`day ${why ?? "free"}${chosen}${end}`}
      data-night={night}
      tabIndex={props.reachable ? 0 : -1}
      aria-pressed={at >= 0}
      aria-disabled={why !== null}
      onFocus={props.onReach}
      onClick={() => {
        // Some browsers give a touched button no focus.
        props.onReach();
        props.onChoose();
      }}
    >
      <span className="number">
        <span className="unseen">{before}</span>
        {number}
        <span className="unseen">{after}, </span>
      </span>
      <span className="count">
        {why ? null : left}
        <span className="unseen">{said}</span>
      </span>
    </button>
  );
}

function Turn(props: { label: string; can: boolean; onTurn(): void; path: string }) {
  return (
    <button type="button" aria-label={props.label} disabled={!props.can} onClick={props.onTurn}>
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <path d={props.path} />
      </svg>
    </button>
  );
}
