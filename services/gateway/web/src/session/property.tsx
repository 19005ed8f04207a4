import { createContext, useContext } from "react";
import { type MyProperty, may, type Permission } from "@/session/me";

const Current = createContext<MyProperty | null>(null);

export const PropertyProvider = Current.Provider;

/** The property that the page is about. Only below `/p/$property`. */
export function useProperty(): MyProperty {
  const property = useContext(Current);
  if (!property) throw new Error("no property here");
  return property;
}

/** Whether the person may do something at this property. */
export function useMay(permission: Permission): boolean {
  return may(useProperty(), permission);
}
