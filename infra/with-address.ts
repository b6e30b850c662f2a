import type { TerraformElement } from 'cdktf';

/** Gives a resource (or output) the address `TYPE.ID` without the hash that its place in the tree would add. */
export const withAddress = <Element extends TerraformElement>(id: string, element: Element): Element => {
  element.overrideLogicalId(id);
  return element;
};
