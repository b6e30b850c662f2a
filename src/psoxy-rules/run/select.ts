import { isArray, isObject, type JsonValue } from '../../json/index.ts';
import type { PathPlan, PathStep, PathTest, PathValue } from '../plan/index.ts';
import { compare, literalValue, patternSide, type Side } from './compare.ts';

/** A place in a document: a member of an object, an item of an array, or the document itself. */
export type Place =
  | { readonly in: 'object'; readonly of: Map<string, JsonValue>; readonly key: string }
  | { readonly in: 'array'; readonly of: JsonValue[]; readonly key: number }
  | { readonly in: 'document' };

type Found = (value: JsonValue, place: Place) => void;
type Step = (value: JsonValue, place: Place, document: JsonValue, found: Found) => void;

/**
 * Finds the places of a path in a document, in document order. A place that can be reached in several ways is returned
 * several times.
 */
export type Select = (document: JsonValue) => readonly Place[];

// Documents come from the parser and are changed in place within one run.
const members = (value: JsonValue): Map<string, JsonValue> | undefined =>
  isObject(value) ? (value as Map<string, JsonValue>) : undefined;
const items = (value: JsonValue): JsonValue[] | undefined => (isArray(value) ? (value as JsonValue[]) : undefined);

const atIndex = (value: JsonValue, index: number, found: Found): void => {
  const of = items(value);
  if (of === undefined) return;
  const key = index < 0 ? of.length + index : index;
  const item = of[key];
  if (item !== undefined) found(item, { in: 'array', of, key });
};

const eachItem = (of: JsonValue[], found: Found): void => {
  for (const [key, item] of of.entries()) found(item, { in: 'array', of, key });
};

const each = (value: JsonValue, found: Found): void => {
  const object = members(value);
  if (object !== undefined) for (const [key, member] of object) found(member, { in: 'object', of: object, key });
  const array = items(value);
  if (array !== undefined) eachItem(array, found);
};

const slice = ({ from, to }: { readonly from?: number; readonly to?: number }, length: number): readonly number[] => {
  const start = from === undefined ? 0 : to === undefined && from < 0 ? Math.max(0, length + from) : from;
  const end = to === undefined ? length : from === undefined && to < 0 ? length + to : Math.min(length, to);
  return Array.from({ length: Math.max(0, end - start) }, (_, offset) => start + offset);
};

const descend = (value: JsonValue, place: Place, found: Found): void => {
  if (!isObject(value) && !isArray(value)) return;
  found(value, place);
  each(value, (member, inner) => {
    descend(member, inner, found);
  });
};

const prepareStep = (plan: PathStep): Step => {
  switch (plan.step) {
    case 'names':
      return (value, _place, _document, found) => {
        const of = members(value);
        if (of === undefined) return;
        for (const key of plan.names) {
          const member = of.get(key);
          if (member !== undefined) found(member, { in: 'object', of, key });
        }
      };
    case 'all':
      return (value, _place, _document, found) => {
        each(value, found);
      };
    case 'indexes':
      return (value, _place, _document, found) => {
        for (const index of plan.indexes) atIndex(value, index, found);
      };
    case 'slice':
      return (value, _place, _document, found) => {
        for (const index of slice(plan, items(value)?.length ?? 0)) atIndex(value, index, found);
      };
    case 'descend':
      return (value, place, _document, found) => {
        descend(value, place, found);
      };
    case 'filter': {
      const test = prepareTest(plan.test);
      return (value, place, document, found) => {
        if (isObject(value) && test(value, document)) found(value, place);
        const array = items(value);
        if (array === undefined) return;
        eachItem(array, (item, at) => {
          if (test(item, document)) found(item, at);
        });
      };
    }
  }
};

/** After `..`, a filter visits each object separately, so items of arrays must not be tested twice. */
const prepareSteps = (plans: readonly PathStep[]): Step => {
  const steps = plans.map((plan, index): Step => {
    const step = prepareStep(plan);
    if (plan.step !== 'filter' || plans[index - 1]?.step !== 'descend') return step;
    return (value, place, document, found) => {
      if (isObject(value)) step(value, place, document, found);
    };
  });
  return steps.reduceRight<Step>(
    (rest, step) => (value, place, document, found) => {
      step(value, place, document, (inner, at) => {
        rest(inner, at, document, found);
      });
    },
    (value, place, _document, found) => {
      found(value, place);
    },
  );
};

type Test = (value: JsonValue, document: JsonValue) => boolean;
type Evaluate = (value: JsonValue, document: JsonValue) => Side;

const prepareValue = (plan: PathValue): Evaluate => {
  if (plan.value === 'pattern') {
    const pattern = patternSide(plan.pattern);
    return () => pattern;
  }
  if (plan.value === 'list') {
    const list = plan.items.map(literalValue);
    return () => list;
  }
  if (plan.value !== 'path') {
    const literal = literalValue(plan);
    return () => literal;
  }
  const steps = prepareSteps(plan.path.steps);
  return (value, document) => {
    const results: JsonValue[] = [];
    steps(plan.from === '@' ? value : document, { in: 'document' }, document, (result) => {
      results.push(result);
    });
    return plan.path.definite ? results[0] : results;
  };
};

const prepareTest = (plan: PathTest): Test => {
  switch (plan.test) {
    case 'all': {
      const tests = plan.of.map(prepareTest);
      return (value, document) => tests.every((test) => test(value, document));
    }
    case 'any': {
      const tests = plan.of.map(prepareTest);
      return (value, document) => tests.some((test) => test(value, document));
    }
    case 'not': {
      const test = prepareTest(plan.of);
      return (value, document) => !test(value, document);
    }
    case 'exists': {
      const path = prepareValue(plan.path);
      return (value, document) => path(value, document) !== undefined;
    }
    case 'compare': {
      const [left, right] = [prepareValue(plan.left), prepareValue(plan.right)];
      return (value, document) => compare(plan.operator, left(value, document), right(value, document));
    }
  }
};

/** Prepares a path for selection. */
export const preparePath = ({ steps }: PathPlan): Select => {
  const select = prepareSteps(steps);
  return (document) => {
    const places: Place[] = [];
    select(document, { in: 'document' }, document, (_, place) => {
      places.push(place);
    });
    return places;
  };
};
