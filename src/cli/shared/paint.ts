import { styleText } from 'node:util';

type Style = 'bold' | 'dim' | 'green' | 'red' | 'yellow';

/** Styles text for a terminal. Leaves it unchanged for other outputs. */
export type Paint = (style: Style, text: string) => string;

type Output = {
  readonly isTTY?: boolean | undefined;
  readonly hasColors?: ((environment?: object) => boolean) | undefined;
};

/** Paints text if the terminal supports colors. NO_COLOR, FORCE_COLOR, NODE_DISABLE_COLORS and TERM override this. */
export const paintFor = (output: Output, environment?: Record<string, string | undefined>): Paint =>
  output.isTTY === true && output.hasColors?.(environment) === true
    ? (style, text) => styleText(style, text, { validateStream: false })
    : (_style, text) => text;

/** Paints text for standard output. */
export const paint: Paint = (style, text) => paintFor(process.stdout)(style, text);
