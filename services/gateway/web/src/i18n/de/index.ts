import activity from "./activity.json";
import chat from "./chat.json";
import figures from "./figures.json";
import live from "./live.json";
import operations from "./operations.json";
import orders from "./orders.json";
import planning from "./planning.json";
import reconciliation from "./reconciliation.json";
import sales from "./sales.json";
import settings from "./settings.json";
import shell from "./shell.json";
import states from "./states.json";
import stay_mails from "./stay_mails.json";
import stays from "./stays.json";
import tasks from "./tasks.json";

/** The words of each part of the page. */
export const words = {
  activity,
  chat,
  figures,
  live,
  operations,
  orders,
  planning,
  reconciliation,
  sales,
  settings,
  shell,
  states,
  stay_mails,
  stays,
  tasks,
};
