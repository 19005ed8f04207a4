import { Tooltip } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Flow, Service } from "./answers";
import { LaneDrawing } from "./LaneDrawing";
import { type Lane, lanesOf } from "./lanes";
import styles from "./lanes.module.css";

/**
 * Who tells whom: a column for each service, a lane for each group of topics, an arrow at each
 * reader with what waits there and how much is handled. The table below says the same in words.
 */
export function Lanes(props: { flow: Flow; services: Service[]; chosen: string | undefined }) {
  const { services } = props;
  const { t } = useTranslation("operations");
  const lanes = lanesOf(props.flow);
  const chosen = services.findIndex((one) => one.service === props.chosen);
  return (
    <figure className={styles.lanes} aria-label={t("lanes")}>
      <div className={styles.heads} aria-hidden>
        {services.map(({ service }) => (
          <span key={service}>{service}</span>
        ))}
      </div>
      {lanes.map((lane) => (
        <div
          key={`${lane.kind} ${lane.name}`}
          className={styles.lane}
          data-dim={chosen >= 0 && !touches(lane, chosen) ? "" : undefined}
        >
          <Name lane={lane} />
          <LaneDrawing lane={lane} services={services} />
        </div>
      ))}
    </figure>
  );
}

function Name({ lane }: { lane: Lane }) {
  const { t } = useTranslation("operations");
  const name = lane.kind === "news" ? lane.name : t(`lane.${lane.kind}`, { service: lane.name });
  return (
    <Tooltip label={lane.topics.map((topic) => <div key={topic}>{topic}</div>)}>
      <span className={styles.name}>{name}</span>
    </Tooltip>
  );
}

function touches(lane: Lane, column: number): boolean {
  return lane.from.includes(column) || lane.to.some((arrival) => arrival.column === column);
}
