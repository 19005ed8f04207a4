import { useTranslation } from "react-i18next";
import { LANGUAGE_NAMES } from "@/i18n/languages";
import styles from "@/pages/stays/StayPanel.module.css";
import type { Stay } from "@/pages/stays/stay";
import { Phone } from "@/ui/Phone";

/** How one reaches the guest, and what the house has noted for itself (R43, R48). */
export function StayContact({ stay }: { stay: Stay }) {
  const { t, i18n } = useTranslation("stays");
  const { contact } = stay;
  const town = [contact.postcode, contact.city].filter(Boolean).join(" ");
  const country = contact.country && countryName(contact.country, i18n.language);
  const address = [contact.address, contact.address_2, town, country].filter(Boolean);
  return (
    <section className={styles.section} aria-labelledby="stay-contact">
      <h3 id="stay-contact">{t("contact")}</h3>
      <dl className={styles.facts}>
        <dt>{t("contact.phone")}</dt>
        <dd>
          <Phone number={contact.phone} label={stay.guest} />
        </dd>
        {contact.fax && (
          <>
            <dt>{t("contact.fax")}</dt>
            <dd className="figures">{contact.fax}</dd>
          </>
        )}
        <dt>{t("contact.mail")}</dt>
        <dd>
          <a href={`mailto:${contact.mail}`}>{contact.mail}</a>
        </dd>
        {address.length > 0 && (
          <>
            <dt>{t("contact.address")}</dt>
            <dd>
              {address.map((line) => (
                <div key={line}>{line}</div>
              ))}
            </dd>
          </>
        )}
        <dt>{t("contact.language")}</dt>
        <dd>{LANGUAGE_NAMES[stay.language]}</dd>
      </dl>
      {contact.remark && (
        <div className={styles.remark}>
          <p>{t("contact.remark_inside")}</p>
          <p>{contact.remark}</p>
        </div>
      )}
    </section>
  );
}

function countryName(code: string, language: string): string {
  return new Intl.DisplayNames(language, { type: "region" }).of(code) ?? code;
}
