import { dataFlowPicture, type FlowPicture } from './data-flow-picture.ts';

const few: FlowPicture = {
  sources: ['Calendar', 'Mail'],
  place: 'AWS account 111122223333',
  callers: 'bi & <tools>',
  functions: '2 functions',
};
const many: FlowPicture = {
  ...few,
  sources: Array.from({ length: 24 }, (_, index) => `Source number ${index}`),
  callers: Array.from({ length: 14 }, (_, index) => `caller-of-team-${index}`).join(', '),
};

const numbersOf = (text: string, ...names: readonly string[]): readonly number[] =>
  names.map((name) => Number(new RegExp(` ${name}="([^"]*)"`).exec(text)?.[1]));
const wordOf = (text: string, expression: RegExp): string => expression.exec(text)?.[1] ?? '';

/** The shapes and texts of a picture. */
const read = (picture: FlowPicture) => {
  const svg = dataFlowPicture(picture);
  const all = (name: string) => [...svg.matchAll(new RegExp(`<${name} [^>]*>(?:([^<]*)</text>)?`, 'g'))];
  const [, width = 0, height = 0] = /viewBox="0 0 (\d+) (\d+)"/.exec(svg)?.map(Number) ?? [];
  const rects = all('rect').map(([text]) => {
    const [x = 0, y = 0, w = 0, h = 0, rx] = numbersOf(text, 'x', 'y', 'width', 'height', 'rx');
    return {
      x,
      y,
      right: x + w,
      bottom: y + h,
      zone: rx === 10,
      edge: wordOf(text, /stroke:var\((--[a-z-]+)\)/),
      text,
    };
  });
  const texts = all('text').map(([text, content = '']) => {
    const [x = 0, y = 0, size = 0] = numbersOf(text, 'x', 'y', 'font-size');
    return {
      x,
      y,
      size,
      content,
      anchor: wordOf(text, /text-anchor="(\w+)"/),
      bold: text.includes('font-weight="600"'),
    };
  });
  const lines = all('line').map(([text]) => {
    const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = numbersOf(text, 'x1', 'y1', 'x2', 'y2');
    return {
      x1,
      y1,
      x2,
      y2,
      look: wordOf(text, /style="stroke:var\(([^"]*)"/),
      dotted: text.includes('stroke-dasharray="2 3"'),
    };
  });
  const heads = all('polygon').map(([text]) => ({
    points: wordOf(text, /points="([^"]*)"/)
      .split(' ')
      .map((point) => point.split(',').map(Number)),
    color: wordOf(text, /fill:var\((--[a-z-]+)\)/),
  }));
  return {
    svg,
    width,
    height,
    texts,
    heads,
    lines,
    zones: rects.filter(({ zone }) => zone),
    boxes: rects.filter(({ zone }) => !zone),
  };
};

const styles = {
  clear: '--warn-line);stroke-width:4',
  pseudonymized: '--accent);stroke-width:2',
  request: '--soft);stroke-width:1.5;stroke-dasharray:5 4',
};

