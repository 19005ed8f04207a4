/** A month (`2027-07`) as one says it: "juillet 2027", or "juil. 27" where room is scarce. */
export function monthNamed(month: string, language: string, style: "long" | "short" = "long") {
  const year = style === "long" ? "numeric" : "2-digit";
  const format = new Intl.DateTimeFormat(language, { month: style, year, timeZone: "UTC" });
  return format.format(new Date(`${month}-01T00:00:00Z`));
}
