import type { Schemas } from "@/api/client";

/** Where the hut stands, as one types it. */
export interface Form {
  latitude: string;
  longitude: string;
  altitude: string;
}

export interface Place {
  latitude: number;
  longitude: number;
}

// Metres: as exact as a map is looked at.
const DIGITS = 5;

export function formOf({ position }: Schemas["HutSheet"]): Form {
  return {
    latitude: position ? String(position.latitude) : "",
    longitude: position ? String(position.longitude) : "",
    altitude: position?.altitude == null ? "" : String(position.altitude),
  };
}

/** A degree as people copy it ("45,0103", "45.0103° N"); null where it is none. */
export function degrees(typed: string, most: number): number | null {
  const found = /^(-?\d{1,3}(?:[.,]\d+)?)\s*°?\s*([NSEWO]?)$/i.exec(typed.trim());
  if (!found) return null;
  const south = /[SW]/i.test(found[2] ?? "") || (found[2] ?? "").toUpperCase() === "O";
  const value = Number((found[1] ?? "").replace(",", ".")) * (south ? -1 : 1);
  return Math.abs(value) <= most ? Number(value.toFixed(6)) : null;
}

/** Both degrees at once, as maps give them: "45.0103, 6.3214"; null where it is something else. */
export function pair(typed: string): Place | null {
  const found = /^\s*(-?\d{1,2}\.\d+)[,;\s]+(-?\d{1,3}\.\d+)\s*$/.exec(typed);
  if (!found) return null;
  const latitude = degrees(found[1] ?? "", 90);
  const longitude = degrees(found[2] ?? "", 180);
  return latitude === null || longitude === null ? null : { latitude, longitude };
}

export function placeOf(form: Form): Place | null {
  const latitude = degrees(form.latitude, 90);
  const longitude = degrees(form.longitude, 180);
  return latitude === null || longitude === null ? null : { latitude, longitude };
}

export function bodyOf(form: Form): Schemas["HutPosition"] {
  const place = placeOf(form) ?? { latitude: 0, longitude: 0 };
  return { ...place, altitude: form.altitude.trim() ? Number(form.altitude) : null };
}

export function check(form: Form): Record<string, string> {
  const faults: Record<string, string> = {};
  if (!form.latitude.trim()) faults.latitude = "needed";
  else if (degrees(form.latitude, 90) === null) faults.latitude = "latitude";
  if (!form.longitude.trim()) faults.longitude = "needed";
  else if (degrees(form.longitude, 180) === null) faults.longitude = "longitude";
  const metres = form.altitude.trim();
  if (metres && !(/^-?\d{1,4}$/.test(metres) && Number(metres) >= -450 && Number(metres) <= 9000)) {
    faults.altitude = "altitude";
  }
  return faults;
}

/** A place of the map as one would type it. */
export function typed({ latitude, longitude }: Place): Pick<Form, "latitude" | "longitude"> {
  const round = (value: number) => String(Number(value.toFixed(DIGITS)));
  return { latitude: round(latitude), longitude: round(longitude) };
}
