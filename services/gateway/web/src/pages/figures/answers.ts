import type { Client } from "openapi-fetch";
import createQueryClient from "openapi-react-query";
import { client, type Schemas } from "@/api/client";

// What the gateway answers about figures, until its description names it.
interface Money {
  currency: string;
  ordered: number;
  refunded: number;
  revenue: number;
}

interface Told {
  known: number;
  kept: number;
  share?: number;
}

export interface Sums {
  orders: Record<
    | "all"
    | "in_progress"
    | "delivered"
    | "partially_refunded"
    | "refunded"
    | "cancelled"
    | "failed"
    | "returned",
    number
  >;
  money: Money;
  other_money: Money[];
  delivery: { count: number; median?: number; p90?: number };
  on_time: { first: Told; last: Told };
}

export type DayFigures = Sums & { day: string };
export type RestaurantFigures = Pick<Sums, "money" | "other_money" | "delivery"> & {
  restaurant: string;
  orders: number;
};

export interface Figures {
  from: string;
  to: string;
  currency: string;
  time_zone: string;
  days: DayFigures[];
  totals: Sums;
  before: Sums & { from: string; to: string };
  restaurants: RestaurantFigures[];
}

interface FiguresPaths {
  "/api/v1/properties/{property}/figures": {
    get: {
      parameters: { path: { property: string }; query?: { from?: string; to?: string } };
      responses: {
        200: { content: { "application/json": Figures } };
        422: { content: { "application/problem+json": Schemas["ProblemAnswer"] } };
      };
    };
  };
}

export const figuresApi = createQueryClient(client as unknown as Client<FiguresPaths>);
