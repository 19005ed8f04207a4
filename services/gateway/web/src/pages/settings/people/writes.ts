import { useTranslation } from "react-i18next";
import { client } from "@/api/client";
import {
  inviteAgain,
  PERSON,
  type Person,
  peopleKey,
  withoutPerson,
  withRole,
} from "@/pages/settings/people/people";
import { useProperty } from "@/session/property";
import { useWrite } from "@/ui/write";

/** Another role, shown at once and taken back where it is refused (the last manager stays one). */
export function useChangeRole(person: string) {
  const { id: property } = useProperty();
  return useWrite({
    send: async (said: { person: string; role: Person["role"] }, header) => {
      const params = { path: { property, person }, header };
      await client.PATCH(PERSON, { params, body: { role: said.role } });
    },
    shown: { key: peopleKey(property), as: withRole },
  });
}

export function useRemovePerson(then: () => void) {
  const { id: property } = useProperty();
  return useWrite({
    send: async (person: string, header) => {
      await client.DELETE(PERSON, { params: { path: { property, person }, header } });
    },
    shown: { key: peopleKey(property), as: withoutPerson },
    onDone: then,
  });
}

export function useInviteAgain(person: string) {
  const { t } = useTranslation("settings");
  const { id: property } = useProperty();
  return useWrite({
    send: async (_said: undefined, headers) => inviteAgain(property, person, headers),
    shown: { key: peopleKey(property), as: (known: never) => known },
    done: t("people.sent_again"),
  });
}
