import type { ThemeConfig } from 'antd';

/** Calm, with text and edges that keep their contrast (WCAG 2.2 AA: 4.5 for text, 3 for the edges of controls). */
export const theme: ThemeConfig = {
  token: {
    colorPrimary: '#14508c',
    colorLink: '#14508c',
    colorError: '#a3161d',
    colorWarning: '#8a5200',
    colorSuccess: '#1d6b35',
    // What is derived from these dark colours is muddy; the grounds are those of the style sheet.
    colorErrorBg: '#fdf0f0',
    colorWarningBg: '#fdf5e6',
    colorText: '#1b1f26',
    colorTextSecondary: '#4a515c',
    colorTextTertiary: '#555c67',
    colorTextPlaceholder: '#626973',
    colorTextDescription: '#4a515c',
    colorTextDisabled: '#626973',
    colorBorder: '#868d98',
    colorBgLayout: '#f4f6f8',
    borderRadius: 6,
    controlHeight: 38,
    fontSize: 15,
    fontFamily: "'Segoe UI', system-ui, 'Noto Sans', 'Liberation Sans', sans-serif",
    // Who asks his system for less movement gets none: dialogs and lists stand where they open.
    motion: !window.matchMedia('(prefers-reduced-motion: reduce)').matches,
    motionDurationMid: '0.12s',
    motionDurationSlow: '0.16s',
  },
  components: { Form: { labelColor: '#1b1f26', itemMarginBottom: 16 }, Modal: { titleFontSize: 18 }, Tabs: { itemColor: '#4a515c', horizontalItemGutter: 20 } },
};
