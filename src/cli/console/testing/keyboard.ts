import type { Page } from 'playwright-core';

/** What has the focus: the text of its label, or its own. */
const focused = `(() => {
  const at = document.activeElement;
  const texts = [...(at?.labels ?? [])].map((label) => label.textContent);
  return (at?.getAttribute('aria-label') ?? (texts.join(' ') || at?.textContent || '')).replace(/\\s+/g, ' ').trim();
})()`;

const isChosen = 'document.activeElement.checked === true';
const mostTabs = 250;

/** A person who has a keyboard only. */
export type Person = {
  readonly page: Page;
  /** Presses Tab until something has the focus whose text begins so. */
  readonly reach: (text: string) => Promise<void>;
  /** Follows a link, or presses a button. */
  readonly press: (text: string) => Promise<void>;
  /** Unfolds a part of the page. */
  readonly unfold: (text: string) => Promise<void>;
  /** Replaces the text of a field. */
  readonly type: (label: string, text: string) => Promise<void>;
  /** Chooses a check box, or a radio button of the group whose chosen one has the focus. */
  readonly choose: (label: string) => Promise<void>;
  /** Returns the text of the page. */
  readonly text: () => Promise<string>;
  /** Returns the value of a field. */
  readonly valueOf: (label: string) => Promise<string>;
};

/** Puts somebody in front of a page. */
export const atKeyboard = (page: Page): Person => {
  const at = (): Promise<string> => page.evaluate(focused);
  const reach = async (text: string): Promise<void> => {
    const seen: string[] = [];
    for (let tabs = 0; tabs < mostTabs; tabs += 1) {
      await page.keyboard.press('Tab');
      const found = await at();
      if (found.startsWith(text)) return;
      seen.push(found);
    }
    throw new Error(`nothing begins with "${text}" on ${page.url()}: ${[...new Set(seen)].join(' | ')}`);
  };
  const press = async (text: string): Promise<void> => {
    await reach(text);
    await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')]);
  };
  return {
    page,
    reach,
    press,
    unfold: async (text) => {
      await reach(text);
      if (!(await page.evaluate<boolean>('document.activeElement.parentElement.open')))
        await page.keyboard.press('Enter');
    },
    type: async (label, text) => {
      await reach(label);
      await page.keyboard.press('ControlOrMeta+A');
      await page.keyboard.type(text);
    },
    choose: async (label) => {
      const isRadio = (): Promise<boolean> => page.evaluate("document.activeElement.type === 'radio'");
      const seen = new Set<string>();
      for (let tabs = 0; tabs < mostTabs; tabs += 1) {
        await page.keyboard.press('Tab');
        seen.add(await at());
        // The arrow keys move within the buttons of a group, and end where they began.
        const first = await at();
        if (await isRadio())
          for (let moved = ''; moved !== first && !(await at()).startsWith(label); moved = await at())
            await page.keyboard.press('ArrowDown');
        if (!(await at()).startsWith(label)) continue;
        if (!(await page.evaluate<boolean>(isChosen))) await page.keyboard.press('Space');
        return;
      }
      throw new Error(`nothing to choose begins with "${label}" on ${page.url()}: ${[...seen].join(' | ')}`);
    },
    text: () => page.evaluate<string>('document.body.innerText'),
    valueOf: async (label) => {
      await reach(label);
      return page.evaluate<string>('document.activeElement.value');
    },
  };
};
