import { createContext, useContext } from "react";
import { type Words, wordsIn } from "./words";

export const Speaking = createContext<Words>(wordsIn("en", "EUR"));
export const useWords = () => useContext(Speaking);
