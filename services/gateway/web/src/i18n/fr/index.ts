import activity from "./activity.json";
import chat from "./chat.json";
import live from "./live.json";
import orders from "./orders.json";
import settings from "./settings.json";
import shell from "./shell.json";
import states from "./states.json";
import tasks from "./tasks.json";

/** The words of each part of the page. */
export const words = {
  activity,
  chat,
  live,
  orders,
  settings,
  shell,
  states,
  tasks,
};
