import activity from "./activity.json";
import chat from "./chat.json";
import figures from "./figures.json";
import live from "./live.json";
import operations from "./operations.json";
import orders from "./orders.json";
import reconciliation from "./reconciliation.json";
import settings from "./settings.json";
import shell from "./shell.json";
import states from "./states.json";
import tasks from "./tasks.json";

/** The words of each part of the page. */
export const words = {
  activity,
  chat,
  figures,
  live,
  operations,
  orders,
  reconciliation,
  settings,
  shell,
  states,
  tasks,
};
