import type { Schemas } from "@/api/client";

// What the gateway answers about figures, by the names that this page uses.
export type Figures = Schemas["PeriodFigures"];
export type Sums = Schemas["Figures"];
export type DayFigures = Schemas["DayFigures"];
