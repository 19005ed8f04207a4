import type { Language } from "@/i18n/languages";

/** What a mail says by itself around the warden's words, in the language of its reader. */
interface Sample {
  night: string;
  persons: string;
  total: string;
  recap: string;
  guest: string;
  hut: string;
}

export const SAMPLES: Record<Language, Sample> = {
  fr: {
    night: "Nuit du",
    persons: "personnes",
    total: "Total",
    recap: "Votre séjour",
    guest: "Vos coordonnées",
    hut: "Le refuge",
  },
  en: {
    night: "Night of",
    persons: "persons",
    total: "Total",
    recap: "Your stay",
    guest: "Your details",
    hut: "The hut",
  },
  it: {
    night: "Notte del",
    persons: "persone",
    total: "Totale",
    recap: "Il suo soggiorno",
    guest: "I suoi dati",
    hut: "Il rifugio",
  },
  de: {
    night: "Nacht vom",
    persons: "Personen",
    total: "Gesamt",
    recap: "Ihr Aufenthalt",
    guest: "Ihre Angaben",
    hut: "Die Hütte",
  },
  es: {
    night: "Noche del",
    persons: "personas",
    total: "Total",
    recap: "Su estancia",
    guest: "Sus datos",
    hut: "El refugio",
  },
};

// The guest of the mail that is shown; nobody has this address.
export const GUEST = {
  name: "Martin Dupont",
  phone: "01 01 01 01 01",
  mail: "martin.dupont@mail.example",
};
export const PERSONS = 2;
// Where no rate is entered yet, a night costs as much, in minor units.
export const NIGHT_COSTS = 2600;
