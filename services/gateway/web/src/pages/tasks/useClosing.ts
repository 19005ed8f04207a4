import { notifications } from "@mantine/notifications";
import { useTranslation } from "react-i18next";
import { client } from "@/api/client";
import { useProperty } from "@/session/property";
import { answered, type Task } from "@/tasks/openTasks";
import { useWrite } from "@/ui/write";

/**
 * Says that a task is done: it leaves the list at once, and comes back if that is refused. `then`
 * is called when it is done, though its card is gone by then.
 */
export function useClosing(task: Task, then: () => void) {
  const { t } = useTranslation("tasks");
  const { id } = useProperty();
  return useWrite({
    send: async (note: string, header) => {
      const { data } = await client.POST("/api/v1/properties/{property}/tasks/{task}/done", {
        params: { path: { property: id, task: task.id }, header },
        body: note ? { note } : {},
      });
      return data;
    },
    shown: answered(id, task),
    onDone: (answer) => {
      then();
      const known = answer && "task_id" in answer;
      notifications.show({ message: t(known ? "act.done_said" : "act.passed_on") });
    },
  });
}
