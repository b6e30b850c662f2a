import type { TerraformElement } from 'cdktf';

/** Gives a resource (or output) the address `TYPE.ID` without the hash of its position in the tree. */
export const withAddress = <Element extends TerraformElement>(id: string, element: Element): Element => {
  element.overrideLogicalId(id);
  return element;
};
