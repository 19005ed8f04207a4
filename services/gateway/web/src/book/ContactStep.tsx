import { useEffect, useRef, useState } from "react";
import { type Field as Name, REQUIRED, wrongIn } from "./contact";
import { Field } from "./Field";
import { useWords } from "./speaking";
import type { Booking } from "./useBooking";

const ADDRESS = ["address", "address_2", "postcode", "city", "country", "fax"] as const;
const COMPLETE: Partial<Record<Name, string>> = {
  given_name: "given-name",
  surname: "family-name",
  phone: "tel",
  mail: "email",
  address: "address-line1",
  address_2: "address-line2",
  postcode: "postal-code",
  city: "address-level2",
  country: "country",
};
const MODE: Partial<Record<Name, "tel" | "email">> = { phone: "tel", fax: "tel", mail: "email" };

/** Both names, phone and mail; all else only for who wants to say it (R47). */
export function ContactStep({ booking }: { booking: Booking }) {
  const { t } = useWords();
  const { contact, setContact } = booking;
  const form = useRef<HTMLFormElement>(null);
  const [left, setLeft] = useState<Partial<Record<Name, boolean>>>({});
  const [asked, setAsked] = useState(false);
  const wrong = wrongIn(contact);

  useEffect(() => {
    const ask = () => {
      setAsked(true);
      requestAnimationFrame(() =>
        form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus(),
      );
    };
    document.body.addEventListener("asked", ask);
    return () => document.body.removeEventListener("asked", ask);
  }, []);

  const field = (name: Name, hint?: string) => (
    <Field
      key={name}
      name={name}
      label={t(name)}
      hint={hint}
      wrong={wrong[name] && (asked || left[name]) ? t(wrong[name]) : undefined}
      value={contact[name]}
      lines={name === "remark"}
      required={REQUIRED.some((one) => one === name)}
      complete={COMPLETE[name]}
      mode={MODE[name]}
      onChange={(value) => setContact({ [name]: value })}
      onLeave={() => contact[name] !== "" && setLeft((before) => ({ ...before, [name]: true }))}
    />
  );
  const titles = [t("title.ms"), t("title.mr")];
  return (
    <form ref={form} noValidate onSubmit={(event) => event.preventDefault()}>
      <fieldset className="titles">
        <legend>
          {t("title")} <span className="soft">({t("optional")})</span>
        </legend>
        {["", ...titles].map((one) => (
          <label key={one}>
            <input
              type="radio"
              name="title"
              checked={contact.title === one}
              onChange={() => setContact({ title: one })}
            />
            <span>{one || t("title.none")}</span>
          </label>
        ))}
      </fieldset>
      {field("given_name")}
      {field("surname")}
      {field("phone", t("phone.hint"))}
      {field("mail", t("mail.hint"))}
      {field("remark", t("remark.hint"))}
      <details className="more" open={ADDRESS.some((name) => contact[name] !== "") || undefined}>
        <summary>{t("address.more")}</summary>
        {ADDRESS.map((name) => field(name))}
      </details>
    </form>
  );
}