describe.each([
  ['few sources', few],
  ['many sources', many],
])('the picture of the data flow with %s', (_, picture) => {
  let drawn: ReturnType<typeof read>;
  beforeAll(() => {
    drawn = read(picture);
  });

  it('has three zones side by side, each below its title, and nothing outside', () => {
    const { zones, width, height, texts } = drawn;

    expect(zones.map(({ x, right }) => [x, right])).toEqual([
      [2, 252],
      [372, 644],
      [774, 958],
    ]);
    for (const { y, bottom } of zones) expect([y, bottom]).toEqual([40, height - 74]);
    const titles = zones.map(({ x, right, y }) =>
      texts.find((text) => text.x === (x + right) / 2 && text.y === y - 10 && text.anchor === 'middle' && text.bold),
    );
    expect(titles.map((title) => title?.content)).toEqual(['Microsoft 365 tenant', picture.place, 'Recipient']);
    for (const { x, y } of texts) expect([x > 0 && x < width, y > 0 && y < height]).toEqual([true, true]);
  });

  it('has boxes that lie in their zones and don’t overlap', () => {
    const { boxes, zones } = drawn;

    expect(boxes).toHaveLength(6);
    for (const box of boxes) {
      const around = zones.filter((zone) => box.x >= zone.x + 14 && box.right <= zone.right - 14);
      expect(around).toHaveLength(1);
      expect([box.y >= 56, box.bottom <= (around[0]?.bottom ?? 0) - 16]).toEqual([true, true]);
      const others = boxes.filter(
        (other) =>
          other !== box &&
          other.x < box.right + 6 &&
          box.x < other.right + 6 &&
          other.y < box.bottom + 6 &&
          box.y < other.bottom + 6,
      );
      expect(others).toEqual([]);
    }
    expect(boxes.map(({ edge }) => edge)).toEqual(['--line', '--line', '--accent', '--line', '--line', '--line']);
    expect(boxes.map(({ text }) => /stroke-width:(\d)/.exec(text)?.[1])).toEqual(['1', '1', '2', '1', '1', '1']);
  });

  it('writes in each box its title and, in even lines below, its text', () => {
    const { boxes, texts } = drawn;
    const inBoxes = boxes.map((box) => {
      const own = texts.filter(
        ({ x, y, anchor }) => anchor === 'start' && x === box.x + 14 && y > box.y && y < box.bottom,
      );
      const [title, ...lines] = own;
      expect([title?.bold, title?.size, title?.y]).toEqual([true, 15, box.y + 24]);
      expect(lines.map(({ y, bold, size }) => [y, bold, size])).toEqual(
        lines.map((_line, index) => [box.y + 44 + index * 17, false, 13.5]),
      );
      expect(box.bottom - (own.at(-1)?.y ?? 0)).toBeGreaterThanOrEqual(11);
      expect(box.bottom - (own.at(-1)?.y ?? 0)).toBeLessThan(32);
      return own;
    });

    expect(inBoxes.map(([title]) => title?.content)).toEqual([
      'Microsoft Graph',
      'Microsoft Entra ID',
      'Graphveil',
      'Keyring',
      'Log',
      'Analytics tool',
    ]);
    expect(inBoxes.flat()).toHaveLength(texts.filter(({ anchor }) => anchor === 'start').length - 3);
    const [graph = [], , , , , tool = []] = inBoxes;
    expect(
      graph
        .slice(2)
        .map(({ content }) => content)
        .join(' '),
    ).toBe(picture.sources.join(', '));
    for (const { content } of graph.slice(2)) expect(content.length).toBeLessThanOrEqual(28);
    expect(graph.length - 2).toBeLessThanOrEqual(Math.ceil(picture.sources.join(', ').length / 14));
    expect(
      tool
        .slice(1, -2)
        .map(({ content }) => content)
        .join(' '),
    ).toBe(picture.callers.replace('&', '&amp;').replace('<', '&lt;').replace('>', '&gt;'));
  });

  it('leads each arrow from the edge of a zone to the edge of the next, under its text', () => {
    const { heads, lines, texts } = drawn;
    const arrows = heads.map(({ points: [tip = [], upper = [], lower = []], color }) => {
      const [x = 0, y = 0] = tip;
      const base = upper[0] ?? 0;
      expect([upper[1], lower]).toEqual([y - 6, [base, y + 6]]);
      const shaft = lines.find((line) => line.y1 === y && line.y2 === y && line.x2 === base);
      expect(Math.abs(x - base)).toBe(10);
      expect(base > x).toBe((shaft?.x1 ?? 0) > x);
      expect(shaft?.look.startsWith(color)).toBe(true);
      const words = texts.filter(
        (text) => text.anchor === 'middle' && text.x === ((shaft?.x1 ?? 0) + x) / 2 && text.y < y && text.y > y - 40,
      );
      expect(words.map((text) => [text.y, text.size])).toEqual(
        words.map((_text, index) => [y - 10 - (words.length - 1 - index) * 17, 13]),
      );
      return [shaft?.x1, x, shaft?.look, words.map(({ content }) => content).join(' ')];
    });

    expect(arrows).toEqual([
      [372, 252, styles.request, 'requests kept properties'],
      [252, 372, styles.clear, 'plain data'],
      [774, 644, styles.request, 'calls with pseudonyms'],
      [644, 774, styles.pseudonymized, 'pseudonyms, times, counts'],
    ]);
  });

  it('joins Graphveil with its keyring and its log', () => {
    const [, , graphveil, keyring, log] = drawn.boxes;
    const joints = drawn.lines.filter(({ dotted }) => dotted);

    expect(joints.map(({ y1, y2 }) => [y1, y2])).toEqual([keyring, log].map((box) => [graphveil?.bottom, box?.y]));
    expect(joints.map(({ x1, x2 }) => [x1, x2])).toEqual(
      [keyring, log].map((box) => Array.from({ length: 2 }, () => ((box?.x ?? 0) + (box?.right ?? 0)) / 2)),
    );
  });

  it('explains each kind of line below the zones', () => {
    const { zones, lines, texts, height } = drawn;
    const below = lines.filter(({ y1 }) => y1 > (zones[0]?.bottom ?? 0));
    const legends = below.map(({ x1, x2, y1, y2, look }) => {
      expect([x2 - x1, y2]).toEqual([30, y1]);
      return [look, texts.find(({ x, y }) => x === x2 + 10 && y === y1 + 4)?.content];
    });

    expect(legends).toEqual([
      [styles.clear, 'plain personal data (encrypted in transit)'],
      [styles.pseudonymized, 'pseudonymized: still personal data'],
      [styles.request, 'requests'],
    ]);
    for (const { y1 } of below) expect(height - y1).toBe(28);
  });
});

describe('the picture of the data flow', () => {
  it('grows with the number of sources', () => {
    expect(read(few).height).toBe(390 + 34);
    const [graph, entra] = read(many).boxes;
    expect((entra?.y ?? 0) - (graph?.bottom ?? 0)).toBe(6);
  });

  it('describes itself in words, and lets no name become markup', () => {
    const { svg } = read({ ...few, place: 'a "place"' });

    expect(svg).toContain('aria-labelledby="flow-title flow-text"');
    expect(svg).toMatch(/<desc id="flow-text">[^<]*in a &quot;place&quot;[^<]*bi &amp; &lt;tools&gt; gets/);
    expect(svg).not.toContain('<tools>');
  });
});
