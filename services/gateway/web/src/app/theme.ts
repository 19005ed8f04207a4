import { createTheme, type MantineColorsTuple, mergeThemeOverrides } from "@mantine/core";

// Ten steps from light to dark. Ink is the neutral of surfaces and the colour of what one presses:
// colour itself is kept for states (tokens.css).
const ink: MantineColorsTuple = [
  "#f4f5f7",
  "#e6e8ec",
  "#cdd2d9",
  "#aab2bd",
  "#808b99",
  "#5c6774",
  "#445060",
  "#323c4a",
  "#222a35",
  "#151b24",
];
const blue: MantineColorsTuple = [
  "#eaf2ff",
  "#d3e3fd",
  "#a6c6fa",
  "#75a6f6",
  "#4c8bf0",
  "#2f74e6",
  "#1f62d0",
  "#1851b0",
  "#144390",
  "#0f3472",
];

const theme = createTheme({
  primaryColor: "blue",
  primaryShade: 6,
  autoContrast: true,
  colors: { ink, blue },
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  fontFamilyMonospace: "ui-monospace, SFMono-Regular, Menlo, monospace",
  headings: { fontWeight: "650" },
  defaultRadius: "md",
  radius: { xs: "3px", sm: "5px", md: "8px", lg: "12px", xl: "20px" },
  cursorType: "pointer",
  respectReducedMotion: true,
  components: {
    Tooltip: { defaultProps: { openDelay: 300, withArrow: true, multiline: true, maw: 320 } },
    Button: { defaultProps: { size: "sm" } },
    ActionIcon: { defaultProps: { variant: "subtle", color: "gray", size: "lg" } },
    Modal: { defaultProps: { centered: true } },
    // Its tint is its state; what it says is read like any other text.
    Alert: { styles: { label: { color: "var(--mantine-color-text)" } } },
    // Its first item has the focus, and not a nameless place before it.
    Menu: { defaultProps: { withInitialFocusPlaceholder: false } },
    Notification: { styles: { description: { color: "var(--text-soft)" } } },
  },
});

/** The theme, in which whatever can be closed names its button: `close` in the reader's language. */
export function themeWith(close: string) {
  const defaultProps = { closeButtonProps: { "aria-label": close } };
  const components = {
    Modal: { defaultProps },
    Drawer: { defaultProps },
    Notification: { defaultProps },
  };
  return mergeThemeOverrides(theme, createTheme({ components }));
}
