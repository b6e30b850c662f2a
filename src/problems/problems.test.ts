import { explainedProblems, Fault } from './index.ts';

describe('problemCodes', () => {
  it.each(explainedProblems())('%s explains what happened, why, and what to do, in whole sentences', (code, entry) => {
    expect(code).toMatch(/^Graphveil\.[A-Z][A-Za-z]+$/);
    expect(entry.status >= 400 && entry.status <= 599).toBe(true);
    for (const text of [entry.message, entry.cause, entry.remedy]) expect(text).toMatch(/^[A-Z].*[.!]$/s);
  });
});

describe('Fault', () => {
  it('has code and detail in its message, and keeps its cause', () => {
    const cause = new Error('x');
    const fault = new Fault({ code: 'Graphveil.SignInFailed', detail: 'AADSTS700213' }, cause);
    expect([fault.message, fault.cause]).toEqual(['Graphveil.SignInFailed: AADSTS700213', cause]);
    expect(new Fault({ code: 'Graphveil.InternalFault' }).message).toBe('Graphveil.InternalFault');
  });
});
