import { Notifications } from "@mantine/notifications";

/** Where short messages appear, at the foot of the page. */
export default function Told() {
  return <Notifications position="bottom-center" limit={3} />;
}
